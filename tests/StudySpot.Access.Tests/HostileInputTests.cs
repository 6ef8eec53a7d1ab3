using System.Text;
using System.Text.Json;
using NodaTime;

namespace StudySpot.Access.Tests;

/// <summary>Numbers from a damaged store or a wrong policy, and evidence from anywhere.</summary>
public sealed class HostileInputTests(ITestOutputHelper output)
{
    private static readonly Instant[] Instants =
    [
        Instant.MinValue, Instant.MaxValue, NodaConstants.UnixEpoch, NodaConstants.UnixEpoch - Duration.Epsilon, Instant.FromUnixTimeSeconds(1L << 32),
        TestPass.Now, TestPass.Now + Duration.FromSeconds(5), TestPass.Now - Duration.FromMilliseconds(1), TestPass.Now + Duration.FromDays(3650),
    ];

    private static readonly Duration[] Durations =
    [
        Duration.MinValue, Duration.MaxValue, Duration.Zero, Duration.Epsilon, -Duration.Epsilon, Duration.FromSeconds(30), Duration.FromSeconds(-30), Duration.FromDays(100_000),
    ];

    private static readonly int[] Numbers = [int.MinValue, int.MaxValue, -1, 0, 1, 127, 359, 660, 1439, 1440, 1441];

    [Fact]
    public void Decide_HostileNumbers_NeverThrowsAndRerunsAlike()
    {
        var seed = TestSeed.Next(output);
        var random = new Random(seed);
        using var pass = new TestPass();
        string[] texts = [pass.ShortText, pass.LongText, pass.PlaceText, "SS2:", "", new string('\u0900', 2000)];
        for (var i = 0; i < 20_000; i++)
        {
            var text = random.GetItems(texts, 1)[0];
            var input = Hostile(pass.Input(text), random);

            var decision = AccessEngine.Decide(input);

            var json = DecisionEvidence.Of(text, input).ToJson().GetRawText();
            Encoding.UTF8.GetByteCount(json).ShouldBeLessThan(4096, $"seed {seed}");
            var again = AccessEngine.Rerun(DecisionEvidence.FromJson(JsonSerializer.Deserialize<JsonElement>(json))!, input.Policy);
            if (again != decision) Assert.Fail($"{decision} became {again} (seed {seed}, {json})");
        }
    }

    [Fact]
    public void Decide_HostileNumbersWithoutAValidSignature_NeverAllows()
    {
        var seed = TestSeed.Next(output);
        var random = new Random(seed);
        using var pass = new TestPass();
        using var stranger = new TestPass();
        // Another phone signed these; the credential id they name is in order.
        var text = PresentationCodec.Prefix + Base45.Encode(stranger.Sign(pass.Draft));
        var longText = PresentationCodec.Prefix + Base45.Encode(stranger.Sign(pass.Draft with { Document = pass.Document }));
        for (var i = 0; i < 20_000; i++)
        {
            var decision = AccessEngine.Decide(Hostile(pass.Input(i % 2 == 0 ? text : longText), random));
            if (decision.Outcome != Outcome.Deny) Assert.Fail($"{decision} (seed {seed})");
        }
    }

    [Fact]
    public void Decide_PolicyWithHoles_Denies()
    {
        using var pass = new TestPass();
        var input = pass.Input(pass.ShortText);
        Reason Said(AccessPolicy policy) => AccessEngine.Decide(input with { Policy = policy }).Reason;

        Said(pass.Policy with { Zone = null! }).ShouldBe(Reason.NoPolicy);
        Said(pass.Policy with { Rules = null! }).ShouldBe(Reason.NoPolicy);
        Said(pass.Policy with { Rules = [null!] }).ShouldBe(Reason.NoPolicy);
        AccessEngine.Decide(pass.Input(pass.LongText, known: false) with { Policy = pass.Policy with { IssuerKeys = null! } }).Reason.ShouldBe(Reason.UnknownCredential);
        AccessEngine.Decide(pass.Input(pass.LongText, known: false) with { Policy = pass.Policy with { IssuerKeys = [default, new byte[31], new byte[33]] } })
            .Reason.ShouldBe(Reason.UnknownCredential);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public void Decide_RosterKeyOfWrongLength_Denies(int length)
    {
        using var pass = new TestPass();
        var input = pass.Input(pass.ShortText) with { Credential = pass.Credential with { PublicKey = new byte[length] } };

        AccessEngine.Decide(input).Reason.ShouldBe(Reason.BadSignature);
    }

    private static DecisionInput Hostile(DecisionInput input, Random random)
    {
        Instant Time() => random.GetItems(Instants, 1)[0];
        Duration Span() => random.GetItems(Durations, 1)[0];
        bool Often() => random.Next(4) != 0;
        var hours = Enumerable.Range(0, random.Next(4) == 0 ? 400 : random.Next(3)).Select(_ => new HoursWindow(Pick(random), Pick(random), Pick(random))).ToArray();
        var halls = Enumerable.Range(0, random.Next(4) == 0 ? 400 : random.Next(3)).Select(i => i == 300 ? input.Place.Hall : new HallId(Guid.CreateVersion7(TestPass.Now.ToDateTimeOffset()))).ToArray();
        return input with
        {
            Direction = (Direction)Pick(random, 0, 1, 2, -1),
            Clock = Often() ? new ClockReading(Often() ? input.Clock.Now : Time(), (ClockQuality)Pick(random, 0, 1, 2, 2, 2, 9), Span()) : input.Clock,
            Policy = input.Policy! with
            {
                CodeLifetime = Span(),
                FutureTolerance = Span(),
                PhoneClockWrongBeyond = Span(),
                RosterMaxAge = Span(),
                FreshCredentialMaxAge = Span(),
                Version = random.NextInt64(long.MinValue, long.MaxValue),
            },
            Roster = Often() ? new RosterState(random.NextInt64(), Time()) : null,
            Credential = Often() ? input.Credential! with { NotBefore = Time(), NotAfter = Time(), Revoked = !Often(), Suite = (byte)Pick(random, 0, 1, 1, 1, 255) } : null,
            Member = Often()
                ? input.Member! with
                {
                    Status = (MemberStatus)Pick(random, 0, 1, 2, 2, 2),
                    ValidThrough = Often() ? null : Often() ? LocalDate.MaxIsoValue : LocalDate.MinIsoValue,
                    Hours = hours,
                    Halls = halls,
                }
                : null,
            Memory = Often() ? default : new ReplayMemory(!Often(), Time(), Span()),
        };
    }

    private static int Pick(Random random, params int[] numbers) => random.GetItems(numbers.Length == 0 ? Numbers : numbers, 1)[0];
}
