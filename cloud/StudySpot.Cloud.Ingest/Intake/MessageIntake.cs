using StudySpot.Cloud.Ingest.Writing;
using StudySpot.Contracts;
using StudySpot.Mqtt;

namespace StudySpot.Cloud.Ingest.Intake;

/// <summary>Takes messages from the broker and hands each kind to its writer. Nothing that a device sends stops it.</summary>
public sealed class MessageIntake
{
    private readonly MqttClient _client;
    private readonly DevicePlaces _places;
    private readonly EventPipeline _events;
    private readonly GateReports _reports;
    private readonly TimeProvider _time;
    private readonly AsideBudget _budget;
    private readonly ILogger _logger;

    public MessageIntake(MqttClient client, DevicePlaces places, EventPipeline events, GateReports reports, TimeProvider time, ILogger logger)
    {
        (_client, _places, _events, _reports, _time, _logger) = (client, places, events, reports, time, logger);
        _budget = new AsideBudget(time);
    }

    /// <summary>Reads until stopped. What was taken from the client by then is in the pipeline.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken ct)
    {
        try
        {
            await foreach (var message in _client.Messages.ReadAllAsync(stop))
            {
                var device = Topics.DeviceIdOf(message.Topic);
                if (device is null) _logger.LogWarning("A message came on a topic that was not asked for");
                else if (message.Topic == Topics.Events(device)) await _events.AddAsync(Task.Run(() => ReadEventsAsync(device, message, ct), ct), ct);
                else await ReadReportAsync(device, message, ct);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    private async Task<Arrival> ReadEventsAsync(string device, MqttMessage message, CancellationToken ct)
    {
        var place = await _places.FindAsync(device, ct);
        if (place is null) return AsideOf(device, message, "unknown_device");
        Arrival arrival;
        try
        {
            arrival = BatchReader.Read(message.Topic, message.Payload, place, _time.GetUtcNow());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The edge of the loop: a bug in reading one message must not end the intake of all gates.
            _logger.LogError(e, "Reading a message of {Device} failed", device);
            return AsideOf(device, message, "reader_failed");
        }
        return arrival.Place is null && !_budget.TrySpend(device) ? arrival with { Asides = [] } : arrival;
    }

    private async Task ReadReportAsync(string device, MqttMessage message, CancellationToken ct)
    {
        var place = await _places.FindAsync(device, ct);
        string? fault;
        if (place is null) fault = "unknown_device";
        else if (message.Topic == Topics.Status(device)) fault = _reports.TakeStatus(place, message.Payload);
        else if (message.Topic == Topics.CommandResults(device)) fault = await _reports.TakeResultAsync(place, message.Payload, ct);
        else fault = "unknown_topic";
        if (fault is not null) await _events.AddAsync(Task.FromResult(AsideOf(device, message, fault)), ct);
    }

    private Arrival AsideOf(string device, MqttMessage message, string reason)
    {
        _logger.LogWarning("A message of {Device} was set aside: {Reason}", device, reason);
        var arrival = Arrival.OfNothingBut(SetAside.Of(message.Topic, reason, message.Payload.Span));
        return _budget.TrySpend(device) ? arrival : arrival with { Asides = [] };
    }
}
