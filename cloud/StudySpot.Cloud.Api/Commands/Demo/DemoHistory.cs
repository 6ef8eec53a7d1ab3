using NodaTime;
using StudySpot.Access;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Cloud.Data.Sessions;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Commands.Demo;

/// <summary>A member as the history needs it.</summary>
internal sealed record DemoMember(Guid MemberId, int MemberNumber, string Status);

/// <summary>
/// A week of comings and goings, so that charts are not empty. They are the events of one retired gate, in one gapless
/// stream, and the sessions are derived from them by the code that derives all sessions. Written as the owner of the
/// tables, because the Api may not write events.
/// </summary>
internal sealed class DemoHistory(DemoGate gate, DateTimeZone zone, Instant now)
{
    private const int Days = 7;

    /// <summary>Fixed, so that two demos tell the same story.</summary>
    private readonly Random _random = new(20261123);

    private readonly List<DemoEvent> _events = [];

    public async Task WriteAsync(TenantSession session, IReadOnlyList<DemoMember> members, CancellationToken ct)
    {
        Compose(members);
        var stream = _events.OrderBy(e => e.At).ToList();
        var incarnation = Guid.CreateVersion7(stream[0].At.ToDateTimeOffset());
        await session.ExecuteAsync(
            """
            insert into event (tenant_id, gate_id, incarnation, sequence, occurred_at, event_id, hall_id, kind, received_at, boot_id, monotonic_ms,
                clock_quality, direction, member_id, outcome, reason, rule_id, roster_version, policy_version, offline, decision_id)
            select @tenant, @gate, @incarnation, s.n, s.at, s.id, @hall, s.kind, s.at + interval '400 milliseconds', @incarnation,
                extract(epoch from s.at - @start) * 1000, 'synchronised', s.direction, s.member, s.outcome, s.reason, s.rule, 1, 1, false, s.decision
            from unnest(@ids, @times, @kinds, @directions, @memberIds, @outcomes, @reasons, @rules, @decisions)
                with ordinality as s(id, at, kind, direction, member, outcome, reason, rule, decision, n)
            """,
            new
            {
                tenant = session.Tenant,
                gate = gate.GateId,
                hall = gate.HallId,
                incarnation,
                start = stream[0].At.ToDateTimeOffset(),
                ids = stream.Select(e => e.Id).ToArray(),
                times = stream.Select(e => e.At.ToDateTimeUtc()).ToArray(),
                kinds = stream.Select(e => e.Kind).ToArray(),
                directions = stream.Select(e => e.Direction).ToArray(),
                memberIds = stream.Select(e => e.Member).ToArray(),
                outcomes = stream.Select(e => e.Outcome).ToArray(),
                reasons = stream.Select(e => e.Reason).ToArray(),
                rules = stream.Select(e => e.Rule).ToArray(),
                decisions = stream.Select(e => e.Decision).ToArray(),
            }, ct);
        await session.ExecuteAsync(
            """
            insert into gate_stream (tenant_id, gate_id, incarnation, through, highest, first_seen, last_seen)
            values (@tenant, @gate, @incarnation, @count, @count, @first, @last)
            """,
            new
            {
                tenant = session.Tenant,
                gate = gate.GateId,
                incarnation,
                count = (long)stream.Count,
                first = stream[0].At.ToDateTimeOffset(),
                last = stream[^1].At.ToDateTimeOffset(),
            }, ct);
        await WriteSessionsAsync(session, stream, incarnation, ct);
    }

    private async Task WriteSessionsAsync(TenantSession session, List<DemoEvent> stream, Guid incarnation, CancellationToken ct)
    {
        var passages = stream.Select((e, index) => (Event: e, Sequence: index + 1L)).Where(p => p.Event.Kind == EventKinds.Passage);
        foreach (var member in passages.GroupBy(p => p.Event.Member!.Value))
        {
            var derived = SessionDerivation.Derive(
                member.Select(p => new Passage(p.Event.Id, new HallId(gate.HallId), p.Event.Direction == "entry", p.Event.At.ToDateTimeOffset(), incarnation, p.Sequence)),
                _ => TimeSpan.FromHours(14), now.ToDateTimeOffset());
            foreach (var stay in derived)
            {
                await session.ExecuteAsync(
                    """
                    insert into session (tenant_id, member_id, hall_id, entered_at, entry_event_id, left_at, exit_event_id, closed_by)
                    values (@tenant, @member, @Hall, @EnteredAt, @EntryEventId, @LeftAt, @ExitEventId, @closedBy)
                    """,
                    new
                    {
                        tenant = session.Tenant,
                        member = member.Key,
                        stay.Hall,
                        stay.EnteredAt,
                        stay.EntryEventId,
                        stay.LeftAt,
                        stay.ExitEventId,
                        closedBy = stay.End switch { SessionEnd.Exit => "exit", SessionEnd.NextEntry => "next_entry", SessionEnd.Rule => "rule", _ => null },
                    }, ct);
            }
        }
    }

    private void Compose(IReadOnlyList<DemoMember> members)
    {
        var today = now.InZone(zone).Date;
        for (var day = -Days; day <= 0; day++)
        {
            var date = today.PlusDays(day);
            foreach (var member in members)
            {
                if (member.Status != "active")
                {
                    if (_random.Next(5) == 0) Refuse(member, date, "member_not_active", "member_active");
                    continue;
                }
                // The student the demo shows begins with an empty page.
                if (member.MemberNumber == 1 || _random.Next(10) >= (date.DayOfWeek == IsoDayOfWeek.Sunday ? 4 : 7)) continue;
                Visit(member, date);
                if (_random.Next(12) == 0) Refuse(member, date, "code_expired", "code_time");
            }
        }
    }

    private void Visit(DemoMember member, LocalDate date)
    {
        // Two waves: before college and after lunch.
        var minute = (_random.Next(3) < 2 ? 6 * 60 : 14 * 60) + _random.Next(150);
        var came = At(date, minute);
        var went = came + Duration.FromMinutes(120 + _random.Next(300));
        // Nobody of the past is still inside: the gate they would leave through is retired.
        if (went > now - Duration.FromMinutes(30)) return;
        Pass(member, came, "entry");
        // One in forty walks out behind somebody else: closed by rule.
        if (_random.Next(40) != 0 || went > now - Duration.FromHours(15)) Pass(member, went, "exit");
    }

    private void Pass(DemoMember member, Instant at, string direction)
    {
        var decision = Guid.CreateVersion7(at.ToDateTimeOffset());
        _events.Add(new DemoEvent(decision, at, EventKinds.Decision, direction, member.MemberId, "allow", "allowed", "all", null));
        var walked = at + Duration.FromMilliseconds(1200 + _random.Next(1500));
        _events.Add(new DemoEvent(Guid.CreateVersion7(walked.ToDateTimeOffset()), walked, EventKinds.Passage, direction, member.MemberId, null, null, null, decision));
    }

    private void Refuse(DemoMember member, LocalDate date, string reason, string rule)
    {
        var at = At(date, 7 * 60 + _random.Next(600));
        if (at < now) _events.Add(new DemoEvent(Guid.CreateVersion7(at.ToDateTimeOffset()), at, EventKinds.Decision, "entry", member.MemberId, "deny", reason, rule, null));
    }

    private Instant At(LocalDate date, int minute) =>
        (date + new LocalTime(minute / 60, minute % 60)).InZoneLeniently(zone).ToInstant() + Duration.FromMilliseconds(_random.Next(60_000));

    private sealed record DemoEvent(
        Guid Id, Instant At, string Kind, string Direction, Guid? Member, string? Outcome, string? Reason, string? Rule, Guid? Decision);
}

/// <summary>The gate whose past is told.</summary>
internal sealed record DemoGate(Guid GateId, Guid HallId);
