namespace StudySpot.Access;

/// <summary>What signatures of the pass cover: a label naming the kind, a zero byte, then the content. One kind never passes as another.</summary>
internal static class SignedBytes
{
    public static ReadOnlySpan<byte> PresentationLabel => "studyspot/presentation/1\0"u8;

    public static ReadOnlySpan<byte> CredentialLabel => "studyspot/credential/1\0"u8;
}
