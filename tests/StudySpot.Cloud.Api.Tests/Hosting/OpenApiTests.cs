using StudySpot.Testing;

namespace StudySpot.Cloud.Api.Tests.Hosting;

public sealed class OpenApiTests
{
    [Fact]
    public async Task OpenApiFile_OfTheDashboard_IsFresh()
    {
        using var folder = new ScratchFolder();
        await RunningProcess.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "StudySpot.Cloud.Api.dll"), "openapi", "--out", folder.File("openapi.json")]);
        var kept = await File.ReadAllTextAsync(RepositoryRoot.File("cloud/dashboard/openapi.json"), TestContext.Current.CancellationToken);
        var made = await File.ReadAllTextAsync(folder.File("openapi.json"), TestContext.Current.CancellationToken);
        made.ShouldBe(kept, "Write it anew: StudySpot.Cloud.Api openapi --out cloud/dashboard/openapi.json");
    }
}
