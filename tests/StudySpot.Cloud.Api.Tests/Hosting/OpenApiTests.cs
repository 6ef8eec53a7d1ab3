using System.Text.Json;
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

    /// <summary>Our own converter hides the type of times from the exporter; clients' types are made from what the document says.</summary>
    [Fact]
    public async Task Times_AreTexts_AndNullableWhereTheyMayBeMissing()
    {
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(RepositoryRoot.File("cloud/dashboard/openapi.json"), TestContext.Current.CancellationToken));
        var times = document.RootElement.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .SelectMany(schema => schema.Value.TryGetProperty("properties", out var properties)
                ? properties.EnumerateObject().Select(property => (Name: $"{schema.Name}.{property.Name}", property.Value))
                : [])
            .Where(property => property.Value.TryGetProperty("format", out var format) && format.GetString() == "date-time").ToArray();

        times.Length.ShouldBeGreaterThan(20);
        times.Where(time => !time.Value.TryGetProperty("type", out var type) || type.GetString() != "string").Select(time => time.Name).ShouldBeEmpty();
        var nullable = times.Where(time => time.Value.TryGetProperty("nullable", out var said) && said.GetBoolean()).Select(time => time.Name).ToArray();
        nullable.ShouldContain("FaceView.enrolledAt");
        nullable.ShouldContain("GateView.lastSeenAt");
        nullable.ShouldNotContain("GateView.createdAt");
    }
}
