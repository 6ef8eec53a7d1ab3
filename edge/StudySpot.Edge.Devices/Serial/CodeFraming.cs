using System.Text;
using StudySpot.Edge.Devices.Lines;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Devices.Serial;

/// <summary>
/// Cuts the bytes of a serial line into codes: CR, LF or both end one, and so does a pause (<see cref="Pause"/>).
/// Bytes are read as Latin-1, so any byte is one character and nothing throws.
/// </summary>
public sealed class CodeFraming : ICodeFraming
{
    /// <summary>Longest text passed on (see <see cref="ReadCode.Text"/>).</summary>
    public const int MaxChars = 2000;

    private readonly byte[] _frame = new byte[MaxChars];
    private int _length;
    private long _lastByteAt;

    /// <summary>True while a code has begun and not ended.</summary>
    public bool Open => _length > 0;

    /// <summary>Takes bytes as they came from one read.</summary>
    /// <param name="at">Timestamp at which that read returned.</param>
    /// <param name="codes">Receives the codes that ended.</param>
    /// <returns>Number of bytes dropped because their code was too long.</returns>
    public int Push(ReadOnlySpan<byte> bytes, long at, ICollection<ReadCode> codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        var cut = 0;
        foreach (var value in bytes)
        {
            _lastByteAt = at;
            if (value is (byte)'\r' or (byte)'\n') Pause(codes);
            else if (_length < MaxChars) _frame[_length++] = value;
            else cut++;
        }
        return cut;
    }

    /// <summary>The line was silent for long enough: what came so far is a code.</summary>
    public void Pause(ICollection<ReadCode> codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        if (_length == 0) return;
        codes.Add(new ReadCode(Encoding.Latin1.GetString(_frame, 0, _length), _lastByteAt));
        _length = 0;
    }

    /// <summary>Forgets a code that had begun: its end was lost with the line.</summary>
    public void Reset() => _length = 0;
}
