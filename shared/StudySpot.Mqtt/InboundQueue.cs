using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace StudySpot.Mqtt;

/// <summary>
/// Messages between the network thread and their reader. The writer never waits: it asks <see cref="Count"/> before it
/// reads from the network, so the queue exceeds its limit by little more than what one read brings.
/// </summary>
internal sealed class InboundQueue : ChannelReader<MqttMessage>
{
    private readonly Channel<MqttMessage> _channel = Channel.CreateUnbounded<MqttMessage>(new UnboundedChannelOptions { SingleWriter = true });
    private readonly int _resumeAt;
    private readonly Action _resume;
    private int _count;
    private long _bytes;

    /// <param name="resumeAt">Fill at which <paramref name="resume"/> is called while the reader takes messages out.</param>
    public InboundQueue(int resumeAt, Action resume)
    {
        _resumeAt = resumeAt;
        _resume = resume;
    }

    public override int Count => Volatile.Read(ref _count);

    /// <summary>Payload bytes of what waits.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public override bool CanCount => true;

    public override bool CanPeek => true;

    public override Task Completion => _channel.Reader.Completion;

    public void Add(MqttMessage message)
    {
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _bytes, message.Payload.Length);
        _channel.Writer.TryWrite(message);
    }

    public void Complete(Exception? fault) => _channel.Writer.TryComplete(fault);

    public override bool TryRead([MaybeNullWhen(false)] out MqttMessage item)
    {
        if (!_channel.Reader.TryRead(out item)) return false;
        Interlocked.Add(ref _bytes, -item.Payload.Length);
        if (Interlocked.Decrement(ref _count) == _resumeAt) _resume();
        return true;
    }

    public override bool TryPeek([MaybeNullWhen(false)] out MqttMessage item) => _channel.Reader.TryPeek(out item);

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => _channel.Reader.WaitToReadAsync(cancellationToken);
}
