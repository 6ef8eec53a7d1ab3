using System.Text.Json;
using StudySpot.Access;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Devices.Profiles;

/// <summary>Turns the tree of a profile into a <see cref="DeviceProfile"/>; the schema beside the profiles says the same (profile.schema.json).</summary>
internal static class ProfileReader
{
    private static readonly Dictionary<string, GateLine> LineNames =
        Enum.GetValues<GateLine>().ToDictionary(line => NameOf(line), StringComparer.Ordinal);

    private static readonly GateLine[] Outputs =
        [GateLine.EntryRelay, GateLine.ExitRelay, GateLine.LampGreen, GateLine.LampRed, GateLine.Buzzer];

    /// <summary>What a line is called in profiles.</summary>
    public static string NameOf(GateLine line) => JsonNamingPolicy.CamelCase.ConvertName(line.ToString());

    public static bool IsOutput(GateLine line) => Outputs.Contains(line);

    /// <summary>Whole only when no fault was added.</summary>
    public static DeviceProfile Read(YamlNode root, string name, ICollection<ProfileFault> faults)
    {
        var top = new ProfileSection(root, "", faults);
        var profile = new DeviceProfile
        {
            Name = name,
            Board = top.Text("board"),
            Gpio = top.Section("gpio") is { } gpio ? Gpio(gpio) : null,
            Turnstile = top.Section("turnstile") is { } turnstile ? Turnstile(turnstile) : new TurnstileProfile(),
            Readers = Readers(top),
            Camera = top.Section("camera") is { } camera ? Camera(camera) : null,
            Vision = top.Section("vision") is { } vision ? Vision(vision) : new VisionProfile(),
            Health = top.Section("health") is { } health ? Health(health) : new HealthLimits(),
            Watchdog = top.Section("watchdog") is { } watchdog ? Watchdog(watchdog) : new WatchdogProfile(),
        };
        top.End();
        if (profile.Turnstile.Driver == Turnstiles.Gpio && profile.Gpio?.Lines.ContainsKey(GateLine.EntryRelay) != true)
            top.Wrong("turnstile", "uses the driver gpio without a relay", $"write gpio.lines.{NameOf(GateLine.EntryRelay)}");
        return profile;
    }

    private static GpioProfile Gpio(ProfileSection section)
    {
        var chip = section.Text("chip");
        var lines = new Dictionary<GateLine, LineProfile>();
        if (section.Section("lines") is { } all)
        {
            var used = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (name, line) in LineNames)
            {
                if (all.Section(name) is not { } one) continue;
                var wired = Line(one, line);
                lines[line] = wired;
                if (wired.Line.Length > 0 && !used.TryAdd(wired.Line, name)) one.Wrong("line", $"is '{wired.Line}', as {used[wired.Line]} is", "wire it to a line of its own");
            }
            if (lines.ContainsKey(GateLine.SecondPassageSensor) && !lines.ContainsKey(GateLine.PassageSensor))
                all.Wrong(NameOf(GateLine.SecondPassageSensor), "has no first one", $"write {NameOf(GateLine.PassageSensor)} too");
            all.End();
        }
        else
        {
            section.Missing("lines", "write which line is wired to what");
        }
        section.End();
        return new GpioProfile(chip, lines);
    }

    private static LineProfile Line(ProfileSection section, GateLine line)
    {
        var output = IsOutput(line);
        var read = new LineProfile
        {
            Line = section.Text("line"),
            Pin = section.Text("pin"),
            ActiveLow = section.Flag("activeLow", false),
            Bias = output ? LineBias.AsIs : section.Word("bias", LineBias.AsIs,
                ("asIs", LineBias.AsIs), ("pullUp", LineBias.PullUp), ("pullDown", LineBias.PullDown), ("disabled", LineBias.Disabled)),
            Debounce = output ? TimeSpan.Zero : section.Milliseconds("debounceMs", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(1)),
        };
        // Fail-safe: with a pull-up a broken wire reads high, with a pull-down low; that level has to mean fire.
        if (line == GateLine.FireInput && (read.Bias == LineBias.PullUp && read.ActiveLow || read.Bias == LineBias.PullDown && !read.ActiveLow))
            section.Wrong("activeLow", "makes a broken wire look like no fire", "use a contact that opens in fire, and turn the level round");
        section.End();
        return read;
    }

    private static TurnstileProfile Turnstile(ProfileSection section)
    {
        var usual = new TurnstileProfile();
        var read = new TurnstileProfile
        {
            Driver = section.TextOrNull("driver"),
            Release = section.Word("release", usual.Release, ("pulse", ReleaseKind.Pulse), ("hold", ReleaseKind.Hold)),
            Pulse = section.Milliseconds("pulseMs", usual.Pulse, TurnstileProfile.PulseBounds.Least, TurnstileProfile.PulseBounds.Most),
            Settle = section.Milliseconds("settleMs", usual.Settle, TimeSpan.Zero, TimeSpan.FromSeconds(10)),
        };
        section.End();
        return read;
    }

    private static List<ReaderProfile> Readers(ProfileSection top)
    {
        var readers = new List<ReaderProfile>();
        foreach (var section in top.Sections("readers"))
        {
            var reader = new ReaderProfile
            {
                Name = section.Text("name"),
                Kind = section.Word("kind", ReaderKind.Serial, ("serial", ReaderKind.Serial), ("keyboard", ReaderKind.Keyboard)),
                Device = section.Text("device"),
                Direction = DirectionOf(section),
                Baud = (int)section.Number("baud", 9600, 1200, 4_000_000),
                Idle = section.Milliseconds("idleMs", TimeSpan.Zero, TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(1)) is { Ticks: > 0 } idle ? idle : null,
            };
            if (!section.Has("kind")) section.Missing("kind", "write serial or keyboard");
            if (readers.Any(other => other.Name == reader.Name)) section.Wrong("name", $"is '{reader.Name}', as another's is", "give every reader a name of its own");
            section.End();
            readers.Add(reader);
        }
        return readers;
    }

    private static CameraProfile Camera(ProfileSection section)
    {
        if (!section.Has("kind")) section.Missing("kind", "write v4l2, rtsp, csi or file");
        var read = new CameraProfile
        {
            Kind = section.Word("kind", CameraKind.V4l2, ("v4l2", CameraKind.V4l2), ("rtsp", CameraKind.Rtsp), ("csi", CameraKind.Csi), ("file", CameraKind.File)),
            Source = section.Text("source"),
            Options = section.Texts("options"),
            WidthPx = (int)section.Number("widthPx", 1280, 160, 3840),
            HeightPx = (int)section.Number("heightPx", 720, 120, 2160),
            FramesPerSecond = (int)section.Number("framesPerSecond", 15, 1, 60),
            ReadsCodes = section.Flag("readsCodes", true),
            Direction = DirectionOf(section),
            NoticesFrozen = section.Flag("noticesFrozen", true),
        };
        section.End();
        return read;
    }

    private static VisionProfile Vision(ProfileSection section)
    {
        var read = new VisionProfile
        {
            Face = section.Flag("face", false),
            FaceChallenge = section.Word("faceChallenge", ChallengeWhen.NoMotion,
                ("unsure", ChallengeWhen.Unsure), ("no-motion", ChallengeWhen.NoMotion), ("always", ChallengeWhen.Always)),
            ModelSet = section.TextOrNull("modelSet"),
            Provider = section.Word("provider", ExecutionProvider.Cpu, ("cpu", ExecutionProvider.Cpu), ("cuda", ExecutionProvider.Cuda), ("tensorrt", ExecutionProvider.TensorRt)),
            Threads = (int)section.Number("threads", 1, 1, 16),
        };
        section.End();
        return read;
    }

    private static HealthLimits Health(ProfileSection section)
    {
        var usual = new HealthLimits();
        var read = new HealthLimits
        {
            TemperatureC = section.Number("temperatureC", (long)usual.TemperatureC, 30, 120),
            DiskFreeMb = (int)section.Number("diskFreeMb", usual.DiskFreeMb, 10, 1_000_000),
            DiskWearPercent = (int)section.Number("diskWearPercent", usual.DiskWearPercent, 10, 100),
            FramesPerSecond = section.Number("framesPerSecond", (long)usual.FramesPerSecond, 1, 60),
            FrameAge = section.Seconds("frameAgeSeconds", usual.FrameAge, 1, 60),
            DoorHeldOpen = section.Seconds("doorHeldOpenSeconds", usual.DoorHeldOpen, 5, 3600),
            RelayCycles = section.Number("relayCycles", usual.RelayCycles, 1000, 100_000_000),
            ClockOffset = section.Milliseconds("clockOffsetMs", usual.ClockOffset, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30)),
            OutboxAge = section.Seconds("outboxAgeSeconds", usual.OutboxAge, 60, 30 * 86_400),
        };
        section.End();
        return read;
    }

    private static WatchdogProfile Watchdog(ProfileSection section)
    {
        var read = new WatchdogProfile
        {
            Device = section.TextOrNull("device"),
            Timeout = section.Seconds("timeoutSeconds", new WatchdogProfile().Timeout, 5, 300),
        };
        if (read.Device is { } device && !device.StartsWith("/dev/", StringComparison.Ordinal))
            section.Wrong("device", $"is '{device}'", "write a path such as /dev/watchdog0, or remove the key");
        section.End();
        return read;
    }

    private static Direction DirectionOf(ProfileSection section) =>
        section.Word("direction", Direction.Entry, ("entry", Direction.Entry), ("exit", Direction.Exit));
}
