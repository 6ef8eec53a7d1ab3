using System.Diagnostics;
using System.Globalization;

namespace StudySpot.VirtualGate.Machine;

/// <summary>One run of QEMU: emulated processor, so that it works on every build machine. Killed when disposed or over its limit.</summary>
internal sealed class VirtualMachine : IAsyncDisposable
{
    private readonly Process _process;
    private readonly CancellationTokenSource _limit;
    private readonly Lock _gate = new();
    private readonly List<string> _console = [];

    private VirtualMachine(Process process, TimeSpan limit)
    {
        _process = process;
        _limit = new CancellationTokenSource(limit);
    }

    /// <summary>Everything the guest's kernel and programs printed so far.</summary>
    public IReadOnlyList<string> Console
    {
        get { lock (_gate) return [.. _console]; }
    }

    public bool OverLimit => _limit.IsCancellationRequested;

    /// <param name="line">Told every line of the guest's console, on any thread.</param>
    public static VirtualMachine Start(MachineOptions options, Action<string> line)
    {
        var start = new ProcessStartInfo("qemu-system-x86_64") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in Arguments(options)) start.ArgumentList.Add(argument);
        var machine = new VirtualMachine(new Process { StartInfo = start }, options.Limit);
        void Keep(string? text)
        {
            if (text is null) return;
            lock (machine._gate) machine._console.Add(text);
            line(text);
        }
        machine._process.OutputDataReceived += (_, e) => Keep(e.Data);
        machine._process.ErrorDataReceived += (_, e) => Keep(e.Data);
        machine._process.Start();
        machine._process.BeginOutputReadLine();
        machine._process.BeginErrorReadLine();
        machine._process.StandardInput.Close();
        machine._limit.Token.Register(machine.Kill);
        return machine;
    }

    /// <summary>Waits until the guest has powered off, was killed, or the limit is over.</summary>
    public Task WaitForEndAsync() => _process.WaitForExitAsync();

    /// <summary>SIGKILL: what a power cut is to the guest.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It had ended already.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _limit.Dispose();
    }

    private static IEnumerable<string> Arguments(MachineOptions options) =>
    [
        "-M", "q35", "-accel", "tcg,thread=multi,tb-size=256",
        // .NET needs SSE4.2, which QEMU's default processor lacks.
        "-cpu", "Nehalem",
        "-smp", options.Processors.ToString(CultureInfo.InvariantCulture), "-m", options.MemoryMb.ToString(CultureInfo.InvariantCulture),
        "-nodefaults", "-display", "none", "-no-reboot",
        "-kernel", Path.Combine(options.Stage, "vmlinux"), "-initrd", Path.Combine(options.Stage, "initrd.cpio"),
        "-append", $"console=ttyS0 oops=panic panic=-1 quiet mitigations=off studyspot.run={options.Run} studyspot.arguments={options.Arguments}",
        "-serial", "stdio",
        "-drive", $"file={Path.Combine(options.Stage, "system.sqfs")},format=raw,if=virtio,readonly=on",
        "-drive", $"file={options.Application},format=raw,if=virtio,readonly=on",
        "-device", "virtio-serial-pci", "-device", "virtio-rng-pci",
        .. options.Devices,
    ];
}
