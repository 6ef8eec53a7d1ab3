using System.Globalization;
using StudySpot.Access;
using StudySpot.Contracts;

namespace StudySpot.Edge.Gate.Settings;

/// <summary>What an installer sets on a gate (docs/configuration.md).</summary>
public sealed record GateSettings
{
    /// <summary>Who this gate is and whom it trusts.</summary>
    public required ProvisioningBundle Bundle { get; init; }
    /// <summary>Folder of the gate's SQLite file; exists.</summary>
    public required string DataFolder { get; init; }
    /// <summary>Serial scanner device; null for none.</summary>
    public string? Serial { get; init; }
    public int SerialBaud { get; init; } = 9600;
    /// <summary>ffmpeg input; empty for none, null when nothing was said.</summary>
    public string? Camera { get; init; }
    public IReadOnlyList<string> CameraOptions { get; init; } = [];
    /// <summary>Side of the gate the readers stand on.</summary>
    public Direction ReaderDirection { get; init; }
    /// <summary>File whose time says when the clock was last set; null for systemd-timesyncd's (<see cref="SystemGateClock"/>).</summary>
    public string? ClockStamp { get; init; }
    /// <summary>The board and what is wired to it, with single keys already applied.</summary>
    public DeviceProfile Profile { get; init; } = DeviceProfile.Plain;

    public FaceSettings Face { get; init; } = new();

    public GatePlace Place => new(new TenantId(Bundle.TenantId), new HallId(Bundle.HallId), new GateId(Bundle.GateId));

    /// <inheritdoc cref="TryRead(SettingsSource, DeviceProfile)"/>
    public static GateSettings? TryRead(SettingsSource source) => TryRead(source, DeviceProfile.Plain);

    /// <summary>Reads the settings; null exactly when the source has faults afterwards.</summary>
    /// <param name="profile">Answers where a key is not set.</param>
    public static GateSettings? TryRead(SettingsSource source, DeviceProfile profile)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(profile);
        var bundle = BundleFile.TryRead(source);
        var data = ReadDataFolder(source);
        var baud = ReadBaud(source);
        var direction = source.Word<Direction?>("STUDYSPOT_GATE_READER_DIRECTION", null, "", ("entry", Direction.Entry), ("exit", Direction.Exit));
        var camera = source.Find("STUDYSPOT_GATE_CAMERA");
        var options = source.Find("STUDYSPOT_GATE_CAMERA_OPTIONS")?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var face = FaceSettings.Read(source, profile.Vision);
        if (source.Faults.Count > 0) return null;
        var effective = profile with
        {
            Readers = Readers(profile, source.Find("STUDYSPOT_GATE_SERIAL"), source.Find("STUDYSPOT_GATE_KEYBOARD"), baud, direction),
            Camera = CameraOf(profile, camera, options, direction),
        };
        var first = effective.Readers.FirstOrDefault(reader => reader.Kind == ReaderKind.Serial);
        return new GateSettings
        {
            Bundle = bundle!,
            DataFolder = data,
            Serial = first?.Device,
            SerialBaud = first?.Baud ?? 9600,
            Camera = camera ?? profile.Camera?.Source,
            CameraOptions = effective.Camera?.Options ?? options ?? [],
            ReaderDirection = direction ?? first?.Direction ?? effective.Camera?.Direction ?? Direction.Entry,
            ClockStamp = source.Find("STUDYSPOT_GATE_CLOCK_STAMP") is { Length: > 0 } stamp ? stamp : null,
            Profile = effective,
            Face = face,
        };
    }

    /// <param name="serial">Replaces the profile's serial scanners by this one; empty by none, null keeps them.</param>
    /// <param name="keyboard">As <paramref name="serial"/>, of keyboard scanners.</param>
    private static ReaderProfile[] Readers(DeviceProfile profile, string? serial, string? keyboard, int? baud, Direction? direction)
    {
        IEnumerable<ReaderProfile> readers = profile.Readers;
        if (serial is not null) readers = readers.Where(reader => reader.Kind != ReaderKind.Serial);
        if (serial is { Length: > 0 }) readers = readers.Prepend(new ReaderProfile { Name = "reader:serial", Kind = ReaderKind.Serial, Device = serial });
        if (keyboard is not null) readers = readers.Where(reader => reader.Kind != ReaderKind.Keyboard);
        if (keyboard is { Length: > 0 }) readers = readers.Append(new ReaderProfile { Name = "reader:keyboard", Kind = ReaderKind.Keyboard, Device = keyboard });
        return [.. readers.Select(reader => reader with
        {
            Baud = reader.Kind == ReaderKind.Serial ? baud ?? reader.Baud : reader.Baud,
            Direction = direction ?? reader.Direction,
        })];
    }

    /// <param name="source">Replaces the profile's camera; empty for none, null keeps it.</param>
    private static CameraProfile? CameraOf(DeviceProfile profile, string? source, string[]? options, Direction? direction)
    {
        if (source is { Length: 0 }) return null;
        var camera = profile.Camera ?? new CameraProfile { Kind = CameraKind.V4l2, Source = "" };
        // rpicam:N is how the driver writes a camera on the CSI port; the profile keeps the number alone.
        if (source is not null && source.StartsWith(CsiPrefix, StringComparison.Ordinal)) camera = camera with { Kind = CameraKind.Csi, Source = source[CsiPrefix.Length..], Options = [] };
        else if (source is not null) camera = camera with { Kind = KindOf(source), Source = source, Options = [] };
        if (camera.Source.Length == 0) return null;
        return camera with { Options = options ?? camera.Options, Direction = direction ?? camera.Direction };
    }

    private const string CsiPrefix = "rpicam:";

    private static CameraKind KindOf(string source) =>
        source.StartsWith("/dev/", StringComparison.Ordinal) ? CameraKind.V4l2
        : source.StartsWith("rtsp", StringComparison.OrdinalIgnoreCase) ? CameraKind.Rtsp : CameraKind.File;

    private static string ReadDataFolder(SettingsSource source)
    {
        const string key = "STUDYSPOT_GATE_DATA";
        var folder = source.Require(key, "name a folder on a disk that outlives a restart, such as /var/lib/studyspot");
        if (folder.Length == 0) return folder;
        try
        {
            return Directory.CreateDirectory(folder).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            source.Wrong(key, $"names {folder}, which cannot be made ({e.Message})", "name a folder that the gate's user may write");
            return folder;
        }
    }

    private static int? ReadBaud(SettingsSource source)
    {
        const string key = "STUDYSPOT_GATE_SERIAL_BAUD";
        var text = source.Find(key);
        if (string.IsNullOrEmpty(text)) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var baud) && baud is >= 1200 and <= 4_000_000) return baud;
        source.Wrong(key, $"is '{text}'", "set it to the scanner's speed, such as 9600 or 115200");
        return null;
    }
}
