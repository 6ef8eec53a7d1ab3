using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using StudySpot.Contracts;

namespace StudySpot.Edge.Sync;

/// <summary>Takes in what changed of the tenant's faces, signed for this gate, one batch after the other, and asks for more until there is none.</summary>
internal sealed class FaceUpdates(SyncContext context, TrustedDocuments documents, SyncRequests requests)
{
    /// <summary>As many as the cloud sends for one request; what does not fit is asked for again.</summary>
    private const int MaxWaiting = 8;

    private readonly Channel<ReadOnlyMemory<byte>> _inbox = Channel.CreateBounded<ReadOnlyMemory<byte>>(MaxWaiting);

    /// <summary>Any thread; never blocks.</summary>
    public void Offer(ReadOnlyMemory<byte> message)
    {
        if (context.Parts.Faces is null || !_inbox.Writer.TryWrite(message)) context.Counters.Ignore();
    }

    public async Task RunAsync(CancellationToken ct)
    {
        await foreach (var message in _inbox.Reader.ReadAllAsync(ct))
        {
            var batch = documents.Open(SignedKinds.Faces, message, ContractsJson.Default.FaceBatch);
            if (batch is null || !context.Parts.Faces!.Apply(batch))
            {
                context.Counters.Ignore();
                continue;
            }
            context.Logger.LogInformation("Faces {Version} applied: {Entries} changes", batch.Version, batch.Entries.Count);
            if (batch.Entries.Count > 0) requests.Ask();
        }
    }
}
