using StudySpot.Edge.Devices;
using StudySpot.Edge.Doctor.Checks;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Support;

/// <summary>Settings that may leave the gate. A list of what may, not of what may not: a key that is new stays at home.</summary>
internal static class PlainSettings
{
    private static readonly string[] Shown =
    [
        BundleFile.Key, "STUDYSPOT_GATE_DATA", "STUDYSPOT_GATE_PROFILE", Turnstiles.Key, "STUDYSPOT_GATE_SERIAL", "STUDYSPOT_GATE_SERIAL_BAUD",
        "STUDYSPOT_GATE_CAMERA", "STUDYSPOT_GATE_CAMERA_OPTIONS", "STUDYSPOT_GATE_READER_DIRECTION", "STUDYSPOT_GATE_SCREEN_URL",
        "STUDYSPOT_GATE_FACE", "STUDYSPOT_GATE_FACE_CHALLENGE", "STUDYSPOT_GATE_FACE_PROVIDER", ModelsCheck.Key,
    ];

    public static Dictionary<string, string> Of(GateAtHand gate)
    {
        var plain = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in Shown)
        {
            if (gate.Source.Find(key) is { } value) plain[key] = Scrubber.Clean(value);
        }
        if (gate.Settings?.Bundle is not { } bundle) return plain;
        plain["bundle.tenantId"] = bundle.TenantId.ToString("D");
        plain["bundle.hallId"] = bundle.HallId.ToString("D");
        plain["bundle.gateId"] = bundle.GateId.ToString("D");
        plain["bundle.deviceId"] = bundle.DeviceId;
        plain["bundle.broker"] = $"{bundle.BrokerHost}:{bundle.BrokerPort}";
        return plain;
    }
}
