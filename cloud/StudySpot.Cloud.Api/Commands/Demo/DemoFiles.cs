using System.Text.Json;

namespace StudySpot.Cloud.Api.Commands.Demo;

internal sealed record DemoLogin(string Login, string Password)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => nameof(DemoLogin);
}

/// <summary>Who can sign in to the demo; kept in credentials.json.</summary>
/// <param name="Student">The first of <see cref="Students"/>.</param>
internal sealed record DemoCredentials(string Organisation, DemoLogin Owner, DemoLogin Staff, DemoLogin Student, IReadOnlyList<DemoLogin> Students);

/// <summary>Files of the demo's folder. All hold secrets: only their owner may read them.</summary>
internal static class DemoFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Null when there is no such file or it is not what we wrote.</summary>
    public static async Task<T?> FindAsync<T>(string path, CancellationToken ct) where T : class
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<T>(await File.ReadAllTextAsync(path, ct), Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces the file at once: a reader sees the old or the new one.</summary>
    public static async Task WriteAsync<T>(string path, T value, CancellationToken ct)
    {
        var draft = path + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var stream = new FileStream(draft, options)) await JsonSerializer.SerializeAsync(stream, value, Json, ct);
        File.Move(draft, path, overwrite: true);
    }
}
