using System.Text;
using Npgsql;
using StudySpot.Cloud.Api.Hosting;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Gates;

/// <summary>
/// Keeps the broker's access list as a file, where the operator asked for one: the product's own list, and for each retired
/// gate a line that denies it everything. A certificate lives for years; the list is what ends it at the broker, which reads it
/// again on SIGHUP, for connections that are open too (docs/operating.md). The file is replaced whole, never written in place.
/// Safe for concurrent use.
/// </summary>
/// <remarks>
/// Not a revocation list: one that is not renewed in time shuts out every gate, and mosquitto looks at it only when a client
/// connects.
/// </remarks>
public sealed class BrokerAccessList(ApiSettings settings, Directories directories, TimeProvider time, ILogger<BrokerAccessList> logger) : BackgroundService
{
    /// <summary>How soon a gate that another Api process retired is in this one's file, and what failed is tried again.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    /// <summary>For the broker, which runs as another user. Device ids tell nobody whose gate it is.</summary>
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly SemaphoreSlim _one = new(1);

    /// <summary>The product's list (firmware-config/broker/acl), then the retired.</summary>
    public static string Compose(IEnumerable<string> retired)
    {
        ArgumentNullException.ThrowIfNull(retired);
        using var own = new StreamReader(typeof(BrokerAccessList).Assembly.GetManifestResourceStream("broker.acl")!);
        var list = new StringBuilder(own.ReadToEnd().TrimEnd()).Append("\n\n# Retired gates. mosquitto looks at what is denied first. Written by the Api: changes are lost.\n");
        foreach (var device in retired) list.Append("user ").Append(device).Append("\ntopic deny #\n");
        return list.ToString();
    }

    /// <summary>Brings the file up to date now. What fails is logged and tried again: a retirement does not wait for a disk.</summary>
    public async Task UpdateAsync(CancellationToken ct)
    {
        if (settings.BrokerAccessFile is not { } file) return;
        // Several Api processes may keep the same file: each has its own draft.
        var unfinished = $"{file}.{Path.GetRandomFileName()}";
        await _one.WaitAsync(ct);
        try
        {
            var list = Compose(await directories.ListRetiredDevicesAsync(ct));
            // Untouched when nothing changed, so that the broker is not told for nothing.
            if (File.Exists(file) && await File.ReadAllTextAsync(file, ct) == list) return;
            await File.WriteAllTextAsync(unfinished, list, ct);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(unfinished, Readable);
            File.Move(unfinished, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NpgsqlException)
        {
            logger.LogError(e, "The broker's access list could not be brought up to date; retired gates may still reach the broker");
            Discard(unfinished);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>It is tried again in seconds: what is left each time would fill the folder.</summary>
    private static void Discard(string unfinished)
    {
        try
        {
            File.Delete(unfinished);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then it was not made either.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do await UpdateAsync(stoppingToken);
            while (settings.BrokerAccessFile is not null && await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }
}
