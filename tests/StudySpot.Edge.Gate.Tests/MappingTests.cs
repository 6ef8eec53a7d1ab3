using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Mapping;

namespace StudySpot.Edge.Gate.Tests;

/// <summary>From the wire to the engine: what cannot be read denies.</summary>
public sealed class MappingTests
{
    private static readonly Guid Id = Guid.Parse("0192aaaa-0000-7000-8000-000000000001");
    private static readonly GatePlace Place = new(new TenantId(Id), new HallId(Id), new GateId(Id));

    private static readonly GatePolicy Policy = new()
    {
        TenantId = Id, HallId = Id, GateId = Id, Version = 3, Zone = "Asia/Kolkata", Rules = ["code_format"], IssuerKeys = [new byte[32]],
    };

    private static readonly RosterEntry Entry = new()
    {
        CredentialId = Id, MemberId = Id, Suite = 1, PublicKey = new byte[32], Status = "active",
        NotBefore = DateTimeOffset.UnixEpoch, NotAfter = DateTimeOffset.UnixEpoch.AddDays(1),
    };

    public static TheoryData<string, GatePolicy?> Unusable => new()
    {
        { "none", null },
        { "other tenant", Policy with { TenantId = Guid.Empty } },
        { "other hall", Policy with { HallId = Guid.Empty } },
        { "other gate", Policy with { GateId = Guid.Empty } },
        { "unknown zone", Policy with { Zone = "Asia/Atlantis" } },
        { "no zone", Policy with { Zone = null! } },
        { "no rules", Policy with { Rules = null! } },
        { "no keys", Policy with { IssuerKeys = null! } },
        { "short key", Policy with { IssuerKeys = [new byte[31]] } },
        { "null key", Policy with { IssuerKeys = [null!] } },
        { "no lifetime", Policy with { CodeLifetimeSeconds = 0 } },
        { "negative tolerance", Policy with { FutureToleranceSeconds = -1 } },
        { "no roster age", Policy with { RosterMaxAgeSeconds = 0 } },
        { "no time to walk", Policy with { PassageTimeoutSeconds = 0 } },
    };

    [Theory]
    [MemberData(nameof(Unusable), DisableDiscoveryEnumeration = true)]
    public void ToAccess_UnusablePolicy_IsNull(string what, GatePolicy? policy) => PolicyMapping.ToAccess(policy, Place).ShouldBeNull(what);

    [Fact]
    public void ToAccess_GoodPolicy_KeepsEveryValue()
    {
        var mapped = PolicyMapping.ToAccess(Policy, Place).ShouldNotBeNull();
        mapped.ShouldSatisfyAllConditions(
            p => p.Version.ShouldBe(3), p => p.Zone.Id.ShouldBe("Asia/Kolkata"), p => p.Rules.ShouldBe(["code_format"]),
            p => p.CodeLifetime.ShouldBe(Duration.FromSeconds(30)), p => p.FutureTolerance.ShouldBe(Duration.FromSeconds(5)),
            p => p.PhoneClockWrongBeyond.ShouldBe(Duration.FromSeconds(120)), p => p.RosterMaxAge.ShouldBe(Duration.FromDays(7)),
            p => p.FreshCredentialMaxAge.ShouldBe(Duration.FromDays(1)), p => p.IssuerKeys.Count.ShouldBe(1));
    }

    [Theory]
    [InlineData("active", MemberStatus.Active)]
    [InlineData("suspended", MemberStatus.Suspended)]
    [InlineData("ended", MemberStatus.Ended)]
    [InlineData("Active", MemberStatus.Ended)]
    [InlineData("", MemberStatus.Ended)]
    [InlineData(null, MemberStatus.Ended)]
    public void ToKnown_Status_UnknownWordIsEnded(string? word, MemberStatus status) =>
        RosterMapping.ToKnown(Entry with { Status = word! }).Member.Status.ShouldBe(status);

    [Fact]
    public void ToKnown_HoursHallsAndDay_AreRead()
    {
        var (credential, member) = RosterMapping.ToKnown(Entry with { ValidThrough = "2026-12-31", Halls = [Id], Hours = [new(127, "06:00", "24:00"), new(1, "22:00", "02:30")] });
        credential.PublicKey.Length.ShouldBe(32);
        member.ValidThrough.ShouldBe(new LocalDate(2026, 12, 31));
        member.Halls.ShouldBe([new HallId(Id)]);
        member.Hours.ShouldBe([new HoursWindow(127, 360, 1440), new HoursWindow(1, 1320, 150)]);
    }

    public static TheoryData<string, RosterEntry> Unreadable => new()
    {
        { "day", Entry with { ValidThrough = "2026-02-30" } },
        { "empty day", Entry with { ValidThrough = "" } },
        { "hour", Entry with { Hours = [new(127, "6:00", "12:00")] } },
        { "hour past midnight", Entry with { Hours = [new(127, "24:00", "12:00")] } },
        { "hour 25", Entry with { Hours = [new(127, "06:00", "25:00")] } },
        { "minute 60", Entry with { Hours = [new(127, "06:60", "12:00")] } },
        { "minute past 24:00", Entry with { Hours = [new(127, "06:00", "24:01")] } },
        { "null hour", Entry with { Hours = [new(127, null!, "12:00")] } },
        { "days", Entry with { Hours = [new(128, "06:00", "12:00")] } },
        { "null window", Entry with { Hours = [null!] } },
        { "null hours", Entry with { Hours = null! } },
        { "null halls", Entry with { Halls = null! } },
        { "other digits", Entry with { Hours = [new(127, "٠٦:٠٠", "12:00")] } },
    };

    [Theory]
    [MemberData(nameof(Unreadable), DisableDiscoveryEnumeration = true)]
    public void ToKnown_UnreadablePart_EndsTheMember(string what, RosterEntry entry) =>
        RosterMapping.ToKnown(entry).Member.Status.ShouldBe(MemberStatus.Ended, what);

    [Theory]
    [InlineData(256 + 1)]
    [InlineData(-255)]
    public void ToKnown_SuiteThatDoesNotFit_DoesNotWrapRound(int suite) =>
        RosterMapping.ToKnown(Entry with { Suite = suite, PublicKey = null! }).Credential.Suite.ShouldBe((byte)0);
}
