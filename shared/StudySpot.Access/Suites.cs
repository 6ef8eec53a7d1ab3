namespace StudySpot.Access;

/// <summary>Kinds of phone keys on the wire. This version accepts <see cref="Ed25519"/> only.</summary>
public static class Suites
{
    public const byte Ed25519 = 1;
    /// <summary>Reserved: ECDSA P-256.</summary>
    public const byte EcdsaP256 = 2;
    /// <summary>Reserved: RSA-2048.</summary>
    public const byte Rsa2048 = 3;
}
