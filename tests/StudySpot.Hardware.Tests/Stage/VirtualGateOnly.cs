// One machine, one set of lines: cases take turns.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
// Not for a developer's machine: there every case fails and says so, it does not pass unseen.
[assembly: Trait("Hardware", "virtual-gate")]
