using Microsoft.AspNetCore.Authorization;

namespace StudySpot.Cloud.Api.Identity;

/// <summary>Who may call an endpoint. Every endpoint names one of these or allows anonymous calls; one that says nothing is closed to all.</summary>
public static class Requirements
{
    public const string Anyone = "anyone";
    /// <summary>Owner or staff.</summary>
    public const string Desk = "desk";
    public const string Owner = "owner";
    public const string Student = "student";

    public static void Add(AuthorizationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.AddPolicy(Anyone, p => p.RequireAuthenticatedUser().RequireRole(Roles.Owner, Roles.Staff, Roles.Student));
        options.AddPolicy(Desk, p => p.RequireAuthenticatedUser().RequireRole(Roles.Owner, Roles.Staff));
        options.AddPolicy(Owner, p => p.RequireAuthenticatedUser().RequireRole(Roles.Owner));
        options.AddPolicy(Student, p => p.RequireAuthenticatedUser().RequireRole(Roles.Student));
        // An endpoint whose author forgot to say who may call it must not open a door.
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(_ => false).Build();
    }
}

/// <summary>Words in <c>account.role</c> and in access tokens.</summary>
public static class Roles
{
    public const string Owner = "owner";
    public const string Staff = "staff";
    public const string Student = "student";
}
