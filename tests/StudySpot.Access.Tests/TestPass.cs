using NodaTime;
using StudySpot.Crypto;

namespace StudySpot.Access.Tests;

/// <summary>One tenant, hall, member and phone, with everything in order.</summary>
internal sealed class TestPass : IDisposable
{
    public static readonly Instant Now = Instant.FromUtc(2026, 11, 23, 5, 30);

    private readonly Ed25519PrivateKey _issuer = Ed25519PrivateKey.Generate();
    private readonly Ed25519PrivateKey _phone = Ed25519PrivateKey.Generate();

    public TestPass()
    {
        Credential = new KnownCredential(
            new CredentialId(NewId()), new MemberId(NewId()), Suites.Ed25519, _phone.PublicKey, Now - Duration.FromHours(1), Now + Duration.FromDays(180), Revoked: false);
        Member = new KnownMember(Credential.Member, MemberStatus.Active, null, [], []);
        Document = CredentialCodec.Encode(
            new CredentialDraft
            {
                Id = Credential.Id,
                Tenant = Place.Tenant,
                Member = Credential.Member,
                NotBefore = Credential.NotBefore,
                NotAfter = Credential.NotAfter,
                HolderKey = Credential.PublicKey,
            }, _issuer);
        Policy = new AccessPolicy
        {
            Version = 3,
            Rules = AccessRules.All,
            Zone = DateTimeZoneProviders.Tzdb["Asia/Kolkata"],
            CodeLifetime = Duration.FromSeconds(30),
            FutureTolerance = Duration.FromSeconds(5),
            PhoneClockWrongBeyond = Duration.FromSeconds(120),
            RosterMaxAge = Duration.FromDays(7),
            FreshCredentialMaxAge = Duration.FromDays(1),
            IssuerKeys = [_issuer.PublicKey],
        };
        ShortText = PresentationCodec.Encode(Draft, _phone);
        PlaceText = PresentationCodec.Encode(Draft with { Place = new Place(18.52, 73.86) }, _phone);
        LongText = PresentationCodec.Encode(Draft with { Document = Document }, _phone);
    }

    public GatePlace Place { get; } = new(new TenantId(NewId()), new HallId(NewId()), new GateId(NewId()));

    public KnownCredential Credential { get; }

    public KnownMember Member { get; }

    public byte[] Document { get; }

    public AccessPolicy Policy { get; }

    public string ShortText { get; }

    public string PlaceText { get; }

    public string LongText { get; }

    public PresentationDraft Draft => new() { CredentialId = Credential.Id, Time = Now, Nonce = new byte[] { 1, 2, 3, 4, 5, 6 } };

    /// <summary>The bytes of a draft signed by this phone.</summary>
    public byte[] Sign(PresentationDraft draft) => PresentationCodec.EncodeBytes(draft, _phone);

    /// <summary>A text at the gate; the roster knows the phone only when <paramref name="known"/>.</summary>
    public DecisionInput Input(string text, Direction direction = Direction.Entry, bool known = true)
    {
        var read = PresentationCodec.TryParse(text, out var presentation, out var fault);
        return new DecisionInput
        {
            Presentation = presentation,
            Unreadable = read ? null : fault,
            Direction = direction,
            Place = Place,
            Clock = new ClockReading(Now + Duration.FromSeconds(2), ClockQuality.Synchronised, Duration.Zero),
            Policy = Policy,
            Roster = new RosterState(9, Now),
            Credential = known ? Credential : null,
            Member = known ? Member : null,
            Memory = default,
        };
    }

    public void Dispose()
    {
        _issuer.Dispose();
        _phone.Dispose();
    }

    private static Guid NewId() => Guid.CreateVersion7(Now.ToDateTimeOffset());
}
