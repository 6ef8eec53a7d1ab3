namespace StudySpot.Cloud.Api.Features.Halls;

/// <summary>The tenant's places: <c>/api/v1/halls</c>.</summary>
public static class HallsEndpoints
{
    public static void MapHalls(this IEndpointRouteBuilder api)
    {
        var halls = api.MapGroup("/halls").WithTags("Halls");
        ListHalls.Map(halls);
        CreateHall.Map(halls);
        ReadOccupancy.Map(halls);
    }
}
