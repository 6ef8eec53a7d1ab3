using NodaTime;

namespace StudySpot.Access.Rules;

/// <summary>The gate's clock as far as it can be believed.</summary>
internal readonly struct GateTime
{
    /// <summary>Longer spans in a policy mean the same as this one, and sums with them stay in range.</summary>
    private static readonly Duration Longest = Duration.FromDays(36_500);

    public GateTime(ClockReading clock, AccessPolicy policy)
    {
        Now = clock.Now;
        Uncertainty = clock.Quality == ClockQuality.Synchronised ? Duration.Zero : Bound(clock.Uncertainty);
        // A clock that may be further off than what we blame on phones cannot judge a phone.
        Trusted = clock.Quality switch
        {
            ClockQuality.Synchronised => WireTime.Holds(clock.Now),
            ClockQuality.Holdover => WireTime.Holds(clock.Now) && Uncertainty <= Bound(policy.PhoneClockWrongBeyond),
            _ => false,
        };
    }

    /// <summary>Between 1970 and 2106 when <see cref="Trusted"/>.</summary>
    public Instant Now { get; }

    /// <summary>Not negative; zero when synchronised.</summary>
    public Duration Uncertainty { get; }

    /// <summary>False: rules that look at the time do not judge, <c>clock_trusted</c> asks for staff.</summary>
    public bool Trusted { get; }

    /// <summary>A span from outside, made safe to add: not negative, at most 100 years.</summary>
    public static Duration Bound(Duration span) => span < Duration.Zero ? Duration.Zero : span > Longest ? Longest : span;
}
