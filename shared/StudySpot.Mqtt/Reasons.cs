using System.ComponentModel;
using System.Runtime.InteropServices;

namespace StudySpot.Mqtt;

/// <summary>Turns what libmosquitto and brokers answer into results.</summary>
internal static class Reasons
{
    /// <summary>MQTT 5, 2.4: from here on a reason code is a failure.</summary>
    private const int FirstFailure = 0x80;

    /// <summary>enum mosq_err_t of mosquitto.h.</summary>
    private const int NoConnection = 4;
    private const int ConnectionLost = 7;
    private const int Tls = 8;
    private const int SystemError = 14;
    private const int Lookup = 15;
    private const int KeepAlive = 19;

    public static readonly MqttResult Success = new(MqttOutcome.Success, 0, "");
    public static readonly MqttResult NotConnected = new(MqttOutcome.NotConnected, 0, "no connection to the broker");
    public static readonly MqttResult Closed = new(MqttOutcome.NotConnected, 0, "the client was closed");
    public static readonly MqttResult TimedOut = new(MqttOutcome.TimedOut, 0, "the broker did not answer in time");

    /// <summary>A reason code of CONNACK, PUBACK, PUBCOMP or SUBACK.</summary>
    public static MqttResult OfAnswer(int reasonCode) => reasonCode < FirstFailure
        ? new MqttResult(MqttOutcome.Success, (byte)reasonCode, "")
        : new MqttResult(MqttOutcome.Refused, (byte)reasonCode, Text(Native.mosquitto_reason_string(reasonCode)));

    /// <summary>CONNACK return codes of MQTT 3.1.1 (table 3.1) as the reason codes of MQTT 5 that mean the same.</summary>
    public static int FromV311(int returnCode) => returnCode switch
    {
        0 => 0,
        1 => 0x84,
        2 => 0x85,
        3 => 0x88,
        4 => 0x86,
        5 => 0x87,
        _ => 0x80,
    };

    /// <summary>An error of a libmosquitto call.</summary>
    /// <param name="detail">What the library logged about it, or null.</param>
    public static MqttResult OfError(int error, int systemError, string? detail)
    {
        var explanation = error == SystemError ? new Win32Exception(systemError).Message : Text(Native.mosquitto_strerror(error));
        if (!string.IsNullOrEmpty(detail)) explanation = $"{explanation} ({detail})";
        var outcome = error switch
        {
            NoConnection or ConnectionLost or SystemError or Lookup or KeepAlive => MqttOutcome.NotConnected,
            _ => MqttOutcome.Failed,
        };
        return new MqttResult(outcome, 0, explanation);
    }

    /// <summary>True for a refused handshake: a certificate one end does not accept.</summary>
    public static bool IsTls(int error) => error == Tls;

    private static string Text(nint text) => Marshal.PtrToStringUTF8(text) ?? "";
}
