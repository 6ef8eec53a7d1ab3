using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Sync;

/// <summary>
/// Puts a roster together from its signed manifest and its chunks and applies it in one transaction. Memory stays at one
/// chunk; chunks may come in any order, twice, or before the manifest.
/// </summary>
internal sealed class RosterUpdates : IDisposable
{
    /// <summary>Manifests naming more are refused: 4,096 chunks of 200 KiB are far beyond a million members.</summary>
    private const int MaxChunks = 4_096;

    /// <summary>Few, because each may hold a chunk; when full, the network waits.</summary>
    private readonly Channel<(string? Chunk, ReadOnlyMemory<byte> Payload)> _inbox =
        Channel.CreateBounded<(string?, ReadOnlyMemory<byte>)>(4);

    private readonly SyncContext _context;
    private readonly TrustedDocuments _documents;
    private readonly RosterStaging _staging;
    private readonly SyncRequests _requests;
    private readonly ITimer _patience;
    private volatile bool _outOfPatience;
    private RosterManifest? _manifest;
    private string[] _names = [];
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);

    public RosterUpdates(SyncContext context, TrustedDocuments documents, SyncRequests requests)
    {
        (_context, _documents, _requests) = (context, documents, requests);
        _staging = new RosterStaging(Path.Combine(context.Parts.Folder, "roster"));
        _patience = context.Time.CreateTimer(_ => RunOutOfPatience(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ValueTask OfferManifestAsync(ReadOnlyMemory<byte> message, CancellationToken ct) => _inbox.Writer.WriteAsync((null, message), ct);

    public ValueTask OfferChunkAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken ct) => _inbox.Writer.WriteAsync((topic, payload), ct);

    public async Task RunAsync(CancellationToken ct)
    {
        Forget();
        await foreach (var (chunk, payload) in _inbox.Reader.ReadAllAsync(ct))
        {
            if (_outOfPatience)
            {
                _outOfPatience = false;
                var wasReceiving = _manifest is not null;
                if (wasReceiving) GiveUp("a chunk did not come");
                else Forget();
                if (wasReceiving) _requests.Ask();
            }
            if (payload.IsEmpty && chunk is not null) continue;
            if (chunk is null) TakeManifest(payload);
            else TakeChunk(payload);
            if (_manifest is not null && _missing.Count == 0) Apply(_manifest);
        }
    }

    private void TakeManifest(ReadOnlyMemory<byte> message)
    {
        var manifest = _documents.Open(SignedKinds.Roster, message, ContractsJson.Default.RosterManifest);
        var have = _context.Parts.Store.Roster;
        var version = have?.Version ?? 0;
        if (manifest is not { ChunkHashes: not null, EntryCount: >= 0, Version: > 0 } || manifest.TenantId != _context.Bundle.TenantId
            || manifest.ChunkHashes.Count > MaxChunks || manifest.ChunkHashes.Any(hash => hash is not { Length: 32 })
            || manifest.Version < version || manifest.BaseVersion < 0 || manifest.BaseVersion > manifest.Version)
        {
            _context.Counters.Ignore();
            return;
        }
        manifest = manifest with { IssuedAt = NotInTheFuture(manifest.IssuedAt) };
        if (manifest.Version == version)
        {
            ConfirmCurrent(manifest, have!.Value);
            return;
        }
        if (manifest.BaseVersion != 0 && manifest.BaseVersion != version)
        {
            // Changes since a roster this gate does not have.
            _context.Counters.Ignore();
            _requests.Ask();
            return;
        }
        if (_manifest is not null && manifest.Version < _manifest.Version) return;
        _manifest = manifest;
        _names = [.. manifest.ChunkHashes.Select(Convert.ToHexStringLower)];
        _missing.Clear();
        _missing.UnionWith(_names);
        _staging.KeepOnly(_missing);
        _missing.RemoveWhere(_staging.Has);
        _requests.BeginReceiving();
        RestartPatience();
    }

    private void ConfirmCurrent(RosterManifest manifest, RosterState have)
    {
        // A manifest that was recorded and played again must not turn back the roster's age, nor an equal version replace it.
        if (manifest.ChunkHashes.Count != 0 || manifest.EntryCount != 0 || manifest.BaseVersion != manifest.Version
            || Instant.FromDateTimeOffset(manifest.IssuedAt) <= have.IssuedAt)
        {
            _context.Counters.Ignore();
            return;
        }
        _context.Parts.Store.ApplyRoster(manifest, []);
    }

    private void TakeChunk(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > RosterStaging.MaxChunkBytes)
        {
            _context.Counters.Ignore();
            return;
        }
        var name = RosterStaging.NameOf(payload.Span);
        if (_staging.Has(name)) return;
        if (_manifest is null ? _staging.Count >= RosterStaging.MaxEarly : !_missing.Contains(name))
        {
            _context.Counters.Ignore();
            return;
        }
        _staging.Keep(name, payload);
        _missing.Remove(name);
        RestartPatience();
    }

    private void Apply(RosterManifest manifest)
    {
        try
        {
            if (_context.Parts.Store.ApplyRoster(manifest, Entries(manifest)))
            {
                _context.Counters.RosterApplied();
                _context.Faults.Clear(SyncFaults.Roster, "roster");
                _context.Logger.LogInformation("Roster {Version} applied, {Count} entries", manifest.Version, manifest.EntryCount);
                Forget();
            }
            else
            {
                GiveUp("the store has another roster");
                _requests.Ask();
            }
        }
        catch (RosterMismatchException e)
        {
            // The same would come again: asked at once, megabytes would go round. The next minute's request is soon enough.
            _context.Faults.Raise(SyncFaults.Roster, "roster");
            GiveUp(e.Message);
        }
        catch (StoreUnavailableException e)
        {
            GiveUp(e.Message);
        }
    }

    /// <summary>Runs inside the store's transaction: what it throws undoes all of it.</summary>
    private IEnumerable<RosterEntry> Entries(RosterManifest manifest)
    {
        var count = 0;
        foreach (var name in _names)
        {
            var payload = _staging.Read(name) ?? throw new RosterMismatchException("a chunk changed on the disk");
            if (Payload.TryDecode(payload, ContractsJson.Default.RosterEntryArray, out var entries) != PayloadFault.None)
                throw new RosterMismatchException("a chunk is no list of entries");
            foreach (var entry in entries!)
            {
                if (!IsWhole(entry)) throw new RosterMismatchException("an entry lacks what it must have");
                count++;
                yield return entry;
            }
        }
        if (count != manifest.EntryCount) throw new RosterMismatchException($"{count} entries instead of {manifest.EntryCount}");
    }

    private static bool IsWhole(RosterEntry? entry) =>
        entry is { PublicKey: not null, Status: not null, Halls: not null, Hours: not null }
        && entry.Hours.All(hours => hours is { From: not null, To: not null });

    private DateTimeOffset NotInTheFuture(DateTimeOffset issuedAt)
    {
        // A cloud whose clock runs ahead must not make a roster stay fresh for longer.
        var clock = _context.Parts.Clock.Read();
        if (clock.Quality == ClockQuality.Unknown) return issuedAt;
        var now = clock.Now.ToDateTimeOffset();
        return issuedAt > now ? now : issuedAt;
    }

    private void GiveUp(string why)
    {
        _context.Logger.LogWarning("Roster {Version} given up: {Why}", _manifest?.Version, why);
        _context.Counters.RosterGivenUp();
        Forget();
    }

    private void Forget()
    {
        _patience.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _manifest = null;
        _names = [];
        _missing.Clear();
        _staging.Clear();
        _requests.EndReceiving();
    }

    private void RestartPatience() => _patience.Change(_context.Timings.RosterPatience, Timeout.InfiniteTimeSpan);

    private void RunOutOfPatience()
    {
        _outOfPatience = true;
        // Wakes the loop; when the inbox is full it is awake and looks anyway.
        _inbox.Writer.TryWrite(("", default));
    }

    public void Dispose() => _patience.Dispose();
}
