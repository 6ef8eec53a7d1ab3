using System.CommandLine;
using StudySpot.Edge.PartTests;

namespace StudySpot.Edge.Commands;

/// <summary><c>test</c>: one part tried by hand, with somebody looking.</summary>
internal static class TestPart
{
    public static Command Command() => new("test", "Try one part: relay, reader, camera or sensor. Relay, camera and sensor need the gate stopped.")
    {
        Relay(), Reader(), Camera(), Sensor(),
    };

    private static Command Relay()
    {
        var (json, config, yes) = (GateOptions.Json(), GateOptions.Config(), GateOptions.Yes());
        var exit = new Option<bool>("--exit") { Description = "Release for exit instead of entry." };
        var renewed = new Option<bool>("--new-relay") { Description = "Count the relay's cycles from 0: a new one was put in. Moves nothing." };
        var command = new Command("relay", "Release once, wait for somebody to walk through, lock again.") { json, config, yes, exit, renewed };
        command.SetAction(async (parsed, ct) => Talk.Give(
            await RelayTest.RunAsync(await GateAtHand.FindAsync(parsed.GetValue(config), TimeProvider.System, ct),
                new RelayTest.Options(parsed.GetValue(exit), parsed.GetValue(renewed), parsed.GetValue(yes)), ct), parsed.GetValue(json)));
        return command;
    }

    private static Command Reader()
    {
        var (json, config) = (GateOptions.Json(), GateOptions.Config());
        var seconds = Seconds("How long to wait for a code.", 30);
        var command = new Command("reader", "Wait for a code and say which reader read it, how long it was and whether it is one of ours. Works while the gate runs.") { json, config, seconds };
        command.SetAction(async (parsed, ct) => Talk.Give(
            await ReaderTest.RunAsync(await GateAtHand.FindAsync(parsed.GetValue(config), TimeProvider.System, ct), TimeSpan.FromSeconds(parsed.GetValue(seconds)), ct),
            parsed.GetValue(json)));
        return command;
    }

    private static Command Camera()
    {
        var (json, config) = (GateOptions.Json(), GateOptions.Config());
        var output = new Option<string>("--out") { Description = "Where the picture goes (BMP).", HelpName = "FILE", DefaultValueFactory = _ => "camera-preview.bmp" };
        var command = new Command("camera", "Take one picture and save it, for somebody to look at.") { json, config, output };
        command.SetAction(async (parsed, ct) => Talk.Give(
            await CameraTest.RunAsync(await GateAtHand.FindAsync(parsed.GetValue(config), TimeProvider.System, ct), parsed.GetValue(output)!, ct), parsed.GetValue(json)));
        return command;
    }

    private static Command Sensor()
    {
        var (json, config) = (GateOptions.Json(), GateOptions.Config());
        var seconds = Seconds("How long to watch.", 20);
        var command = new Command("sensor", "Watch the inputs: turn the arm, open the door, press the button, turn the key.") { json, config, seconds };
        command.SetAction(async (parsed, ct) => Talk.Give(
            await SensorTest.RunAsync(await GateAtHand.FindAsync(parsed.GetValue(config), TimeProvider.System, ct), TimeSpan.FromSeconds(parsed.GetValue(seconds)), ct),
            parsed.GetValue(json)));
        return command;
    }

    private static Option<int> Seconds(string what, int usually)
    {
        var option = new Option<int>("--seconds") { Description = what, DefaultValueFactory = _ => usually };
        option.Validators.Add(result => { if (result.GetValue(option) is < 1 or > 3600) result.AddError("--seconds is 1 to 3600."); });
        return option;
    }
}
