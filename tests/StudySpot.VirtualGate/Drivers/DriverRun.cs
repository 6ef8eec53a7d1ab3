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

    /// <summary>The kernel's own line when a chip goes whose lines somebody holds (gpiolib.c).</summary>
    private const string ChipTakenAway = "REMOVING GPIOCHIP WITH GPIOS STILL REQUESTED";

    /// <returns>0 when every case passed.</returns>
    public static async Task<int> RunAsync(Arguments arguments, TimeProvider time)
    {
        var results = Path.Combine(arguments.Work, "results.json");
        var console = await BootAsync(arguments, results, time);
        // Debian 6.1 can go on using a GPIO chip that was taken away while lines of it were held: its own fault, and seen
        // once. One more boot then; a driver of ours that crashes the kernel does so again.
        if (CaseResults.Read(results) is null && console.Any(line => line.Contains(ChipTakenAway, StringComparison.Ordinal)) && console.FirstOrDefault(IsTrouble) is { } crash)
        {
            Console.WriteLine($"  the machine's kernel crashed after a GPIO chip was taken away, everything once more: {crash}");
            console = await BootAsync(arguments, results, time);
        }
        return Report(CaseResults.Read(results), console);
    }

    /// <returns>What the machine said.</returns>
    private static async Task<string[]> BootAsync(Arguments arguments, string results, TimeProvider time)
    {
        File.Delete(results);
        var log = Path.Combine(arguments.Work, "console.log");
        var sockets = Directory.CreateTempSubdirectory("virtual-gate-");
        try
        {
            await using var console = new StreamWriter(log);
            await RunMachineAsync(arguments, results, sockets.FullName, TextWriter.Synchronized(console), time);
        }
        finally
        {
            sockets.Delete(recursive: true);
        }
        return await File.ReadAllLinesAsync(log);
    }

    private static bool IsTrouble(string line) => KernelTrouble.Any(word => line.Contains(word, StringComparison.Ordinal));

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
        var trouble = console.Where(IsTrouble).ToArray();
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
