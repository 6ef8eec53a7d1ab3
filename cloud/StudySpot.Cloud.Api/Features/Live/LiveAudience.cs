using System.Collections.Concurrent;
using StudySpot.Access;

namespace StudySpot.Cloud.Api.Features.Live;

/// <summary>Which tenants have somebody watching in this process; for the others nothing is looked up. Safe for concurrent use.</summary>
public sealed class LiveAudience
{
    private readonly ConcurrentDictionary<TenantId, ConcurrentDictionary<string, byte>> _connections = new();

    public static string GroupOf(TenantId tenant) => tenant.ToString();

    public bool IsWatching(TenantId tenant) => _connections.TryGetValue(tenant, out var connections) && !connections.IsEmpty;

    public void Add(TenantId tenant, string connectionId) => _connections.GetOrAdd(tenant, _ => new())[connectionId] = 0;

    public void Remove(TenantId tenant, string connectionId)
    {
        if (_connections.TryGetValue(tenant, out var connections)) connections.TryRemove(connectionId, out _);
    }
}
