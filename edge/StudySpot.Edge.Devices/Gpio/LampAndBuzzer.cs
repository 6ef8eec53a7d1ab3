using StudySpot.Access;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Devices.Gpio;

/// <summary>Lamp and buzzer beside the turnstile. A broken lamp is nobody's fault: nothing here throws. Safe for concurrent use.</summary>
internal sealed class LampAndBuzzer(GpioBoard board, TimeProvider time)
{
    /// <summary>Short and long are told apart without learning when one is several times the other.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(600);

    private int _sound;

    public void Walk() => TryWrite((GateLine.LampGreen, true), (GateLine.LampRed, false));

    public void Stop() => TryWrite((GateLine.LampGreen, false), (GateLine.LampRed, true));

    public void Dark() => TryWrite((GateLine.LampGreen, false), (GateLine.LampRed, false), (GateLine.Buzzer, false));

    /// <summary>Sounds; a later answer cuts an earlier one short.</summary>
    public void Show(Outcome answer)
    {
        if (board.Has(GateLine.Buzzer)) _ = SoundAsync(answer == Outcome.Allow ? Short : Long, Interlocked.Increment(ref _sound));
    }

    private async Task SoundAsync(TimeSpan length, int number)
    {
        TryWrite((GateLine.Buzzer, true));
        await Task.Delay(length, time);
        if (Volatile.Read(ref _sound) == number) TryWrite((GateLine.Buzzer, false));
    }

    private void TryWrite(params ReadOnlySpan<(GateLine Line, bool Active)> levels)
    {
        try
        {
            board.Write(levels);
        }
        catch (GpioException)
        {
            // The turnstile says that the lines are gone; a lamp alone is not worth a word to anybody.
        }
    }
}
