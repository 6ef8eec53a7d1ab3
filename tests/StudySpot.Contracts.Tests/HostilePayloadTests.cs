using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StudySpot.Contracts.Tests;

public sealed class HostilePayloadTests
{
    /// <summary>Fixed, so that a failure comes again.</summary>
    private const int Seed = 20261123;

    public static TheoryData<Sample> Messages => [.. Samples.All];

    [Theory]
    [MemberData(nameof(Messages), DisableDiscoveryEnumeration = true)]
    public void TryDecode_RandomBytes_NeverThrows(Sample sample)
    {
        var random = new Random(Seed);
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            // Half of them pass the first look.
            if (i % 2 == 0) bytes[0] = (byte)"{[\u001F "[i / 2 % 4];
            Decode(sample, bytes);
        }
    }

    [Theory]
    [MemberData(nameof(Messages), DisableDiscoveryEnumeration = true)]
    public void TryDecode_MutatedMessages_NeverThrows(Sample sample)
    {
        var random = new Random(Seed);
        var json = sample.ToJson();
        var packed = Pack(json);
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = (byte[])(i % 4 == 0 ? packed : json).Clone();
            for (var change = random.Next(1, 5); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Decode(sample, bytes);
        }
    }

    [Theory]
    [MemberData(nameof(Messages), DisableDiscoveryEnumeration = true)]
    public void TryDecode_Truncated_IsAFault(Sample sample)
    {
        var json = sample.ToJson();
        var packed = Pack(json);

        for (var length = 1; length < json.Length; length++) Decode(sample, json.AsMemory(0, length)).ShouldBe(PayloadFault.BadJson);
        // The end of the packed data may be missing and everything said all the same; half a message is never one.
        for (var length = 1; length < packed.Length; length++)
        {
            sample.Decode(packed.AsMemory(0, length), out var understood);
            if (understood is not null) understood.ShouldBe(json);
        }
    }

    [Theory]
    [MemberData(nameof(Messages), DisableDiscoveryEnumeration = true)]
    public void TryDecode_AnyMemberOfAnotherKind_NeverThrows(Sample sample)
    {
        string[] others = ["null", "true", "-1", "1e400", "99999999999999999999999999", "\"\"", "\"\\ud800\"", "\"x\"", "[]", "[null]", "[[[]]]", "{}", "{\"\":null}"];
        var whole = JsonNode.Parse(sample.ToJson())!;
        foreach (var path in Paths(whole, []))
        {
            foreach (var other in others) Decode(sample, Replaced(whole, path, other));
        }
    }

    [Theory]
    [MemberData(nameof(Messages), DisableDiscoveryEnumeration = true)]
    public void TryDecode_NullWhereNoneMayBe_IsAFaultOrLeftOut(Sample sample)
    {
        var whole = JsonNode.Parse(sample.ToJson())!;
        foreach (var path in Paths(whole, []).Where(path => !path.Contains("detail")))
        {
            var fault = sample.Decode(Replaced(whole, path, "null"), out var understood);
            // Understood means that the member may be missing: then it is, and no null stands anywhere.
            if (fault == PayloadFault.None) Paths(JsonNode.Parse(understood!)!, []).ShouldNotContain(p => At(JsonNode.Parse(understood!)!, p) == null);
            else fault.ShouldBe(PayloadFault.BadJson);
        }
    }

    [Theory]
    [InlineData("eventBatch", """{"incarnation":"019a0000-0000-7000-8000-000000000001","events":null}""")]
    [InlineData("eventBatch", """{"incarnation":"019a0000-0000-7000-8000-000000000001","events":[null]}""")]
    [InlineData("eventBatch", """{"incarnation":"019a0000-0000-7000-8000-000000000001"}""")]
    [InlineData("eventAck", "{}")]
    [InlineData("eventAck", """{"incarnation":"019a0000-0000-7000-8000-000000000001"}""")]
    [InlineData("signedDocument", "{}")]
    [InlineData("signedDocument", """{"keyId":null,"payload":"","signature":""}""")]
    [InlineData("signedDocument", """{"keyId":"x","payload":"not base64!","signature":""}""")]
    [InlineData("gatePolicy", "null")]
    [InlineData("rosterChunk", "[null]")]
    [InlineData("rosterChunk", "{}")]
    [InlineData("gateStatusWill", """{"online":"yes","at":"2026-11-23T00:30:00Z"}""")]
    [InlineData("gateStatusWill", """{"online":true,"at":"yesterday"}""")]
    [InlineData("gateStatusWill", """{"online":true,"at":"2026-11-23T00:30:00Z","faults":[null]}""")]
    public void TryDecode_IncompleteMessage_IsBadJson(string name, string json) =>
        Decode(Samples.All.Single(sample => sample.Name == name), Encoding.UTF8.GetBytes(json)).ShouldBe(PayloadFault.BadJson);

    [Fact]
    public void TryDecode_TextThatIsNone_IsBadJson()
    {
        var sample = Samples.All.Single(s => s.Name == "commandResult");
        byte[] start = [.. "{\"commandId\":\"019a0000-0000-7000-8000-000000000001\",\"outcome\":\""u8];

        Decode(sample, (byte[])[.. start, 0xC3, 0x28, .. "\"}"u8]).ShouldBe(PayloadFault.BadJson);
        Decode(sample, (byte[])[.. start, .. "\\ud800\"}"u8]).ShouldBe(PayloadFault.BadJson);
        Decode(sample, (byte[])[.. start, .. "\0\"}"u8]).ShouldBe(PayloadFault.BadJson);
        Decode(sample, (byte[])[.. start, .. "\\ud83d\\ude00\"}"u8]).ShouldBe(PayloadFault.None);
    }

    [Fact]
    public void TryDecode_DeepJson_IsBadJson()
    {
        var sample = Samples.All.Single(s => s.Name == "eventBatch");

        Decode(sample, Encoding.ASCII.GetBytes(new string('[', 1_000_000))).ShouldBe(PayloadFault.BadJson);
        Decode(sample, Encoding.ASCII.GetBytes("{\"unknown\":" + new string('[', 100_000))).ShouldBe(PayloadFault.BadJson);
    }

    [Fact]
    public void TryDecode_GzipBomb_IsTooLargeWithoutUnpackingIt()
    {
        var bomb = Pack(new byte[200 * 1024 * 1024]);
        bomb.Length.ShouldBeLessThan(Payload.MaxBytes);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Decode(Samples.All[0], bomb).ShouldBe(PayloadFault.TooLarge);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(8L * Payload.MaxBytes);
    }

    [Fact]
    public void TryDecode_GzipInGzip_IsBadJson() => Decode(Samples.All[0], Pack(Pack(Samples.All[0].ToJson()))).ShouldBe(PayloadFault.BadJson);

    [Fact]
    public void TryDecode_NothingOrTooMuch_SaysSo()
    {
        Decode(Samples.All[0], Array.Empty<byte>()).ShouldBe(PayloadFault.Empty);
        Decode(Samples.All[0], new byte[Payload.MaxBytes + 1]).ShouldBe(PayloadFault.TooLarge);
        Decode(Samples.All[0], new byte[] { 0x1F, 0x1F, 0x1F, 0x1F }).ShouldBe(PayloadFault.BadCompression);
        Decode(Samples.All[0], new byte[] { 0x1F }).ShouldNotBe(PayloadFault.None);
    }

    [Fact]
    public void Encode_LargeMessage_IsCompressedAndSmallIsNot()
    {
        var large = new RosterEntry[100];
        Payload.TryDecode(Samples.All.Single(s => s.Name == "rosterChunk").ToJson(), ContractsJson.Default.RosterEntryArray, out var two);
        Array.Fill(large, two![0]);

        var packed = Payload.Encode(large, ContractsJson.Default.RosterEntryArray);

        packed[0].ShouldBe((byte)0x1F);
        Payload.TryDecode(packed, ContractsJson.Default.RosterEntryArray, out var unpacked).ShouldBe(PayloadFault.None);
        unpacked!.Length.ShouldBe(100);
        Payload.Encode(new EventAck(Guid.Empty, 1), ContractsJson.Default.EventAck)[0].ShouldBe((byte)'{');
    }

    private static PayloadFault Decode(Sample sample, ReadOnlyMemory<byte> bytes) => sample.Decode(bytes);

    private static byte[] Pack(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest)) gzip.Write(bytes);
        return target.ToArray();
    }

    /// <summary>Every place in the tree below the root: member names and element numbers.</summary>
    private static IEnumerable<object[]> Paths(JsonNode node, object[] here)
    {
        var steps = node switch
        {
            JsonObject members => members.Select(member => (Step: (object)member.Key, member.Value)),
            JsonArray elements => elements.Select((element, i) => (Step: (object)i, Value: element)),
            _ => [],
        };
        foreach (var (step, value) in steps)
        {
            object[] path = [.. here, step];
            yield return path;
            if (value is null) continue;
            foreach (var deeper in Paths(value, path)) yield return deeper;
        }
    }

    private static JsonNode? At(JsonNode root, object[] path) =>
        path.Aggregate((JsonNode?)root, (node, step) => step is int i ? node![i] : node![(string)step]);

    /// <summary>The tree as text with any text, valid or not, in one place.</summary>
    private static byte[] Replaced(JsonNode root, object[] path, string json)
    {
        const string Place = "here stands something else";
        var copy = root.DeepClone();
        var parent = At(copy, path[..^1])!;
        if (path[^1] is int i) parent[i] = Place;
        else parent[(string)path[^1]] = Place;
        return Encoding.UTF8.GetBytes(copy.ToJsonString().Replace($"\"{Place}\"", json, StringComparison.Ordinal));
    }
}
