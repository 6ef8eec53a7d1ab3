using System.Text.Json.Serialization.Metadata;
using StudySpot.Access;
using StudySpot.Contracts;

namespace StudySpot.Edge.Sync;

/// <summary>Opens signed documents: only what an issuer key of the bundle or of the present policy signed comes out.</summary>
internal sealed class TrustedDocuments(SyncContext context)
{
    /// <summary>Null when the bytes are no document, nobody trusted signed it, or its content cannot be read. Never throws on any bytes.</summary>
    public T? Open<T>(string kind, ReadOnlyMemory<byte> message, JsonTypeInfo<T> type) where T : class
    {
        if (Payload.TryDecode(message, ContractsJson.Default.SignedDocument, out var document) != PayloadFault.None) return null;
        // JSON may leave out or null what the record calls required.
        if (document is not { KeyId: not null, Payload: not null, Signature: not null }) return null;
        if (!DocumentSignature.Verify(kind, document.Payload, document.KeyId, document.Signature, Keys())) return null;
        return Payload.TryDecode(document.Payload, type, out var content) == PayloadFault.None ? content : null;
    }

    private List<byte[]> Keys() => [.. context.Bundle.IssuerKeys, .. context.Parts.Store.Policy?.IssuerKeys ?? []];
}
