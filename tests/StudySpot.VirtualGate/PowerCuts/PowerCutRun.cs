using System.Globalization;
using StudySpot.VirtualGate.Machine;

namespace StudySpot.VirtualGate.PowerCuts;

/// <summary>Cuts the power of storing gates at random moments and says how many cuts they survived.</summary>
internal static class PowerCutRun
{
    /// <summary>Two gates at once, each on one core of the smallest build machine.</summary>
    private const int Lanes = 2;

    private const int DiskMb = 64;

    /// <returns>0 when every cut was survived.</returns>
    public static async Task<int> RunAsync(Arguments arguments, TimeProvider time)
    {
        // A draw that decides nothing but when the plug is pulled.
        var seed = arguments.Seed ?? Random.Shared.Next();
        Console.WriteLine($"  seed {seed} (the moments repeat with --seed; what the machine does at them may differ)");
        var empty = await FormatAsync(arguments.Work);
        var sockets = Directory.CreateTempSubdirectory("virtual-gate-");
        var done = 0;
        var lanes = Enumerable.Range(0, Math.Min(Lanes, arguments.Cuts)).Select(n =>
        {
            var folder = sockets.CreateSubdirectory(n.ToString(CultureInfo.InvariantCulture)).FullName;
            return new CutLane(arguments, empty, folder, new Random(unchecked(seed + n)), line => Console.WriteLine($"  {Interlocked.Increment(ref done)} of {arguments.Cuts}, gate {n + 1}: {line}"), time);
        }).ToArray();
        await Task.WhenAll(lanes.Select((lane, n) => lane.RunAsync((arguments.Cuts + lanes.Length - 1 - n) / lanes.Length)));
        for (var n = 0; n < lanes.Length; n++) await KeepAsync(lanes[n], n, arguments.Work, sockets.FullName);
        sockets.Delete(recursive: true);
        return Report(lanes, arguments);
    }

    private static async Task<byte[]> FormatAsync(string work)
    {
        var image = Path.Combine(work, "empty.img");
        await File.WriteAllBytesAsync(image, new byte[DiskMb << 20]);
        // The block size of every disk large enough for a gate; mkfs would take 1 KiB for one this small.
        await HostTool.RunAsync("mkfs.ext4", "-q", "-F", "-b", "4096", image);
        return await File.ReadAllBytesAsync(image);
    }

    /// <summary>Looks the file system through, and keeps what a search for the cause needs.</summary>
    private static async Task KeepAsync(CutLane lane, int n, string work, string sockets)
    {
        var image = Path.Combine(work, $"gate-{n + 1}.img");
        await File.WriteAllBytesAsync(image, lane.Disk);
        if (lane.Ledger.Faults.Count == 0)
        {
            try
            {
                await HostTool.RunAsync("e2fsck", "-f", "-n", image);
            }
            catch (InvalidOperationException e)
            {
                lane.Ledger.Fault($"e2fsck finds after an orderly end: {e.Message}");
            }
        }
        var console = Path.Combine(sockets, n.ToString(CultureInfo.InvariantCulture), "console.log");
        if (File.Exists(console)) File.Copy(console, Path.Combine(work, $"gate-{n + 1}.log"), overwrite: true);
        if (lane.Ledger.Faults.Count == 0) File.Delete(image);
    }

    private static int Report(CutLane[] lanes, Arguments arguments)
    {
        var cuts = lanes.Sum(lane => lane.Cuts);
        var canary = lanes.Sum(lane => lane.Ledger.CanaryLosses);
        Console.WriteLine($"  {cuts} cuts, {lanes.Sum(lane => lane.CutsDuringStart)} of them while starting; {lanes.Sum(lane => lane.Ledger.StoredEvents)} events promised; "
            + $"{lanes.Sum(lane => lane.Flushes)} flushes; {lanes.Sum(lane => lane.ForgottenPages)} written pages forgotten; "
            + $"a file that was never flushed lost bytes {canary} times");
        var survived = 0;
        for (var n = 0; n < lanes.Length; n++)
        {
            foreach (var fault in lanes[n].Ledger.Faults) Console.WriteLine($"  FAILED  gate {n + 1}, after {lanes[n].Cuts} cuts: {fault} (disk and console: .state/hardware/gate-{n + 1}.*)");
            survived += lanes[n].Survived;
        }
        var failed = arguments.Cuts - survived;
        // With few cuts it may happen that all fell before the first byte.
        if (canary == 0 && cuts >= 10)
        {
            failed++;
            Console.WriteLine("  FAILED  nothing unflushed was lost: this rig cuts nothing");
        }
        Console.WriteLine($"{survived} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }
}
