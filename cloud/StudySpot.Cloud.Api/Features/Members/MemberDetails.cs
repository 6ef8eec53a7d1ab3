using System.Globalization;
using System.Text.Json;
using StudySpot.Access;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Features.Members;

/// <summary>What the desk writes down about a member.</summary>
public sealed record MemberDetails(
    string Name, string? Phone, string? Email, DateOnly? ValidThrough, IReadOnlyList<Guid>? Halls, IReadOnlyList<AllowedHours>? Hours)
{
    private const int MostHalls = 100;

    /// <summary>Seven days with a morning and an evening shift, and room.</summary>
    private const int MostWindows = 50;

    private const int AllDays = 0b111_1111;

    public FieldErrors Validate()
    {
        var errors = new FieldErrors()
            .Text("name", Name, 200)
            .Phone("phone", Phone)
            .Email("email", Email)
            // A slipped finger in the year, not a rule of business.
            .When(ValidThrough is { Year: < 2000 or > 2100 }, "validThrough", "Is from 2000 to 2100.")
            .When(Halls?.Count > MostHalls, "halls", $"Has more than {MostHalls} halls.")
            .When(Hours?.Count > MostWindows, "hours", $"Has more than {MostWindows} windows.");
        for (var i = 0; i < Math.Min(Hours?.Count ?? 0, MostWindows); i++) Validate(errors, $"hours[{i}]", Hours![i]);
        return errors;
    }

    /// <summary>True when all halls are the tenant's.</summary>
    public async Task<bool> HallsExistAsync(TenantSession session, CancellationToken ct)
    {
        if (Halls is not { Count: > 0 }) return true;
        var ids = Halls.Distinct().ToArray();
        return await session.GetAsync<long>("select count(*) from hall where tenant_id = @tenant and hall_id = any(@ids)",
            new { tenant = session.Tenant, ids }, ct) == ids.Length;
    }

    /// <summary>Parameters for writing, trimmed; empty text is no text.</summary>
    /// <param name="rosterVersion">Null leaves it.</param>
    public object ToParameters(TenantId tenant, Guid memberId, long? rosterVersion, DateTimeOffset now) => new
    {
        tenant,
        memberId,
        name = Name.Trim(),
        phone = Trimmed(Phone),
        email = Trimmed(Email),
        validThrough = ValidThrough,
        halls = HallIds,
        hours = HoursJson,
        rosterVersion,
        now,
    };

    public Guid[] HallIds => [.. (Halls ?? []).Distinct()];

    public string HoursJson => JsonSerializer.Serialize(Hours ?? [], MemberRow.HoursJson);

    public static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static void Validate(FieldErrors errors, string field, AllowedHours? window)
    {
        if (window is null)
        {
            errors.Add(field, "Is needed.");
            return;
        }
        errors
            .When(window.Days is < 1 or > AllDays, $"{field}.days", "Names no day, or days there are not.")
            .When(!IsTime(window.From), $"{field}.from", "Is a time such as 06:00.")
            .When(!IsTime(window.To) && window.To != "24:00", $"{field}.to", "Is a time such as 22:30, or 24:00.");
    }

    private static bool IsTime(string? text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
