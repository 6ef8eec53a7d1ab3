using System.Runtime.InteropServices;

namespace StudySpot.Mqtt;

/// <summary>libmosquitto 2.0 (Debian libmosquitto1). Signatures follow mosquitto.h of 2.0.11; every caller checks the result.</summary>
internal static unsafe partial class Native
{
    private const string Library = "libmosquitto.so.1";

    /// <summary>Runs before the first call of any function below.</summary>
    static Native()
    {
        var result = mosquitto_lib_init();
        if (result != 0) throw new InvalidOperationException($"libmosquitto could not initialise ({result}).");
    }

    /// <summary>What a callback receives as its message; layout of struct mosquitto_message.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Message
    {
        public int Id;
        public byte* Topic;
        public byte* Payload;
        public int PayloadLength;
        public int Qos;
        public byte Retain;
    }

    /// <summary>enum mosq_opt_t.</summary>
    internal enum Option
    {
        ProtocolVersion = 1,
        ReceiveMaximum = 4,
        SendMaximum = 5,
        TcpNoDelay = 11,
    }

    [LibraryImport(Library)]
    private static partial int mosquitto_lib_init();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint mosquitto_new(string clientId, [MarshalAs(UnmanagedType.U1)] bool cleanStart, nint context);

    [LibraryImport(Library)]
    internal static partial void mosquitto_destroy(nint mosquitto);

    [LibraryImport(Library)]
    internal static partial int mosquitto_int_option(MosquittoHandle mosquitto, Option option, int value);

    [LibraryImport(Library)]
    internal static partial int mosquitto_threaded_set(MosquittoHandle mosquitto, [MarshalAs(UnmanagedType.U1)] bool threaded);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_username_pw_set(MosquittoHandle mosquitto, string userName, string? password);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_tls_set(MosquittoHandle mosquitto, string caFile, string? caPath, string? certificateFile, string? keyFile, nint passwordCallback);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_tls_opts_set(MosquittoHandle mosquitto, int verify, string minimumVersion, string? ciphers);

    [LibraryImport(Library)]
    internal static partial int mosquitto_tls_insecure_set(MosquittoHandle mosquitto, [MarshalAs(UnmanagedType.U1)] bool insecure);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_will_set_v5(
        MosquittoHandle mosquitto, string topic, int length, ReadOnlySpan<byte> payload, int qos, [MarshalAs(UnmanagedType.U1)] bool retain, nint properties);

    [LibraryImport(Library)]
    internal static partial int mosquitto_property_add_int32(ref nint properties, int identifier, uint value);

    [LibraryImport(Library)]
    internal static partial void mosquitto_property_free_all(ref nint properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int mosquitto_connect_bind_v5(MosquittoHandle mosquitto, string host, int port, int keepAlive, string? bindAddress, nint properties);

    [LibraryImport(Library)]
    internal static partial int mosquitto_disconnect_v5(MosquittoHandle mosquitto, int reasonCode, nint properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_publish_v5(
        MosquittoHandle mosquitto, out int id, string topic, int length, ReadOnlySpan<byte> payload, int qos, [MarshalAs(UnmanagedType.U1)] bool retain, nint properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_subscribe_v5(MosquittoHandle mosquitto, out int id, string filter, int qos, int options, nint properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_unsubscribe_v5(MosquittoHandle mosquitto, out int id, string filter, nint properties);

    [LibraryImport(Library)]
    internal static partial int mosquitto_socket(MosquittoHandle mosquitto);

    [LibraryImport(Library)]
    internal static partial nint mosquitto_ssl_get(MosquittoHandle mosquitto);

    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool mosquitto_want_write(MosquittoHandle mosquitto);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int mosquitto_loop_read(MosquittoHandle mosquitto, int maxPackets);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int mosquitto_loop_write(MosquittoHandle mosquitto, int maxPackets);

    [LibraryImport(Library)]
    internal static partial int mosquitto_loop_misc(MosquittoHandle mosquitto);

    [LibraryImport(Library)]
    internal static partial void mosquitto_connect_v5_callback_set(MosquittoHandle mosquitto, delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_disconnect_v5_callback_set(MosquittoHandle mosquitto, delegate* unmanaged[Cdecl]<nint, nint, int, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_publish_v5_callback_set(MosquittoHandle mosquitto, delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_subscribe_v5_callback_set(MosquittoHandle mosquitto, delegate* unmanaged[Cdecl]<nint, nint, int, int, int*, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_message_v5_callback_set(MosquittoHandle mosquitto, delegate* unmanaged[Cdecl]<nint, nint, Message*, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_log_callback_set(MosquittoHandle mosquitto, delegate* unmanaged[Cdecl]<nint, nint, int, byte*, void> callback);

    [LibraryImport(Library)]
    internal static partial nint mosquitto_strerror(int error);

    [LibraryImport(Library)]
    internal static partial nint mosquitto_reason_string(int reasonCode);

    /// <summary>Decrypted bytes libssl holds back: poll cannot see them. The library libmosquitto itself is linked to.</summary>
    [LibraryImport("libssl.so.3")]
    internal static partial int SSL_pending(nint ssl);
}
