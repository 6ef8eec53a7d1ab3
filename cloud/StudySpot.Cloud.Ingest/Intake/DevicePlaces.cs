using System.Collections.Concurrent;
using Npgsql;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Ingest.Intake;

/// <summary>Device to tenant, remembered for a while. Safe for concurrent use.</summary>
public sealed class DevicePlaces
{
    /// <summary>A device never changes its place; only its retirement is learned late, which does not matter to Ingest.</summary>
    private static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(5);

    /// <summary>A gate is provisioned seconds before it first speaks.</summary>
    private static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>The broker lets only certified devices speak, so this is never reached in good order.</summary>
    private const int Limit = 100_000;

    private readonly Directories _directories;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, (DevicePlace? Place, DateTimeOffset Until)> _places = new(StringComparer.Ordinal);

    public DevicePlaces(Directories directories, TimeProvider time, ILogger logger) => (_directories, _time, _logger) = (directories, time, logger);

    /// <summary>Null when there is no such device. While PostgreSQL is away it waits.</summary>
    public ValueTask<DevicePlace?> FindAsync(string deviceId, CancellationToken ct) =>
        _places.TryGetValue(deviceId, out var known) && known.Until > _time.GetUtcNow()
            ? new ValueTask<DevicePlace?>(known.Place)
            : new ValueTask<DevicePlace?>(AskAsync(deviceId, ct));

    private async Task<DevicePlace?> AskAsync(string deviceId, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                var place = await _directories.FindDeviceAsync(deviceId, ct);
                if (_places.Count >= Limit) _places.Clear();
                _places[deviceId] = (place, _time.GetUtcNow() + (place is null ? UnknownFor : KnownFor));
                return place;
            }
            catch (PostgresException e) when (e.SqlState.StartsWith("22", StringComparison.Ordinal))
            {
                return null;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException && !ct.IsCancellationRequested)
            {
                _logger.LogWarning("The device directory could not be read and is asked again: {Kind}", e.GetType().Name);
                await Task.Delay(RetryAfter, _time, ct);
            }
        }
    }
}
