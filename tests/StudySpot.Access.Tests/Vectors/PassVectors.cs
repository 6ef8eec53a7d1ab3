namespace StudySpot.Access.Tests.Vectors;

/// <summary>tests/vectors/pass.json.</summary>
internal sealed record PassVectors(string About, PresentationVector[] Presentations, CredentialVector[] Credentials, InvalidVector[] Invalid)
{
    public static PassVectors All { get; } = VectorFile.Read<PassVectors>("pass.json");
}

internal sealed record PlaceVector(double Latitude, double Longitude);

internal sealed record PresentationVector(
    string Name, string PhoneSeedHex, string PhonePublicKeyHex, Guid CredentialId, long Time, PlaceVector? Place,
    string NonceHex, string? DocumentHex, string BytesHex, string Text);

internal sealed record CredentialVector(
    string Name, string IssuerSeedHex, string IssuerPublicKeyHex, string IssuerKeyId, Guid CredentialId, Guid TenantId, Guid MemberId,
    Guid? HallId, long NotBefore, long NotAfter, string HolderKeyHex, string BytesHex);

internal sealed record InvalidVector(string Name, string Text, string Fault);
