using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace StudySpot.Contracts.Tests;

/// <summary>tests/vectors/messages.json is the wire as devices in the field speak it: a change that breaks these tests breaks them.</summary>
public sealed class VectorTests
{
    private static readonly JsonObject Vectors = JsonNode.Parse(File.ReadAllBytes(VectorFile()))!.AsObject();

    public static TheoryData<Sample> Messages => [.. Samples.All];

    [Theory]
    [MemberData(nameof(Messages), DisableDiscoveryEnumeration = true)]
    public void ToJson_Sample_IsTheVector(Sample sample)
    {
        var written = JsonNode.Parse(sample.ToJson());

        JsonNode.DeepEquals(written, Vectors[sample.Name]).ShouldBeTrue($"{sample.Name} is written as\n{written}");
    }

    [Theory]
    [MemberData(nameof(Messages), DisableDiscoveryEnumeration = true)]
    public void TryDecode_Vector_UnderstandsAllOfIt(Sample sample)
    {
        sample.Decode(Bytes(Vectors[sample.Name]!), out var understood).ShouldBe(PayloadFault.None);

        JsonNode.DeepEquals(JsonNode.Parse(understood!), Vectors[sample.Name]).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Messages), DisableDiscoveryEnumeration = true)]
    public void TryDecode_UnknownMembersEverywhere_AreIgnored(Sample sample)
    {
        var future = Vectors[sample.Name]!.DeepClone();
        AddUnknown(future);

        sample.Decode(Bytes(future), out var understood).ShouldBe(PayloadFault.None);

        JsonNode.DeepEquals(JsonNode.Parse(understood!), Vectors[sample.Name]).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Messages), DisableDiscoveryEnumeration = true)]
    public void TryDecode_Encoded_GivesItBack(Sample sample)
    {
        sample.Decode(sample.Encode(), out var understood).ShouldBe(PayloadFault.None);

        understood.ShouldBe(sample.ToJson());
    }

    [Fact]
    public void TryDecode_OptionalMembersMissing_TakeTheirDefaults()
    {
        const string Id = "019a0000-0000-7000-8000-000000000001";
        Payload.TryDecode(Encoding.UTF8.GetBytes($$"""
            {"tenantId":"{{Id}}","hallId":"{{Id}}","gateId":"{{Id}}","version":1,"zone":"Asia/Kolkata","rules":[],"issuerKeys":[]}
            """), ContractsJson.Default.GatePolicy, out var policy).ShouldBe(PayloadFault.None);
        Payload.TryDecode(Encoding.UTF8.GetBytes($$"""
            [{"credentialId":"{{Id}}","memberId":"{{Id}}","suite":1,"publicKey":"","notBefore":"2026-11-23T00:30:00Z","notAfter":"2026-11-23T00:30:00Z","status":"active"}]
            """), ContractsJson.Default.RosterEntryArray, out var entries).ShouldBe(PayloadFault.None);
        Payload.TryDecode("""{"online":true,"at":"2026-11-23T00:30:00Z"}"""u8.ToArray(), ContractsJson.Default.GateStatus, out var status).ShouldBe(PayloadFault.None);

        policy!.Languages.ShouldBe(["en", "hi"]);
        policy.CodeLifetimeSeconds.ShouldBe(30);
        policy.FutureToleranceSeconds.ShouldBe(5);
        policy.PhoneClockWrongBeyondSeconds.ShouldBe(120);
        policy.RosterMaxAgeSeconds.ShouldBe(604_800);
        policy.FreshCredentialMaxAgeSeconds.ShouldBe(86_400);
        policy.PassageTimeoutSeconds.ShouldBe(6);
        entries![0].Halls.ShouldBeEmpty();
        entries[0].Hours.ShouldBeEmpty();
        entries[0].Revoked.ShouldBeFalse();
        status!.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void ToString_ProvisioningBundle_DoesNotTellTheKey()
    {
        Payload.TryDecode(Bytes(Vectors["provisioningBundle"]!), ContractsJson.Default.ProvisioningBundle, out var bundle).ShouldBe(PayloadFault.None);

        bundle!.ToString().ShouldBe("gate-3");
    }

    [Fact]
    public void Vectors_EveryMessageTypeAndNoOther_IsPinned()
    {
        var registered = typeof(ContractsJson).GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
            .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!);

        Samples.All.Select(sample => sample.Type).Distinct().ShouldBe(registered, ignoreOrder: true);
        Samples.All.Select(sample => sample.Name).ShouldBe(Vectors.Select(vector => vector.Key), ignoreOrder: true);
    }

    [Fact]
    public void Vectors_EveryMember_OccursInASample()
    {
        foreach (var type in Samples.All.Select(sample => sample.Type.GetElementType() ?? sample.Type).Append(typeof(GateEvent)).Append(typeof(AllowedHours)).Distinct())
        {
            foreach (var member in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            {
                var name = $"\"{JsonNamingPolicy.CamelCase.ConvertName(member.Name)}\"";
                Vectors.ToJsonString().ShouldContain(name, Case.Sensitive, $"{type.Name}.{member.Name} is in no vector");
            }
        }
    }

    private static void AddUnknown(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var element in array) AddUnknown(element);
        }
        if (node is not JsonObject members) return;
        foreach (var (name, member) in members.ToList())
        {
            // Detail is handed on as it is, unknown or not.
            if (name != "detail") AddUnknown(member);
        }
        members.Insert(0, "addedInVersion9", JsonNode.Parse("""{"deep":[1,null,{"x":"y"}]}"""));
    }

    private static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node);

    private static string VectorFile()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "tests", "vectors", "messages.json");
            if (File.Exists(file)) return file;
        }
        throw new FileNotFoundException("tests/vectors/messages.json is in no folder above the test binaries.");
    }
}
