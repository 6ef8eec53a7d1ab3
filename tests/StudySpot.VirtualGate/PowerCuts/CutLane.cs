using System.Globalization;
using StudySpot.VirtualGate.Machine;

namespace StudySpot.VirtualGate.PowerCuts;

/// <summary>One gate on one disk through a number of power cuts, each checked by the next life that comes up whole.</summary>
internal sealed class CutLane
{
    /// <summary>A machine that is not ready by then never will be; ten times what it takes with both cores busy.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly Arguments _arguments;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly VolatileDisk _disk;
    private readonly string _folder;
    private readonly Action<string> _say;
    private TimeSpan? _startTook;

    /// <param name="folder">For sockets and, when something is wrong, the disk.</param>
    public CutLane(Arguments arguments, byte[] disk, string folder, Random random, Action<string> say, TimeProvider time)
    {
        _arguments = arguments;
        _disk = new VolatileDisk(disk);
        _folder = folder;
        _random = random;
        _say = say;
        _time = time;
    }

    public Ledger Ledger { get; } = new();

    public int Cuts { get; private set; }

    /// <summary>Cuts after which everything promised was found.</summary>
    public int Survived { get; private set; }

    public int CutsDuringStart { get; private set; }

    /// <summary>Written pages that the cuts made the disk forget.</summary>
    public long ForgottenPages { get; private set; }

    public long Flushes => _disk.FlushCount;

    /// <summary>Ends early when something is wrong.</summary>
    public async Task RunAsync(int cuts)
    {
        await using var server = new NbdServer(DiskSocket, _disk);
        while (Cuts < cuts && Ledger.Faults.Count == 0) await LiveAsync(server, CutMoment.Draw(_random, _startTook));
        if (Ledger.Faults.Count == 0)
        {
            Ledger.CheckAll();
            await LiveAsync(server, null);
        }
    }

    public byte[] Disk => _disk.Kept();

    private string DiskSocket => Path.Combine(_folder, "disk");

    private string ReportSocket => Path.Combine(_folder, "report");

    /// <param name="moment">Null: checks everything and shuts down in order.</param>
    private async Task LiveAsync(NbdServer server, CutMoment? moment)
    {
        Ledger.BeginLife();
        var before = Ledger.StoredEvents;
        File.Delete(ReportSocket);
        var what = moment is null ? "check" : _arguments.NoSync ? "careless" : "store";
        await using var machine = VirtualMachine.Start(new MachineOptions
        {
            Stage = _arguments.Stage,
            Application = Path.Combine(_arguments.Work, "app.sqfs"),
            Run = "gate",
            Arguments = string.Create(CultureInfo.InvariantCulture, $"{Ledger.CheckedThrough + 1}+{what}"),
            MemoryMb = 512,
            Processors = 1,
            Limit = Limit,
            Devices =
            [
                // writeback: the guest is told of the cache, so that its flushes come through.
                "-drive", $"file=nbd+unix:///?socket={DiskSocket},format=raw,if=virtio,cache=writeback",
                "-chardev", $"socket,id=report,path={ReportSocket},server=on,wait=off",
                "-device", "virtserialport,chardev=report,name=studyspot.report",
            ],
        }, _ => { });
        using var report = await UnixLine.ConnectAsync(ReportSocket, _time);
        var ready = await ListenAsync(report, machine, moment);
        await machine.WaitForEndAsync();
        await server.IdleAsync();
        if (machine.OverLimit) Ledger.Fault($"the gate was not ready within {Limit.TotalMinutes:0} minutes");
        if (Ledger.Faults.Count > 0) await File.WriteAllLinesAsync(Path.Combine(_folder, "console.log"), machine.Console);
        if (moment is null)
        {
            if (!ready && Ledger.Faults.Count == 0) Ledger.Fault("the last life told nothing");
            return;
        }
        var forgotten = _disk.Cut(_random);
        ForgottenPages += forgotten;
        Cuts++;
        if (!ready) CutsDuringStart++;
        _say(string.Create(CultureInfo.InvariantCulture,
            $"cut {(ready ? "while storing" : "while starting")}, {moment.Value.After.TotalSeconds:0.0} s in; {Ledger.StoredEvents - before} more events promised, {forgotten} pages forgotten"));
    }

    /// <summary>Takes the machine's lines and kills it at its moment.</summary>
    /// <returns>Whether it came ready; without a moment, whether it told everything.</returns>
    private async Task<bool> ListenAsync(UnixLine report, VirtualMachine machine, CutMoment? moment)
    {
        var mountedAt = 0L;
        var ready = false;
        Task? kill = null;
        Task KillLater(TimeSpan after) => Task.Delay(after, _time).ContinueWith(_ => machine.Kill(), TaskScheduler.Default);
        while (await report.ReadLineAsync() is { } line)
        {
            if (line == "mounting")
            {
                mountedAt = _time.GetTimestamp();
                if (moment is { Ready: false } early) kill = KillLater(early.After);
            }
            else if (line == "ready")
            {
                ready = true;
                _startTook = _time.GetElapsedTime(mountedAt);
                if (moment is { Ready: true } late) kill = KillLater(late.After);
            }
            else
            {
                Ledger.Take(line);
                if (Ledger.Faults.Count > 0) machine.Kill();
                else if (line == "told") Survived = Cuts;
                if (line == "told" && moment is null) ready = true;
            }
        }
        if (kill is not null) await kill;
        return ready;
    }
}
