using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using StudySpot.Access;
using StudySpot.Crypto;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Faces;

/// <summary>Opens what is stored of members' faces with this gate's key. Safe for concurrent use.</summary>
internal sealed class FaceOpener(GateFaceKeys keys, TenantId tenant, IFaceStore store, ILogger logger)
{
    /// <summary>Enrolled and learned views; null, with a line in the log, when the enrolled ones cannot be opened. Learned ones that cannot are left out.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be read now.</exception>
    public MemberTemplates? Open(StoredFace face)
    {
        if (OpenKey(face) is not { } key) return null;
        using (key)
        {
            var associated = TemplateCodec.Associated(tenant.Value, face.Member.Value, face.Key, face.Consent, face.ModelSet);
            if (!TemplateCodec.TryOpen(key, associated, face.Ciphertext, out var enrolled))
            {
                logger.LogWarning("The face of member {Member} under key {Key} cannot be opened", face.Member, face.Key);
                return null;
            }
            var views = new List<FaceTemplate>(enrolled);
            foreach (var learned in store.ReadViews(face.Key))
            {
                if (TemplateCodec.TryOpen(key, TemplateCodec.AssociatedView(tenant.Value, face, learned.Id), learned.Ciphertext, out var one)) views.AddRange(one);
            }
            return new MemberTemplates(face.Member, face.ModelSet, views);
        }
    }

    /// <summary>The member's key; null, with a line in the log, when it was not sealed for this gate.</summary>
    public SecretKey? OpenKey(StoredFace face)
    {
        if (!SealedBox.TryOpen(keys.Encryption, face.Box, out var bytes) || bytes.Length != SecretKey.Size)
        {
            logger.LogWarning("Key {Key} was not sealed for this gate", face.Key);
            return null;
        }
        try
        {
            return SecretKey.FromBytes(bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
