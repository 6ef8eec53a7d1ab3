using System.Buffers.Binary;
using StudySpot.Edge.Devices.Hid;

namespace StudySpot.Edge.Devices.Tests.Hid;

/// <summary>What a scanner's keyboard sends: bytes as the kernel writes them (struct input_event of 64-bit Linux).</summary>
internal static class Keys
{
    /// <summary>One press of a key on the US layout, by what it types. Independent of the driver's own table.</summary>
    private static readonly Dictionary<char, (ushort Code, bool Shift)> Layout = BuildLayout();

    /// <summary>A code as typed by a scanner: shift down, key down, key up, shift up; a report after each.</summary>
    public static byte[] Typed(string text, ushort? end = KeyMap.Enter)
    {
        using var bytes = new MemoryStream();
        foreach (var letter in text)
        {
            var (code, shift) = Layout[letter];
            if (shift) Press(bytes, KeyMap.LeftShift, 1);
            Press(bytes, code, 1);
            Press(bytes, code, 0);
            if (shift) Press(bytes, KeyMap.LeftShift, 0);
        }
        if (end is { } key)
        {
            Press(bytes, key, 1);
            Press(bytes, key, 0);
        }
        return bytes.ToArray();
    }

    public static byte[] Of(params (ushort Type, ushort Code, int Value)[] events)
    {
        using var bytes = new MemoryStream();
        foreach (var (type, code, value) in events) Write(bytes, type, code, value);
        return bytes.ToArray();
    }

    private static void Press(MemoryStream bytes, ushort code, int value)
    {
        // MSC_SCAN comes before each key of a USB keyboard, SYN_REPORT after it.
        Write(bytes, 4, 4, 0x70000 + code);
        Write(bytes, 1, code, value);
        Write(bytes, 0, 0, 0);
    }

    private static void Write(MemoryStream bytes, ushort type, ushort code, int value)
    {
        Span<byte> one = stackalloc byte[24];
        BinaryPrimitives.WriteInt64LittleEndian(one, 1_790_000_000);
        BinaryPrimitives.WriteInt64LittleEndian(one[8..], 123_456);
        BinaryPrimitives.WriteUInt16LittleEndian(one[16..], type);
        BinaryPrimitives.WriteUInt16LittleEndian(one[18..], code);
        BinaryPrimitives.WriteInt32LittleEndian(one[20..], value);
        bytes.Write(one);
    }

    private static Dictionary<char, (ushort, bool)> BuildLayout()
    {
        // input-event-codes.h, key by key, for the letters of a pass (Base45) and some more.
        var keys = new Dictionary<char, (ushort, bool)>
        {
            [' '] = (57, false), ['$'] = (5, true), ['%'] = (6, true), ['*'] = (9, true), ['+'] = (13, true), ['-'] = (12, false), ['.'] = (52, false),
            ['/'] = (53, false), [':'] = (39, true), ['0'] = (11, false), ['_'] = (12, true), ['?'] = (53, true), ['='] = (13, false), ['&'] = (8, true),
        };
        for (var digit = 1; digit <= 9; digit++) keys[(char)('0' + digit)] = ((ushort)(digit + 1), false);
        foreach (var (first, row) in ((ushort, string)[])[(16, "QWERTYUIOP"), (30, "ASDFGHJKL"), (44, "ZXCVBNM")])
        {
            for (var i = 0; i < row.Length; i++)
            {
                keys[row[i]] = ((ushort)(first + i), true);
                keys[char.ToLowerInvariant(row[i])] = ((ushort)(first + i), false);
            }
        }
        return keys;
    }
}
