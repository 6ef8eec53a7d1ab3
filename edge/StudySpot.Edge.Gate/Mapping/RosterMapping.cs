using NodaTime;
using NodaTime.Text;
using StudySpot.Access;
using StudySpot.Contracts;

namespace StudySpot.Edge.Gate.Mapping;

/// <summary>From the wire's roster to the engine's terms. Never throws: what cannot be read makes the member ended, which denies entry.</summary>
public static class RosterMapping
{
    public static (KnownCredential Credential, KnownMember Member) ToKnown(RosterEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var member = new MemberId(entry.MemberId);
        var credential = new KnownCredential(
            new CredentialId(entry.CredentialId), member,
            // Suite 0 is none: a number that does not fit must not wrap round to one we know.
            entry.Suite is >= 0 and <= byte.MaxValue ? (byte)entry.Suite : (byte)0,
            entry.PublicKey ?? [], Instant.FromDateTimeOffset(entry.NotBefore), Instant.FromDateTimeOffset(entry.NotAfter), entry.Revoked);

        var readable = true;
        var hours = new List<HoursWindow>(entry.Hours?.Count ?? 0);
        foreach (var window in entry.Hours ?? [])
        {
            if (TryWindow(window, out var known)) hours.Add(known);
            else readable = false;
        }
        LocalDate? validThrough = null;
        if (entry.ValidThrough is { } text)
        {
            var parsed = LocalDatePattern.Iso.Parse(text);
            if (parsed.Success) validThrough = parsed.Value;
            else readable = false;
        }
        // An absent list means "all" and arrives as an empty one; a null on the wire is a mistake, not a permission.
        if (entry.Halls is null || entry.Hours is null) readable = false;
        var halls = (entry.Halls ?? []).Select(id => new HallId(id)).ToArray();
        return (credential, new KnownMember(member, readable ? Status(entry.Status) : MemberStatus.Ended, validThrough, halls, hours)
        {
            FaceConsent = entry.FaceConsent is { } consent ? new FaceConsent(consent.Id, consent.ByGuardian) : null,
            Minor = entry.Minor == true,
        });
    }

    private static MemberStatus Status(string? word) => word switch
    {
        "active" => MemberStatus.Active,
        "suspended" => MemberStatus.Suspended,
        _ => MemberStatus.Ended,
    };

    private static bool TryWindow(AllowedHours? window, out HoursWindow known)
    {
        known = default;
        if (window is null || window.Days is < 0 or > 127) return false;
        if (Minute(window.From) is not { } from || from > 1439 || Minute(window.To) is not { } to) return false;
        known = new HoursWindow(window.Days, from, to);
        return true;
    }

    /// <summary>Minute of the day of HH:mm; 24:00 is 1440; null when it is not a time.</summary>
    private static int? Minute(string? text)
    {
        if (text is not [var h1, var h2, ':', var m1, var m2]) return null;
        if (!char.IsAsciiDigit(h1) || !char.IsAsciiDigit(h2) || !char.IsAsciiDigit(m1) || !char.IsAsciiDigit(m2)) return null;
        var hour = (h1 - '0') * 10 + (h2 - '0');
        var minute = (m1 - '0') * 10 + (m2 - '0');
        if (minute > 59) return null;
        var total = hour * 60 + minute;
        return total <= 1440 ? total : null;
    }
}
