using Microsoft.Extensions.Logging;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Mqtt;

namespace StudySpot.Edge.Sync;

/// <summary>
/// The gate's end of the conversation with the cloud: events up until they are acknowledged; roster, policy and commands
/// down when they are signed; a status that says what is so. Needs no connection to run. docs/sync.md has the whole of it.
/// </summary>
public sealed class SyncLoop : IConnectivity
{
    private readonly SyncContext _context;
    private readonly MqttOptions _options;

    /// <param name="mqtt">Host, port and files (see <see cref="BrokerConnection"/>); identity, session and will are set here.</param>
    public SyncLoop(ProvisioningBundle bundle, SyncParts parts, MqttOptions mqtt, TimeProvider time, ILogger<SyncLoop> logger, SyncTimings? timings = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        _context = new SyncContext(bundle, parts, timings ?? new SyncTimings(), time, logger);
        _options = mqtt with
        {
            ClientId = bundle.DeviceId,
            // Nothing is left at the broker for a gate that is away: commands would be old, and all else is asked for again.
            CleanStart = true,
            SessionExpiry = TimeSpan.Zero,
            Will = StatusReports.Will(_context),
            // Roster chunks of 200 KiB: a short queue bounds memory, back-pressure does the rest.
            ReceiveQueueLimit = 16,
            MaxInflight = 16,
        };
    }

    /// <summary>Connected, and the cloud can reach the gate.</summary>
    public bool IsOnline => _context.IsOnline;

    public SyncCounters Counters => _context.Counters;

    /// <summary>Faults of the conversation, such as <c>sync:refused</c>; also in the status.</summary>
    public IReadOnlyList<string> Faults => _context.Faults.Names;

    /// <summary>Runs until cancelled; says goodbye and returns within 5 s then. Never throws for a network or a message.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var time = _context.Time;
        await using var client = new MqttClient(_options, time);
        var uplink = new Uplink(client, _context.Faults, _context.Counters, _context.Logger);
        var documents = new TrustedDocuments(_context);
        using var requests = new SyncRequests(_context, uplink);
        using var drain = new OutboxDrain(_context, uplink);
        using var status = new StatusReports(_context, uplink);
        using var rosters = new RosterUpdates(_context, documents, requests);
        using var link = new BrokerLink(_context, client, uplink);
        var resend = new LogResend(_context, uplink);
        using var reports = new FaceReports(_context, uplink);
        var faces = new FaceUpdates(_context, documents, requests);
        var commands = new CommandRunner(_context, documents, uplink);
        var downlink = new Downlink(_context, drain, resend, new PolicyUpdates(_context, documents), rosters)
        {
            Commands = commands,
            Requests = requests,
            Faces = faces,
            Reports = reports,
        };

        void Connected()
        {
            status.Changed();
            requests.Ask();
            drain.Connected();
            commands.Connected();
            reports.Connected();
        }

        var store = _context.Parts.Store;
        void Applied(StoreChange change) => status.Changed();
        store.Appended += drain.Appended;
        store.Changed += Applied;
        _context.Parts.Health.HealthChanged += status.Changed;
        _context.Faults.Changed += status.Changed;
        if (_context.Parts.Faces is { } exchange) exchange.ReportAdded += reports.Added;
        link.Connected += Connected;
        try
        {
            await Task.WhenAll(
                KeepRunningAsync("link", link.RunAsync, ct),
                KeepRunningAsync("downlink", token => downlink.RunAsync(client, token), ct),
                KeepRunningAsync("requests", requests.RunAsync, ct),
                KeepRunningAsync("drain", drain.RunAsync, ct),
                KeepRunningAsync("status", status.RunAsync, ct),
                KeepRunningAsync("rosters", rosters.RunAsync, ct),
                KeepRunningAsync("resend", resend.RunAsync, ct),
                KeepRunningAsync("faces", faces.RunAsync, ct),
                KeepRunningAsync("face reports", reports.RunAsync, ct),
                KeepRunningAsync("commands", commands.RunAsync, ct));
        }
        finally
        {
            store.Appended -= drain.Appended;
            store.Changed -= Applied;
            _context.Parts.Health.HealthChanged -= status.Changed;
            _context.Faults.Changed -= status.Changed;
            if (_context.Parts.Faces is { } left) left.ReportAdded -= reports.Added;
            _context.IsOnline = false;
            await SayGoodbyeAsync(client);
        }
    }

    private async Task SayGoodbyeAsync(MqttClient client)
    {
        using var limit = new CancellationTokenSource(_context.Timings.FarewellLimit, _context.Time);
        try
        {
            await client.DisconnectAsync(StatusReports.Farewell(_context), limit.Token);
        }
        catch (OperationCanceledException)
        {
            _context.Logger.LogInformation("No farewell in time: the broker's will speaks instead");
        }
    }

    /// <summary>A part that fails runs again; the others go on meanwhile.</summary>
    private async Task KeepRunningAsync(string part, Func<CancellationToken, Task> run, CancellationToken ct)
    {
        // Frees the caller from what a part does before its first wait.
        await Task.Yield();
        var timings = _context.Timings;
        var wait = timings.RestartAfter;
        while (!ct.IsCancellationRequested)
        {
            var since = _context.Time.GetTimestamp();
            try
            {
                await run(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (StoreUnavailableException e)
            {
                // The gate reports the storage itself; here it only says why nothing moves.
                _context.Counters.Failed();
                _context.Logger.LogWarning("The {Part} of sync waits for the storage: {Why}", part, e.Message);
            }
            catch (Exception e)
            {
                _context.Counters.Failed();
                _context.Logger.LogError(e, "The {Part} of sync failed and runs again", part);
            }
            if (_context.Time.GetElapsedTime(since) > timings.RestartLimit) wait = timings.RestartAfter;
            await Task.Delay(wait, _context.Time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = wait * 2 < timings.RestartLimit ? wait * 2 : timings.RestartLimit;
        }
    }
}
