namespace StudySpot.Edge.Devices.Hid;

/// <summary>
/// The US layout by key code (input-event-codes.h), which scanners type unless told otherwise; with another layout set in the
/// scanner the letters differ and every code is malformed.
/// </summary>
internal static class KeyMap
{
    public const ushort Tab = 15, Enter = 28, LeftControl = 29, LeftShift = 42, RightShift = 54, LeftAlt = 56, CapsLock = 58, KeypadEnter = 96,
        RightControl = 97, RightAlt = 100, LeftMeta = 125, RightMeta = 126;

    /// <summary>Rows of keys: first code, what they type, what they type with shift.</summary>
    private static readonly (int First, string Plain, string Shifted)[] Rows =
    [
        (2, "1234567890-=", "!@#$%^&*()_+"),
        (16, "qwertyuiop[]", "QWERTYUIOP{}"),
        (30, "asdfghjkl;'`", "ASDFGHJKL:\"~"),
        (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
        (55, "*", "*"),
        (57, " ", " "),
        (71, "789-456+1230.", "789-456+1230."),
        // The 102nd key of ISO keyboards.
        (86, "<", ">"),
        (98, "/", "/"),
        (117, "=", "="),
        (121, ",", ","),
    ];

    private static readonly (char Plain, char Shifted)[] Keys = Build();

    /// <summary>Null for a key that types nothing.</summary>
    public static char? Type(ushort code, bool shift, bool capsLock)
    {
        if (code >= Keys.Length || Keys[code].Plain == 0) return null;
        var (plain, shifted) = Keys[code];
        return shift != (capsLock && char.IsAsciiLetter(plain)) ? shifted : plain;
    }

    private static (char, char)[] Build()
    {
        var keys = new (char, char)[128];
        foreach (var (first, plain, shifted) in Rows)
        {
            for (var i = 0; i < plain.Length; i++) keys[first + i] = (plain[i], shifted[i]);
        }
        return keys;
    }
}
