using System.Text;
using StudySpot.Access;
using StudySpot.Cloud.Data;
using StudySpot.Cloud.Ingest.Intake;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Ingest.Tests;

public sealed class BatchReaderTests
{
    private static readonly DevicePlace Place = new("gate", new TenantId(CloudDatabase.NewId()), new GateId(CloudDatabase.NewId()), new HallId(CloudDatabase.NewId()), false);

    [Fact]
    public void Read_MutatedAndRandomBytes_NeverThrowsAndKeepsItsPromises()
    {
        var good = Payload.Encode(new EventBatch
        {
            Incarnation = CloudDatabase.NewId(),
            Events =
            [
                .. Enumerable.Range(1, 3).Select(i => new GateEvent
                {
                    Id = CloudDatabase.NewId(), Sequence = i, Kind = "decision", At = DateTimeOffset.UnixEpoch, BootId = CloudDatabase.NewId(), MonotonicMs = 1,
                    ClockQuality = "unknown",
                }),
            ],
        }, ContractsJson.Default.EventBatch);
        var json = Payload.TryDecode<EventBatch>(good, ContractsJson.Default.EventBatch, out var batch) == PayloadFault.None
            ? System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(batch!, ContractsJson.Default.EventBatch) : good;
        var random = new Random(3);
        for (var i = 0; i < 30_000; i++)
        {
            var bytes = (i % 4 == 0 ? good : json).ToArray();
            if (i % 50 == 0) random.NextBytes(bytes);
            for (var flips = random.Next(1, 6); flips > 0; flips--) bytes[random.Next(bytes.Length)] = (byte)(random.Next(3) == 0 ? random.Next(256) : "0123456789\"{}[],:-enul"[random.Next(22)]);
            if (random.Next(10) == 0) bytes = bytes[..random.Next(bytes.Length)];

            var arrival = BatchReader.Read("ss/v1/gate/up/events", bytes, Place, DateTimeOffset.UnixEpoch);

            (arrival.Events.Count > 0).ShouldBe(!arrival.Rows.IsEmpty);
            arrival.Events.ShouldAllBe(e => arrival.Runs.Any(run => run.From <= e.Sequence && e.Sequence <= run.To));
            if (arrival.Place is null) arrival.Asides.ShouldHaveSingleItem();
        }
    }

    [Fact]
    public void Read_CompressionBomb_IsRefusedAsTooLarge()
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(Encoding.ASCII.GetBytes(new string(' ', 50_000_000)));

        BatchReader.Read("t", packed.ToArray(), Place, DateTimeOffset.UnixEpoch).Asides.ShouldHaveSingleItem().Reason.ShouldBe("too_large");
    }
}
