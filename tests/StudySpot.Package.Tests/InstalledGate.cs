using System.Text.Json;
using StudySpot.Contracts;
using StudySpot.Testing;

namespace StudySpot.Package.Tests;

/// <summary>
/// A virtual machine whose disk is a Debian 12 that apt installed the package into: its own systemd starts the gate, the
/// kernel's gpio-sim is the turnstile, a serial port the scanner. Booted once for all tests (scripts/package-test.sh makes
/// the image and sets the variables).
/// </summary>
public sealed class InstalledGate : IAsyncLifetime
{
    /// <summary>An emulated processor on a busy machine: systemd, .NET's start and the first decision take most of it.</summary>
    private static readonly TimeSpan BootLimit = TimeSpan.FromMinutes(6);

    private readonly ScratchFolder _scratch = new();
    private RunningProcess? _machine;
    private SerialSocket? _shell;
    private SerialSocket? _scanner;
    private Task? _setUp;
    private int _asked;

    /// <summary>What <c>studyspot-gate status --json</c> asks the running gate, without starting .NET on an emulated processor each time.</summary>
    public const string AskStatus = "perl -MIO::Socket::UNIX -e 'my $gate = IO::Socket::UNIX->new(Peer => \"/run/studyspot-gate/gate.sock\") or exit; print <$gate>'";

    internal SamplePhone Phone { get; } = new(TimeProvider.System);

    private static string Image => Given("STUDYSPOT_PACKAGE_IMAGE");
    private static string Stage => Given("STUDYSPOT_PACKAGE_STAGE");

    public async ValueTask InitializeAsync()
    {
        await MakeApplicationDriveAsync();
        _machine = RunningProcess.Start("qemu-system-x86_64",
        [
            "-M", "q35", "-accel", "tcg,thread=multi,tb-size=512", "-cpu", "Nehalem", "-smp", "2", "-m", "1536", "-nodefaults", "-display", "none", "-no-reboot",
            "-kernel", Path.Combine(Stage, "vmlinux"), "-initrd", Path.Combine(Stage, "initrd.cpio"),
            "-append", "console=ttyS0 panic=-1 mitigations=off systemd.show_status=no systemd.mask=systemd-timesyncd.service",
            "-rtc", "base=utc",
            "-serial", "stdio", "-serial", $"unix:{_scratch.File("scanner")},server=on,wait=off", "-serial", $"unix:{_scratch.File("shell")},server=on,wait=off",
            "-drive", $"file={Image},format=raw,if=virtio,readonly=on", "-drive", $"file={_scratch.File("app.sqfs")},format=raw,if=virtio,readonly=on",
            "-device", "virtio-rng-pci",
        ]);
        _shell = await SerialSocket.ConnectAsync(_scratch.File("shell"));
        _scanner = await SerialSocket.ConnectAsync(_scratch.File("scanner"));
        await Eventually.TrueAsync(() => _machine.Process.HasExited || _shell.Heard.Contains("shell is ready", StringComparison.Ordinal), $"Debian started:\n{_machine.Output}", BootLimit);
        if (_machine.Process.HasExited) throw new InvalidOperationException($"The machine ended:\n{_machine.Output}");
    }

    public async ValueTask DisposeAsync()
    {
        _shell?.Dispose();
        _scanner?.Dispose();
        if (_machine is not null) await _machine.DisposeAsync();
        Phone.Dispose();
        _scratch.Dispose();
    }

    /// <summary>Sets the gate up, once, and starts it where it does not run; returns when the gate told systemd that it is ready.</summary>
    public async Task StartAsync()
    {
        await (_setUp ??= SetUpAsync());
        var (code, output) = await AskAsync("timeout 300 systemctl start studyspot-gate");
        if (code != 0) throw new InvalidOperationException($"The gate does not start:\n{output}\n{await LogAsync()}");
        var unit = await RunAsync("systemctl show studyspot-gate -p ActiveState,StatusText");
        unit.ShouldContain("ActiveState=active");
        unit.ShouldContain("StatusText=idle");
    }

    /// <summary>Runs a command as root in the guest.</summary>
    /// <returns>Its output, both streams.</returns>
    /// <exception cref="InvalidOperationException">It did not end with 0.</exception>
    public async Task<string> RunAsync(string command)
    {
        var (code, output) = await AskAsync(command);
        return code == 0 ? output : throw new InvalidOperationException($"'{command}' ended with {code}:\n{output}");
    }

    /// <summary>As <see cref="RunAsync"/>, whatever it ends with.</summary>
    public async Task<(int Code, string Output)> AskAsync(string command)
    {
        var number = ++_asked;
        var (begin, end) = ($"<begin {number}>", $"<end {number} ");
        // Made of two halves, so that the command itself never looks like its answer.
        await _shell!.WriteAsync($"echo '<be''gin {number}>'; ( {command} ) </dev/null 2>&1; echo \"<e\"\"nd {number} $?>\"\n");
        await Eventually.TrueAsync(() => Answer(end) >= 0, $"an answer to '{command}'", TimeSpan.FromMinutes(8));
        var heard = _shell.Heard;
        var from = heard.LastIndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = heard.LastIndexOf(end, StringComparison.Ordinal);
        var code = heard[(to + end.Length)..];
        return (int.Parse(code[..code.IndexOf('>', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture), heard[from..to].Trim().ReplaceLineEndings("\n"));
    }

    /// <summary>Asks a command until it prints what is awaited.</summary>
    /// <exception cref="TimeoutException">It did not; the message has its last answer and the end of the gate's log.</exception>
    public async Task UntilAsync(string command, string awaited, TimeSpan? within = null)
    {
        var last = "";
        try
        {
            await Eventually.TrueAsync(async () => (last = (await AskAsync(command)).Output).Contains(awaited, StringComparison.Ordinal), awaited, within ?? TimeSpan.FromMinutes(3));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"'{command}' does not print '{awaited}', last:\n{last}\n{await LogAsync()}", e);
        }
    }

    /// <summary>The end of what systemd and the gate said.</summary>
    public async Task<string> LogAsync() => (await AskAsync("journalctl --no-pager -o short-monotonic -u studyspot-gate | tail -n 40")).Output;

    /// <summary>Waits until a command that still runs has printed something.</summary>
    public Task HearsAsync(string awaited)
    {
        var begin = $"<begin {_asked}>";
        return Eventually.TrueAsync(() => _shell!.Heard.LastIndexOf(begin, StringComparison.Ordinal) is var at and >= 0 && _shell.Heard.IndexOf(awaited, at, StringComparison.Ordinal) >= 0, awaited, TimeSpan.FromMinutes(2));
    }

    /// <summary>Types a code and Enter into the scanner's line.</summary>
    public Task ScanAsync(string code) => _scanner!.WriteAsync(code + "\r");

    /// <summary>Level of an output of the gate, as the kernel has it: 0 or 1.</summary>
    public Task<string> LevelAsync(int line) => RunAsync($"cat {LineFolder(line)}/value");

    /// <summary>The kernel's folder of one line of gpio-sim; a pattern for the shell, because chips are numbered as they come.</summary>
    public static string LineFolder(int line) => $"/sys/devices/platform/gpio-sim.0/gpiochip*/sim_gpio{line}";

    private async Task SetUpAsync()
    {
        (await RunAsync("systemctl is-enabled studyspot-gate")).ShouldBe("enabled");
        // A device that was not set up has no gate to run.
        await UntilAsync("systemctl show studyspot-gate -p ConditionResult,ActiveState", "ActiveState=inactive");
        // A profile of the installer's own, as for a board that was not shipped: here the pulse is long enough for a slow machine to see.
        await RunAsync("sed 's/pulseMs: 300/pulseMs: 2000/' /usr/lib/studyspot-gate/profiles/virtual-gate.yaml >/etc/studyspot/profiles/slow-gate.yaml");
        await RunAsync("studyspot-gate setup --answers /app/answers.json --yes");
        (await RunAsync("stat -c '%a %U' /etc/studyspot/bundle.json /etc/studyspot/gate.json")).ShouldBe("600 studyspot-gate\n640 studyspot-gate");
        // What the first sync would bring; there is no cloud in the virtual gate.
        await RunAsync("cp -r /app/memory/. /var/lib/studyspot-gate/ && chown -R studyspot-gate: /var/lib/studyspot-gate");
    }

    private int Answer(string end)
    {
        var at = _shell!.Heard.LastIndexOf(end, StringComparison.Ordinal);
        return at >= 0 && _shell.Heard.IndexOf('>', at + end.Length) > 0 ? at : -1;
    }

    private async Task MakeApplicationDriveAsync()
    {
        var app = _scratch.File("app");
        Directory.CreateDirectory(Path.Combine(app, "guest"));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Guest", "stage"), Path.Combine(app, "guest", "stage"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(app, "guest", "stage"), (UnixFileMode)0b111_101_101);
        using var certificates = new TestCertificates(_scratch.File("certificates"));
        var (certificate, key) = certificates.Client("gate-1");
        var bundle = new ProvisioningBundle
        {
            TenantId = Phone.Tenant, HallId = Phone.Tenant, GateId = Phone.Gate, DeviceId = "gate-1", BrokerHost = "localhost", BrokerPort = 8883,
            CaCertificatePem = await File.ReadAllTextAsync(certificates.CaFile), CertificatePem = await File.ReadAllTextAsync(certificate),
            PrivateKeyPem = await File.ReadAllTextAsync(key), IssuerKeys = [Phone.IssuerKey],
        };
        await File.WriteAllBytesAsync(Path.Combine(app, "bundle.json"), JsonSerializer.SerializeToUtf8Bytes(bundle, ContractsJson.Default.ProvisioningBundle));
        await File.WriteAllTextAsync(Path.Combine(app, "answers.json"), """{"bundle": "/app/bundle.json", "profile": "slow-gate"}""");
        Phone.Teach(Path.Combine(app, "memory"));
        await RunningProcess.RunAsync("mksquashfs", [app, _scratch.File("app.sqfs"), "-no-progress", "-quiet"]);
    }

    private static string Given(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"{variable} is not set: these tests are run by ./studyspot test Package");
}
