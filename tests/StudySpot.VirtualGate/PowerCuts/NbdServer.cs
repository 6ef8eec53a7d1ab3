using System.Buffers.Binary;
using System.Net.Sockets;

namespace StudySpot.VirtualGate.PowerCuts;

/// <summary>
/// Offers a <see cref="VolatileDisk"/> to QEMU as a network block device on a unix socket (NBD protocol, fixed newstyle
/// handshake, doc/proto.md of the NetworkBlockDevice project). One client after the other.
/// </summary>
internal sealed class NbdServer : IAsyncDisposable
{
    private const ulong Magic = 0x4e42444d41474943; // "NBDMAGIC"
    private const ulong OptionMagic = 0x49484156454F5054; // "IHAVEOPT"
    private const ulong OptionReplyMagic = 0x0003e889045565a9;
    private const uint RequestMagic = 0x25609513;
    private const uint ReplyMagic = 0x67446698;

    private const ushort HandshakeFlags = 1 | 2; // fixed newstyle, no zeroes
    private const ushort TransmissionFlags = 1 | 4 | 8; // has flags, flush, force unit access

    private const uint OptionExportName = 1;
    private const uint OptionAbort = 2;
    private const uint OptionInfo = 6;
    private const uint OptionGo = 7;
    private const uint ReplyAck = 1;
    private const uint ReplyInfo = 3;
    private const uint ReplyUnsupported = 0x80000001;

    private const ushort CommandRead = 0;
    private const ushort CommandWrite = 1;
    private const ushort CommandDisconnect = 2;
    private const ushort CommandFlush = 3;
    private const ushort FlagForceUnitAccess = 1;
    private const uint InvalidArgument = 22;

    /// <summary>More than QEMU asks for at once (its own limit is 32 MiB).</summary>
    private const uint MostBytes = 32 << 20;

    private readonly Socket _listener;
    private readonly VolatileDisk _disk;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private TaskCompletionSource _idle = Done();

    public NbdServer(string socket, VolatileDisk disk)
    {
        _disk = disk;
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(socket));
        _listener.Listen(1);
        _running = RunAsync();
    }

    /// <summary>Waits until the last machine's requests are all done or given up: the disk is nobody's.</summary>
    public Task IdleAsync() => _idle.Task;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _running;
        _stop.Dispose();
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var socket = await _listener.AcceptAsync(_stop.Token);
                _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await using var client = new NetworkStream(socket);
                if (await GreetAsync(client)) await ServeAsync(client);
            }
            catch (Exception e) when (e is EndOfStreamException or IOException or SocketException or OperationCanceledException)
            {
                // The machine is gone, in the middle of a request as often as not.
            }
            finally
            {
                _idle.TrySetResult();
            }
        }
    }

    /// <returns>False when the client only asked.</returns>
    private async Task<bool> GreetAsync(NetworkStream client)
    {
        var greeting = new byte[18];
        BinaryPrimitives.WriteUInt64BigEndian(greeting, Magic);
        BinaryPrimitives.WriteUInt64BigEndian(greeting.AsSpan(8), OptionMagic);
        BinaryPrimitives.WriteUInt16BigEndian(greeting.AsSpan(16), HandshakeFlags);
        await client.WriteAsync(greeting);
        var flags = BinaryPrimitives.ReadUInt32BigEndian(await ReadAsync(client, 4));
        while (true)
        {
            var head = await ReadAsync(client, 16);
            if (BinaryPrimitives.ReadUInt64BigEndian(head) != OptionMagic) throw new IOException("The client does not speak NBD.");
            var option = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(8));
            var length = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(12));
            if (length > 4096) throw new IOException("An option of the client is too long.");
            _ = await ReadAsync(client, (int)length);
            switch (option)
            {
                case OptionExportName:
                    await client.WriteAsync(Export((flags & 2) == 0 ? 134 : 10));
                    return true;
                case OptionGo or OptionInfo:
                    // Type of the information (0: export), then the same ten bytes.
                    await client.WriteAsync(OptionReply(option, ReplyInfo, [0, 0, .. Export(10)]));
                    await client.WriteAsync(OptionReply(option, ReplyAck, []));
                    if (option == OptionGo) return true;
                    break;
                case OptionAbort:
                    await client.WriteAsync(OptionReply(option, ReplyAck, []));
                    return false;
                default:
                    await client.WriteAsync(OptionReply(option, ReplyUnsupported, []));
                    break;
            }
        }
    }

    private byte[] Export(int bytes)
    {
        var export = new byte[bytes];
        BinaryPrimitives.WriteInt64BigEndian(export, _disk.Length);
        BinaryPrimitives.WriteUInt16BigEndian(export.AsSpan(8), TransmissionFlags);
        return export;
    }

    private static byte[] OptionReply(uint option, uint reply, byte[] content)
    {
        var bytes = new byte[20 + content.Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, OptionReplyMagic);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), option);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(12), reply);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), content.Length);
        content.CopyTo(bytes, 20);
        return bytes;
    }

    private async Task ServeAsync(NetworkStream client)
    {
        while (true)
        {
            var request = await ReadAsync(client, 28);
            if (BinaryPrimitives.ReadUInt32BigEndian(request) != RequestMagic) throw new IOException("The client does not speak NBD.");
            var flags = BinaryPrimitives.ReadUInt16BigEndian(request.AsSpan(4));
            var command = BinaryPrimitives.ReadUInt16BigEndian(request.AsSpan(6));
            var offset = BinaryPrimitives.ReadInt64BigEndian(request.AsSpan(16));
            var length = BinaryPrimitives.ReadUInt32BigEndian(request.AsSpan(24));
            if (length > MostBytes) throw new IOException("The client asks for too much.");
            var inside = offset >= 0 && offset + length <= _disk.Length;
            byte[] answer = [];
            uint error = 0;
            switch (command)
            {
                case CommandRead when inside:
                    answer = new byte[length];
                    _disk.Read(offset, answer);
                    break;
                case CommandWrite:
                    var bytes = await ReadAsync(client, (int)length);
                    if (inside) _disk.Write(offset, bytes, (flags & FlagForceUnitAccess) != 0);
                    else error = InvalidArgument;
                    break;
                case CommandFlush:
                    _disk.Flush();
                    break;
                case CommandDisconnect:
                    return;
                default:
                    error = InvalidArgument;
                    break;
            }
            var reply = new byte[16 + answer.Length];
            BinaryPrimitives.WriteUInt32BigEndian(reply, ReplyMagic);
            BinaryPrimitives.WriteUInt32BigEndian(reply.AsSpan(4), error);
            request.AsSpan(8, 8).CopyTo(reply.AsSpan(8));
            answer.CopyTo(reply, 16);
            await client.WriteAsync(reply);
        }
    }

    private static async Task<byte[]> ReadAsync(NetworkStream client, int count)
    {
        var bytes = new byte[count];
        await client.ReadExactlyAsync(bytes);
        return bytes;
    }
}
