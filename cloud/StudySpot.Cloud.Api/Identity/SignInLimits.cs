namespace StudySpot.Cloud.Api.Identity;

/// <summary>How often a password may be tried, per login and per address.</summary>
public sealed class SignInLimits(AttemptLimits attempts)
{
    /// <summary>A person who forgot their password tries three or four; ten in five minutes is 2,880 guesses a day at most.</summary>
    public const int PerLogin = 10;

    /// <summary>A whole reading room signs in from behind one address in the morning.</summary>
    public const int PerAddress = 120;

    public static readonly TimeSpan Window = AttemptLimits.Window;

    /// <summary>Counts this attempt. Null when it may go on, else how long to wait.</summary>
    public Task<TimeSpan?> TryTakeAsync(string organisation, string login, string address, CancellationToken ct) =>
        attempts.TryTakeAsync([Login(organisation, login), new AttemptCounter("address", address, PerAddress)], ct);

    /// <summary>The right password was given: earlier slips of that login no longer count.</summary>
    public Task ForgetLoginAsync(string organisation, string login, CancellationToken ct) => attempts.ForgetAsync(Login(organisation, login), ct);

    private static AttemptCounter Login(string organisation, string login) => new("login", $"{organisation}\n{login}", PerLogin);
}
