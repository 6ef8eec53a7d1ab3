using System.Text.Json.Nodes;
using StudySpot.VirtualGate.Machine;

namespace StudySpot.VirtualGate.Drivers;

/// <summary>
/// Does outside the machine what a case inside asks for: types into a scanner's line, pulls its plug. One request a line,
/// answered by "ok" or by why not.
/// </summary>
internal sealed class OutsideHands(UnixLine requests, UnixLine uart, UnixLine usb, Qmp qmp)
{
    /// <summary>Works until the machine is gone.</summary>
    public async Task RunAsync()
    {
        while (await requests.ReadLineAsync() is { } request)
        {
            string answer;
            try
            {
                await DoAsync(request.Split(' '));
                answer = "ok";
            }
            catch (Exception e) when (e is InvalidOperationException or IOException or FormatException)
            {
                answer = e.Message.ReplaceLineEndings(" ");
            }
            try
            {
                await requests.WriteLineAsync(answer);
            }
            catch (IOException)
            {
                return;
            }
        }
    }

    private Task DoAsync(string[] words) => words switch
    {
        ["type", "uart", var bytes] => uart.WriteAsync(Convert.FromBase64String(bytes)),
        ["type", "usb", var bytes] => usb.WriteAsync(Convert.FromBase64String(bytes)),
        ["plug", "usb"] => qmp.PlugAsync("scanner", "usb-serial", new JsonObject { ["chardev"] = "usb" }),
        ["unplug", "usb"] => qmp.UnplugAsync("scanner"),
        ["await", "watchdog"] => qmp.EventAsync("WATCHDOG"),
        ["forget", "watchdog"] => Task.FromResult(qmp.HasHappened("WATCHDOG")),
        ["deny", "watchdog"] => qmp.HasHappened("WATCHDOG") ? throw new InvalidOperationException("The watchdog has reset the machine.") : Task.CompletedTask,
        _ => throw new InvalidOperationException($"There is no request '{string.Join(' ', words)}'."),
    };
}
