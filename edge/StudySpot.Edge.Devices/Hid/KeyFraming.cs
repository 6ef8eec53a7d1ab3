using System.Buffers.Binary;
using StudySpot.Edge.Devices.Lines;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Devices.Hid;

/// <summary>
/// Makes codes of key presses: <c>struct input_event</c>s in, texts out. Enter and Tab end a code, and so does a pause.
/// Keys with Control, Alt or Meta type nothing.
/// </summary>
public sealed class KeyFraming : ICodeFraming
{
    /// <summary>Longest text passed on (see <see cref="ReadCode.Text"/>).</summary>
    public const int MaxChars = 2000;

    private const ushort Synchronisation = 0, Key = 1;

    /// <summary>SYN_DROPPED: the kernel's queue ran over, so presses are missing.</summary>
    private const ushort Dropped = 3;

    private const int Released = 0, Pressed = 1;

    private readonly char[] _text = new char[MaxChars];
    private readonly HashSet<ushort> _held = [];
    private readonly byte[] _partial = new byte[Evdev.EventSize];
    private int _partialLength;
    private int _length;
    private long _lastKeyAt;
    private bool _capsLock;
    private bool _spoilt;

    /// <inheritdoc/>
    public bool Open => _length > 0 || _spoilt;

    /// <inheritdoc/>
    public int Push(ReadOnlySpan<byte> bytes, long at, ICollection<ReadCode> codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        var cut = 0;
        while (!bytes.IsEmpty)
        {
            var taken = Math.Min(Evdev.EventSize - _partialLength, bytes.Length);
            bytes[..taken].CopyTo(_partial.AsSpan(_partialLength));
            bytes = bytes[taken..];
            _partialLength += taken;
            if (_partialLength < Evdev.EventSize) break;
            _partialLength = 0;
            cut += Take(_partial, at, codes);
        }
        return cut;
    }

    /// <inheritdoc/>
    public void Pause(ICollection<ReadCode> codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        // A code with missing keys would be refused as a wrong one: the person is better served by scanning again.
        if (_length > 0 && !_spoilt) codes.Add(new ReadCode(new string(_text, 0, _length), _lastKeyAt));
        (_length, _spoilt) = (0, false);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        (_length, _spoilt) = (0, false);
        _held.Clear();
    }

    private int Take(ReadOnlySpan<byte> one, long at, ICollection<ReadCode> codes)
    {
        var (type, code) = (BinaryPrimitives.ReadUInt16LittleEndian(one[16..]), BinaryPrimitives.ReadUInt16LittleEndian(one[18..]));
        var value = BinaryPrimitives.ReadInt32LittleEndian(one[20..]);
        if (type == Synchronisation && code == Dropped)
        {
            _spoilt = true;
            // Releases may be among what is missing: a shift key that seems held would change every code after this one.
            _held.Clear();
        }
        if (type != Key) return 0;
        if (value == Released) _held.Remove(code);
        // A held key repeats; a scanner lets go of every key.
        if (value != Pressed) return 0;
        _lastKeyAt = at;
        switch (code)
        {
            case KeyMap.Enter or KeyMap.KeypadEnter or KeyMap.Tab:
                Pause(codes);
                return 0;
            case KeyMap.CapsLock:
                _capsLock = !_capsLock;
                return 0;
            case KeyMap.LeftShift or KeyMap.RightShift or KeyMap.LeftControl or KeyMap.RightControl or KeyMap.LeftAlt or KeyMap.RightAlt
                or KeyMap.LeftMeta or KeyMap.RightMeta:
                _held.Add(code);
                return 0;
        }
        if (_held.Any(key => key is not (KeyMap.LeftShift or KeyMap.RightShift))) return 0;
        var shift = _held.Count > 0;
        if (KeyMap.Type(code, shift, _capsLock) is not { } letter) return 0;
        if (_length == MaxChars) return 1;
        _text[_length++] = letter;
        return 0;
    }
}
