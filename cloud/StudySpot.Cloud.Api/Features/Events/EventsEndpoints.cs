namespace StudySpot.Cloud.Api.Features.Events;

/// <summary>What happened at the doors: <c>/api/v1/events</c>.</summary>
public static class EventsEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder api)
    {
        var events = api.MapGroup("/events").WithTags("Events");
        ListEvents.Map(events);
        ReadEvent.Map(events);
    }
}
