namespace StudySpot.Mqtt;

/// <summary>Moves bytes between one connection and its socket, and stops reading while the receive queue is full.</summary>
internal sealed class SocketPump(MqttConnection connection, WakeSignal wake, InboundQueue queue, MqttOptions options)
{
    /// <summary>The library's keep-alive has a resolution of one second.</summary>
    private const int TickMs = 1_000;

    /// <summary>Read at a stretch before acknowledgements are written; the broker waits for them after 20 (receive maximum).</summary>
    private const int MostPackets = 20;

    /// <summary>More than a gate is ever sent at once, and a quarter of what it may use (250 MB).</summary>
    private const long OverflowBytes = 64 * 1024 * 1024;

    // The broker and the library measure keep-alive in real time, whatever clock the client was given.
    private long _keptAlive = Environment.TickCount64;
    private long _signOfLife;
    private bool _paused;
    private bool _broken;

    /// <summary>Waits for something to do, at most a second, and does it.</summary>
    /// <param name="awaitsAnswers">True while somebody waits for an acknowledgement, which can only come behind further messages.</param>
    public MqttResult Turn(bool awaitsAnswers)
    {
        Write(out var written);
        if (!written.IsSuccess || !connection.HasSocket) return written;
        UpdatePause(awaitsAnswers);
        var decrypted = !_paused && connection.HasDecrypted;
        var interest = (_paused ? 0 : WakeSignal.Readable) | (connection.WantsWrite ? WakeSignal.Writable : 0);
        // A broken socket would end every wait at once; what it still holds is read when there is room again.
        var ready = wake.Wait(_paused && _broken ? -1 : connection.Socket, (short)interest, decrypted ? 0 : TickMs);
        if (_paused) _broken = (ready & WakeSignal.Broken) != 0 || _broken;
        else if (decrypted || (ready & (WakeSignal.Readable | WakeSignal.Broken)) != 0)
        {
            var read = ReadAll();
            if (!read.IsSuccess || !connection.HasSocket) return read;
        }
        Write(out written);
        return written.IsSuccess && connection.HasSocket ? StayAlive() : written;
    }

    /// <summary>DISCONNECT, so that the broker publishes no will.</summary>
    public void Leave(int withinMs)
    {
        if (!connection.Disconnect().IsSuccess) return;
        var until = Environment.TickCount64 + withinMs;
        while (connection.HasSocket && Environment.TickCount64 < until)
        {
            Write(out var written);
            if (!written.IsSuccess || !connection.HasSocket) return;
            wake.Wait(connection.Socket, WakeSignal.Writable, TickMs / 20);
        }
    }

    /// <summary>The library mostly reads one packet a call; going on while packets come saves a wait for each.</summary>
    private MqttResult ReadAll()
    {
        for (var packets = 0; ; packets++)
        {
            var before = connection.Progress;
            var read = connection.Read();
            if (!read.IsSuccess || !connection.HasSocket || connection.Progress == before) return read;
            if (packets >= MostPackets || queue.Count >= options.ReceiveQueueLimit) return read;
        }
    }

    private void Write(out MqttResult result) => result = connection.WantsWrite ? connection.Write() : Reasons.Success;

    /// <summary>
    /// Stops at the limit and goes on at half of it. While somebody waits for an acknowledgement, which stands behind the
    /// messages not read yet, reading goes on up to a bound in bytes: a reader that awaits its own publish between two
    /// messages would otherwise wait for itself. Beyond that the publish times out, the reader comes back, and memory
    /// stays bounded; nothing is dropped in any case.
    /// </summary>
    private void UpdatePause(bool awaitsAnswers)
    {
        var pause = awaitsAnswers
            ? queue.Count >= options.ReceiveQueueLimit && queue.Bytes >= OverflowBytes
            : queue.Count >= (_paused ? (options.ReceiveQueueLimit / 2) + 1 : options.ReceiveQueueLimit);
        if (pause == _paused) return;
        _paused = pause;
        // Going on, what came meanwhile is read before the library judges how long it heard nothing.
        if (pause) _signOfLife = Environment.TickCount64;
        else _keptAlive = Environment.TickCount64;
    }

    private MqttResult StayAlive()
    {
        var now = Environment.TickCount64;
        if (_paused)
        {
            // Writing to a broken socket would end the connection before what it holds is read.
            if (_broken || now - _signOfLife < options.KeepAlive.TotalMilliseconds / 2) return Reasons.Success;
            _signOfLife = now;
            return connection.SendSignOfLife();
        }
        if (now - _keptAlive < TickMs) return Reasons.Success;
        _keptAlive = now;
        return connection.KeepAlive();
    }
}
