using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using StudySpot.Edge.Doctor;
using StudySpot.Edge.Gate;
using StudySpot.Edge.Status;

namespace StudySpot.Edge.Support;

/// <summary>Collects what somebody far away needs to help: versions, doctor, status, settings without secrets, the last of the log.</summary>
internal static class SupportBundle
{
    /// <summary>A day or two of a busy gate; small enough to be mailed.</summary>
    private const int LogLines = 3000;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the archive.</summary>
    /// <param name="logFile">A log to take instead of the journal's; null for the journal.</param>
    public static async Task WriteAsync(string path, GateAtHand gate, string? logFile, CancellationToken ct)
    {
        var doctor = await Examination.RunAsync(gate, _ => { }, ct);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        await using var file = new FileStream(path, options);
        await using var packed = new GZipStream(file, CompressionLevel.Optimal);
        await using var archive = new TarWriter(packed, TarEntryFormat.Pax);
        async Task Add(string name, string text)
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
            await archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, Mode = OwnerOnly, ModificationTime = gate.Time.GetUtcNow() }, ct);
        }
        await Add("doctor.json", JsonSerializer.Serialize(doctor, EdgeJson.Readable.DoctorReport));
        if (gate.Settings is { } settings)
            await Add("status.json", JsonSerializer.Serialize(gate.Running ?? StoredStatus.Read(settings, gate.Time), EdgeJson.Readable.GateReport));
        await Add("settings.json", JsonSerializer.Serialize(PlainSettings.Of(gate), EdgeJson.Readable.DictionaryStringString));
        await Add("versions.json", JsonSerializer.Serialize(Versions(gate), EdgeJson.Readable.DictionaryStringString));
        await Add("gate.log", Scrubber.Clean(logFile is null ? await JournalAsync(ct) : await File.ReadAllTextAsync(logFile, ct)));
    }

    private static Dictionary<string, string> Versions(GateAtHand gate) => new(StringComparer.Ordinal)
    {
        ["software"] = ThisBuild.Version,
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        ["system"] = (gate.System.Text("etc/os-release") ?? "").Split('\n').FirstOrDefault(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal)) ?? "unknown",
        ["kernel"] = gate.System.Text("proc/sys/kernel/osrelease") ?? "unknown",
        ["architecture"] = RuntimeInformation.OSArchitecture.ToString(),
        ["board"] = gate.System.Text("proc/device-tree/model")?.TrimEnd('\0') ?? gate.System.Text("sys/class/dmi/id/product_name") ?? "unknown",
        ["uptime"] = gate.System.Text("proc/uptime") ?? "unknown",
        ["memory"] = (gate.System.Text("proc/meminfo") ?? "").Split('\n')[0],
    };

    private static async Task<string> JournalAsync(CancellationToken ct)
    {
        var start = new ProcessStartInfo("journalctl", ["--unit", GateUser.Unit, "--no-pager", "--output", "short-iso", "--lines", $"{LogLines}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var journal = Process.Start(start)!;
            _ = journal.StandardError.ReadToEndAsync(ct);
            return await journal.StandardOutput.ReadToEndAsync(ct);
        }
        catch (Win32Exception)
        {
            return "This computer has no journalctl.\n";
        }
    }
}
