using Microsoft.Extensions.Logging;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Faces;

/// <summary>What a screen shows while somebody is enrolled, and a moment after. Names nobody.</summary>
/// <param name="End">Null while it goes on.</param>
public sealed record EnrolmentView(FaceHint Hint, int Taken, int Wanted, EnrolmentEnd? End);

/// <summary>
/// Carries enrolments out: one at a time, only with a consent that the roster knows, and only on the word of staff. Codes
/// go on opening the gate meanwhile; faces wait. Safe for concurrent use.
/// </summary>
public sealed class FaceEnrolment(GateParts parts, IFaceEnroller enroller, FaceKeeper keeper) : IFaceEnrolments
{
    /// <summary>The longest that taking the views may last (EnrolmentRules.Time), and somebody who has to walk from the desk to the gate.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>How long the end stands on the screen; why it failed is two sentences in up to three languages.</summary>
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(5), ShownFailed = TimeSpan.FromSeconds(12);

    private readonly Lock _lock = new();
    private readonly FaceEvents _events = new(parts);
    private (MemberId Member, Guid Consent, Guid RequestedBy)? _wanted;
    private TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile EnrolmentView? _view;

    /// <summary>Null when nobody is enrolled.</summary>
    public EnrolmentView? View => _view;

    /// <summary>True while somebody is enrolled: no face opens the gate then.</summary>
    public bool IsUnderWay => _view is { End: null };

    /// <summary>Raised after <see cref="View"/> changed, on any thread; must not block.</summary>
    public event Action? ViewChanged;

    /// <inheritdoc/>
    public EnrolmentStart Begin(MemberId member, Guid consent, Guid requestedBy)
    {
        if (parts.Store.Policy is not { FaceAllowed: true }) return EnrolmentStart.NoFaces;
        if (!HasConsent(member, consent)) return EnrolmentStart.NoConsent;
        lock (_lock)
        {
            if (_wanted is not null) return EnrolmentStart.Busy;
            _wanted = (member, consent, requestedBy);
            _asked.TrySetResult();
        }
        return EnrolmentStart.Started;
    }

    /// <summary>Carries out what is asked until cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            await _asked.Task.WaitAsync(ct);
            var (member, consent, requestedBy) = _wanted!.Value;
            EnrolmentEnd end;
            MemberId? duplicate = null;
            try
            {
                (end, duplicate) = await EnrolAsync(member, consent, requestedBy, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                parts.Logger.LogError(e, "Enrolling member {Member} failed", member);
                end = EnrolmentEnd.Fault;
            }
            if (end != EnrolmentEnd.Complete) _events.NotEnrolled(member, end, duplicate, requestedBy);
            var wanted = _view?.Wanted ?? 0;
            Show(new EnrolmentView(FaceHint.None, end == EnrolmentEnd.Complete ? wanted : _view?.Taken ?? 0, wanted, end));
            lock (_lock)
            {
                _wanted = null;
                _asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            await Task.WhenAny(Task.Delay(end == EnrolmentEnd.Complete ? Shown : ShownFailed, parts.Time, ct), _asked.Task);
            Show(null);
        }
    }

    private async Task<(EnrolmentEnd End, MemberId? Duplicate)> EnrolAsync(MemberId member, Guid consent, Guid requestedBy, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Longest, parts.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        Show(new EnrolmentView(FaceHint.LookAtCamera, 0, 0, null));
        try
        {
            await foreach (var step in enroller.EnrolAsync(member, both.Token))
            {
                if (step.Result is not { } result)
                {
                    Show(new EnrolmentView(step.Hint, step.Taken, step.Wanted, null));
                    continue;
                }
                if (result.End != EnrolmentEnd.Complete) return (result.End, result.Duplicate);
                // Withdrawn while the person stood there: nothing is kept.
                if (!HasConsent(member, consent)) return (EnrolmentEnd.NoConsent, null);
                keeper.Enrol(member, consent, result.Views, requestedBy);
                return (EnrolmentEnd.Complete, null);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return (EnrolmentEnd.TimedOut, null);
        }
        return (EnrolmentEnd.Fault, null);
    }

    private bool HasConsent(MemberId member, Guid consent)
    {
        try
        {
            return parts.Store.FindConsenting(member, parts.Clock.Read().Now) is { FaceConsent: { } known } found
                && known.Id == consent && (!found.Minor || known.ByGuardian);
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private void Show(EnrolmentView? view)
    {
        if (_view == view) return;
        _view = view;
        try
        {
            ViewChanged?.Invoke();
        }
        catch (Exception e)
        {
            parts.Logger.LogError(e, "A listener of the enrolment failed");
        }
    }
}
