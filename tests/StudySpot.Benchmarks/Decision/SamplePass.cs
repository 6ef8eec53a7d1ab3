using NodaTime;
using StudySpot.Access;
using StudySpot.Crypto;

namespace StudySpot.Benchmarks.Decision;

/// <summary>A tenant, a hall and one phone that shows valid codes.</summary>
internal sealed class SamplePass : IDisposable
{
    public static readonly Instant Now = Instant.FromUtc(2026, 11, 23, 5, 30);

    private static readonly TenantId Tenant = new(Guid.CreateVersion7(Now.ToDateTimeOffset()));
    private readonly Ed25519PrivateKey _issuer = Ed25519PrivateKey.Generate();
    private readonly Ed25519PrivateKey _phone = Ed25519PrivateKey.Generate();
    private readonly byte[] _document;

    public SamplePass()
    {
        Credential = new KnownCredential(
            new CredentialId(Guid.CreateVersion7(Now.ToDateTimeOffset())), new MemberId(Guid.CreateVersion7(Now.ToDateTimeOffset())),
            Suites.Ed25519, _phone.PublicKey, Now - Duration.FromHours(1), Now + Duration.FromDays(180), Revoked: false);
        Member = new KnownMember(Credential.Member, MemberStatus.Active, new LocalDate(2026, 12, 31), [], [new HoursWindow(0x7F, 6 * 60, 22 * 60)]);
        _document = CredentialCodec.Encode(
            new CredentialDraft
            {
                Id = Credential.Id,
                Tenant = Tenant,
                Member = Credential.Member,
                NotBefore = Credential.NotBefore,
                NotAfter = Credential.NotAfter,
                HolderKey = Credential.PublicKey,
            }, _issuer);
        Policy = new AccessPolicy
        {
            Version = 1,
            Rules = AccessRules.All,
            Zone = DateTimeZoneProviders.Tzdb["Asia/Kolkata"],
            CodeLifetime = Duration.FromSeconds(30),
            FutureTolerance = Duration.FromSeconds(5),
            PhoneClockWrongBeyond = Duration.FromSeconds(120),
            RosterMaxAge = Duration.FromDays(7),
            FreshCredentialMaxAge = Duration.FromDays(1),
            IssuerKeys = [_issuer.PublicKey],
        };
    }

    public GatePlace Place { get; } = new(Tenant, new HallId(Guid.CreateVersion7(Now.ToDateTimeOffset())), new GateId(Guid.CreateVersion7(Now.ToDateTimeOffset())));

    public KnownCredential Credential { get; }

    public KnownMember Member { get; }

    public AccessPolicy Policy { get; }

    public string ShortCode() => PresentationCodec.Encode(Draft(), _phone);

    public string LongCode() => PresentationCodec.Encode(Draft() with { Document = _document }, _phone);

    public void Dispose()
    {
        _issuer.Dispose();
        _phone.Dispose();
    }

    private PresentationDraft Draft() => new()
    {
        CredentialId = Credential.Id,
        Time = Now - Duration.FromSeconds(4),
        Place = new Place(18.52, 73.86),
        Nonce = RandomBytes.Get(PresentationCodec.NonceSize),
    };
}
