using System.Text.Json;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Features.Members;

/// <summary>A member as lists show them.</summary>
public record MemberView
{
    public required Guid MemberId { get; init; }
    /// <summary>Counts from 1 within the tenant; what people say at the desk.</summary>
    public required int MemberNumber { get; init; }
    public required string Name { get; init; }
    public string? Phone { get; init; }
    public string? Email { get; init; }
    /// <summary>active, suspended or ended.</summary>
    public required string Status { get; init; }
    /// <summary>Last paid day, inclusive; null means no end.</summary>
    public DateOnly? ValidThrough { get; init; }
    /// <summary>Empty means all halls.</summary>
    public required IReadOnlyList<Guid> Halls { get; init; }
    /// <summary>Empty means always.</summary>
    public required IReadOnlyList<AllowedHours> Hours { get; init; }
    /// <summary>Phones that can open a gate now.</summary>
    public required long CredentialCount { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Row of <c>member</c> as the queries of this area select it.</summary>
public sealed record MemberRow
{
    /// <summary>Needs the parameters tenant and now. The count runs on an index, for the rows of one page.</summary>
    public const string Columns =
        """
        m.member_id as memberid, m.member_number as membernumber, m.name, m.phone, m.email, m.status, m.valid_through as validthrough,
        m.halls, m.hours, m.created_at as createdat, lower(m.name) as sortname,
        (select count(*) from credential c where c.tenant_id = m.tenant_id and c.member_id = m.member_id
            and c.revoked_at is null and c.not_after > @now) as credentialcount
        """;

    public Guid MemberId { get; init; }
    public int MemberNumber { get; init; }
    public string Name { get; init; } = "";
    public string? Phone { get; init; }
    public string? Email { get; init; }
    public string Status { get; init; } = "";
    public DateOnly? ValidThrough { get; init; }
    public Guid[] Halls { get; init; } = [];
    public string Hours { get; init; } = "[]";
    public DateTimeOffset CreatedAt { get; init; }
    public string SortName { get; init; } = "";
    public long CredentialCount { get; init; }

    public static Task<MemberRow?> FindAsync(TenantSession session, Guid memberId, DateTimeOffset now, CancellationToken ct) => session.FindAsync<MemberRow>(
        $"select {Columns} from member m where m.tenant_id = @tenant and m.member_id = @memberId", new { tenant = session.Tenant, memberId, now }, ct);

    public MemberView ToView() => new()
    {
        MemberId = MemberId,
        MemberNumber = MemberNumber,
        Name = Name,
        Phone = Phone,
        Email = Email,
        Status = Status,
        ValidThrough = ValidThrough,
        Halls = Halls,
        Hours = ReadHours(),
        CredentialCount = CredentialCount,
        CreatedAt = CreatedAt,
    };

    public IReadOnlyList<AllowedHours> ReadHours() => JsonSerializer.Deserialize<AllowedHours[]>(Hours, HoursJson) ?? [];

    /// <summary>How <c>member.hours</c> is written.</summary>
    public static readonly JsonSerializerOptions HoursJson = new(JsonSerializerDefaults.Web);
}
