using System.Globalization;
using StudySpot.VirtualGate.Machine;

namespace StudySpot.VirtualGate.Drivers;

/// <summary>One boot, all driver cases: starts the machine, lends it hands, prints what the cases ended with.</summary>
internal static class DriverRun
{
    /// <summary>Somewhat more than the whole suite takes with twenty other processes on both cores.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    /// <summary>A kernel that says one of these has a driver or a module of ours on its conscience.</summary>
    private static readonly string[] KernelTrouble = ["BUG:", "Oops", "Kernel panic", "general protection fault", "Call Trace"];

    /// <returns>0 when every case passed.</returns>
    public static async Task<int> RunAsync(Arguments arguments, TimeProvider time)
    {
        var results = Path.Combine(arguments.Work, "results.json");
        File.Delete(results);
        var sockets = Directory.CreateTempSubdirectory("virtual-gate-");
        await using var console = new StreamWriter(Path.Combine(arguments.Work, "console.log"));
        try
        {
            await RunMachineAsync(arguments, results, sockets.FullName, TextWriter.Synchronized(console), time);
        }
        finally
        {
            sockets.Delete(recursive: true);
        }
        return Report(CaseResults.Read(results), await File.ReadAllLinesAsync(Path.Combine(arguments.Work, "console.log")));
    }

    private static async Task RunMachineAsync(Arguments arguments, string results, string sockets, TextWriter console, TimeProvider time)
    {
        string Socket(string name) => Path.Combine(sockets, name);
        string Chardev(string name) => $"socket,id={name},path={Socket(name)},server=on,wait=off";
        await using var machine = VirtualMachine.Start(new MachineOptions
        {
            Stage = arguments.Stage,
            Application = Path.Combine(arguments.Work, "app.sqfs"),
            Run = "drivers",
            Arguments = arguments.Only,
            MemoryMb = 1024,
            Processors = 2,
            Limit = Limit,
            Devices =
            [
                "-chardev", Chardev("uart"), "-serial", "chardev:uart",
                "-device", "qemu-xhci", "-chardev", Chardev("usb"),
                "-chardev", Chardev("requests"), "-device", "virtserialport,chardev=requests,name=studyspot.requests",
                "-chardev", $"file,id=results,path={results}", "-device", "virtserialport,chardev=results,name=studyspot.results",
                // The gate's watchdog; "none" lets a case see that it fired instead of losing the machine.
                "-device", "i6300esb", "-action", "watchdog=none",
                "-qmp", $"unix:{Socket("qmp")},server=on,wait=off",
            ],
        }, line =>
        {
            console.WriteLine(line);
            console.Flush();
        });
        using var uart = await UnixLine.ConnectAsync(Socket("uart"), time);
        using var usb = await UnixLine.ConnectAsync(Socket("usb"), time);
        using var requests = await UnixLine.ConnectAsync(Socket("requests"), time);
        await using var qmp = await Qmp.OpenAsync(await UnixLine.ConnectAsync(Socket("qmp"), time), time);
        var hands = new OutsideHands(requests, uart, usb, qmp).RunAsync();
        await machine.WaitForEndAsync();
        await hands;
        if (machine.OverLimit) await console.WriteLineAsync($"The machine was ended after {Limit.TotalMinutes:0} minutes.");
    }

    private static int Report(CaseResults? results, string[] console)
    {
        var failed = 0;
        var passed = 0;
        foreach (var group in (results?.Cases ?? []).GroupBy(one => one.Group).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"  {group.Key}");
            foreach (var one in group)
            {
                var good = one.Status == "passed";
                if (good) passed++;
                else failed++;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {(good ? "passed" : "FAILED")}  {one.Short}  ({one.Duration.TotalSeconds:0.0} s)"));
                if (!good) Console.WriteLine("            " + (one.Why.Length > 0 ? one.Why : one.Status).ReplaceLineEndings("\n            "));
            }
        }
        if (results is null || results.Cases.Count == 0)
        {
            failed++;
            Console.WriteLine("    FAILED  the machine brought no results; its console ended with:");
            foreach (var line in console.TakeLast(30)) Console.WriteLine($"            {line}");
        }
        var trouble = console.Where(line => KernelTrouble.Any(word => line.Contains(word, StringComparison.Ordinal))).ToArray();
        if (trouble.Length > 0)
        {
            failed++;
            Console.WriteLine("    FAILED  the kernel complained:");
            foreach (var line in trouble.Take(10)) Console.WriteLine($"            {line}");
        }
        Console.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }
}
