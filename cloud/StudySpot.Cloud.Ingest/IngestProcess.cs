using Npgsql;
using StudySpot.Cloud.Data;
using StudySpot.Cloud.Ingest.Announcing;
using StudySpot.Cloud.Ingest.Intake;
using StudySpot.Cloud.Ingest.Upkeep;
using StudySpot.Cloud.Ingest.Writing;
using StudySpot.Contracts;
using StudySpot.Mqtt;

namespace StudySpot.Cloud.Ingest;

/// <summary>
/// All of Ingest, composed by hand. As many as needed may run against one broker and one database; none keeps anything that
/// another would need.
/// </summary>
public sealed class IngestProcess : IAsyncDisposable
{
    /// <summary>Processes of one name share the messages.</summary>
    private const string Share = "$share/ingest/";

    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource _source;
    private readonly MqttClient _client;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly EventPipeline _pipeline;
    private readonly Announcer _announcer;
    private readonly GapWatch _gaps;
    private readonly GateReports _reports;
    private readonly MessageIntake _intake;
    private readonly PartitionKeeper _partitions;
    private readonly SessionDeriver _sessions;

    public IngestProcess(IngestSettings settings, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(loggers);
        (_time, _logger) = (time, loggers.CreateLogger<IngestProcess>());
        _source = settings.Database.CreateDataSource();
        _client = new MqttClient(settings.ToMqttOptions(time), time);
        var database = new TenantDatabase(_source);
        var directories = new Directories(_source);
        _gaps = new GapWatch(database, _client, time, loggers.CreateLogger<GapWatch>());
        _announcer = new Announcer(_client, _gaps, loggers.CreateLogger<Announcer>());
        _pipeline = new EventPipeline(_source, time, loggers.CreateLogger<EventPipeline>(), Announce);
        _reports = new GateReports(database, time, loggers.CreateLogger<GateReports>(), _announcer.NoteGateChanged);
        _intake = new MessageIntake(_client, new DevicePlaces(directories, time, loggers.CreateLogger<DevicePlaces>()), _pipeline, _reports, time,
            loggers.CreateLogger<MessageIntake>());
        _partitions = new PartitionKeeper(_source, time, loggers.CreateLogger<PartitionKeeper>());
        _sessions = new SessionDeriver(database, directories, time, loggers.CreateLogger<SessionDeriver>());
    }

    /// <summary>Counts since the start.</summary>
    public IngestCounters Counters { get; } = new();

    public bool IsConnected => _client.IsConnected;

    /// <summary>The subscriptions were accepted once; the client renews them by itself.</summary>
    public bool IsSubscribed { get; private set; }

    /// <summary>Runs until <paramref name="stop"/>, then stops taking messages, commits and acknowledges what it has, and returns.</summary>
    /// <exception cref="SettingsException">The role may more than it should.</exception>
    /// <exception cref="IngestStartException">The broker refused us.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        await RoleCheck.EnsureBoundAsync(_source, _time, stop);
        await ConnectAsync(stop);
        using var givenUp = new CancellationTokenSource();
        var writing = _pipeline.RunAsync(givenUp.Token);
        var reporting = _reports.RunAsync(givenUp.Token);
        var announcing = _announcer.RunAsync(givenUp.Token);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] background = [_gaps.RunAsync(over.Token), _partitions.RunAsync(over.Token), _sessions.RunAsync(over.Token)];
        var taking = _intake.RunAsync(over.Token, givenUp.Token);

        // Only the stop ends one of these in good order; a bug ends the process, and what supervises it starts it again.
        var first = await Task.WhenAny([taking, writing, reporting, announcing, .. background]);
        await over.CancelAsync();
        givenUp.CancelAfter(FlushLimit);
        await taking;
        _pipeline.Complete();
        _reports.Complete();
        await Task.WhenAll(writing, reporting);
        _announcer.Complete();
        await announcing;
        await Task.WhenAll(background).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await _client.DisconnectAsync(null, CancellationToken.None);
        if (!first.IsCanceled) await first;
    }

    /// <summary>One round trip to PostgreSQL, for readiness.</summary>
    public async Task<bool> IsDatabaseReachableAsync(CancellationToken ct)
    {
        try
        {
            await using var command = _source.CreateCommand("select 1");
            command.CommandTimeout = 2;
            await command.ExecuteScalarAsync(ct);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _source.DisposeAsync();
    }

    private void Announce(Committed committed)
    {
        Counters.Add(committed);
        _announcer.Note(committed);
        foreach (var stream in committed.Streams)
        {
            if (stream.Fresh.Any(e => e.Kind == EventKinds.Passage)) _sessions.Note(stream.Place.Tenant);
        }
    }

    private async Task ConnectAsync(CancellationToken ct)
    {
        var result = await _client.ConnectAsync(ct);
        if (result.Outcome is MqttOutcome.Refused or MqttOutcome.Failed)
            throw new IngestStartException($"The broker refused the connection: {result.Explanation} (reason code {result.ReasonCode}).");
        if (!result.IsSuccess) _logger.LogWarning("The broker is not reachable yet: {Outcome}", result.Outcome);
        var accepted = true;
        foreach (var filter in new[] { Topics.AllEvents, Topics.AllStatus, Topics.AllCommandResults })
        {
            var subscribed = await _client.SubscribeAsync(Share + filter, MqttQos.AtLeastOnce, ct);
            if (subscribed.Outcome is MqttOutcome.Refused or MqttOutcome.Failed)
                throw new IngestStartException($"The broker refused the subscription to {filter}: {subscribed.Explanation} (reason code {subscribed.ReasonCode}).");
            accepted &= subscribed.IsSuccess;
        }
        IsSubscribed = accepted;
    }
}

/// <summary>Something Ingest needs from the start refused it; exit code 74.</summary>
public sealed class IngestStartException : Exception
{
    public IngestStartException(string message) : base(message) { }
    public IngestStartException(string message, Exception inner) : base(message, inner) { }
    public IngestStartException() { }
}
