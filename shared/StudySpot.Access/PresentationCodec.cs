namespace StudySpot.Access;

/// <summary>Reads and writes the text inside a QR code.</summary>
public static partial class PresentationCodec
{
    /// <summary>Marks our codes, so that a reader tells them from a bus ticket.</summary>
    public const string Prefix = "SS1:";
}
