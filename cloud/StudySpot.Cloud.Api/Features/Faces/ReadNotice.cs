using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Problems;

namespace StudySpot.Cloud.Api.Features.Faces;

/// <summary>The notice as it is now.</summary>
public sealed record NoticeView(int Version, string Language, string Title, IReadOnlyList<string> Paragraphs);

/// <summary>What to read before agreeing, in a language.</summary>
public static class ReadNotice
{
    public static void Map(IEndpointRouteBuilder faces) => faces.MapGet("/notice/{language}", Handle)
        .RequireAuthorization(Requirements.Anyone).WithName("ReadFaceNotice").ProducesProblem(404);

    private static Results<Ok<NoticeView>, ProblemHttpResult> Handle(string language) => FaceNotice.Find(language) is { } notice
        ? TypedResults.Ok(new NoticeView(notice.Version, notice.Language, notice.Title, notice.Paragraphs))
        : Problem.NotFound();
}
