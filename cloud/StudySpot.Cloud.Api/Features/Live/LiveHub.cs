using Microsoft.AspNetCore.SignalR;
using StudySpot.Cloud.Api.Identity;

namespace StudySpot.Cloud.Api.Features.Live;

/// <summary>
/// Pushes to the dashboard: <c>events</c> (an array of event rows) and <c>gates</c> (an array of gate rows). A connection
/// belongs to its tenant's group and calls nothing.
/// </summary>
public sealed class LiveHub(LiveAudience audience) : Hub
{
    public override async Task OnConnectedAsync()
    {
        if (Context.User is null || Caller.From(Context.User) is not { } caller)
        {
            Context.Abort();
            return;
        }
        await Groups.AddToGroupAsync(Context.ConnectionId, LiveAudience.GroupOf(caller.Tenant));
        audience.Add(caller.Tenant, Context.ConnectionId);
        await base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.User is not null && Caller.From(Context.User) is { } caller) audience.Remove(caller.Tenant, Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}
