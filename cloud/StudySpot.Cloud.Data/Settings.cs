using System.Globalization;
using System.Text.Json;

namespace StudySpot.Cloud.Data;

/// <summary>
/// Settings of one process: the environment, and below it the JSON file (one object of strings, numbers and booleans) that
/// <c>STUDYSPOT_CONFIG</c> names. Every failure names the key. Immutable.
/// </summary>
public sealed class Settings
{
    /// <summary>Largest configuration file read; a real one has a kilobyte.</summary>
    private const long MaxFileBytes = 1024 * 1024;

    private readonly Func<string, string?> _environment;
    private readonly Dictionary<string, string> _file = new(StringComparer.Ordinal);

    /// <param name="environment">Looks a variable up; null when it is not set.</param>
    /// <exception cref="SettingsException">The file is missing or not a JSON object of plain values.</exception>
    public Settings(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        _environment = environment;
        if (environment("STUDYSPOT_CONFIG") is { Length: > 0 } path) ReadFile(path);
    }

    /// <summary>Settings of this process.</summary>
    public static Settings FromEnvironment() => new(Environment.GetEnvironmentVariable);

    /// <summary>Null when the key is not set or empty.</summary>
    public string? Optional(string key)
    {
        var value = _environment(key);
        if (string.IsNullOrEmpty(value)) _file.TryGetValue(key, out value);
        return string.IsNullOrEmpty(value) ? null : value;
    }

    /// <exception cref="SettingsException">Not set.</exception>
    public string Required(string key, string meaning) =>
        Optional(key) ?? throw new SettingsException($"{key} is not set. Set it to {meaning}.");

    /// <exception cref="SettingsException">Not a whole number within the bounds.</exception>
    public int Number(string key, int least, int most, int? fallback = null)
    {
        var text = Optional(key);
        if (text is null && fallback is { } value) return value;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        throw new SettingsException($"{key} is {(text is null ? "not set" : "wrong")}. Set it to a whole number from {least} to {most}.");
    }

    /// <summary>A path to a file that exists.</summary>
    /// <exception cref="SettingsException">Not set, or there is no such file.</exception>
    public string RequiredFile(string key, string meaning)
    {
        var path = Required(key, $"the path of {meaning}");
        return File.Exists(path) ? path : throw new SettingsException($"{key} names {path}, which does not exist. Set it to the path of {meaning}.");
    }

    /// <summary>The text of a file that holds one secret; a newline at its end does not belong to it.</summary>
    /// <exception cref="SettingsException">Not set, unreadable or empty.</exception>
    public string RequiredSecret(string key, string meaning)
    {
        var path = RequiredFile(key, meaning);
        try
        {
            var secret = File.ReadAllText(path).TrimEnd('\r', '\n');
            return secret.Length > 0 ? secret : throw new SettingsException($"{key} names {path}, which is empty. It must hold {meaning}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{key} names {path}, which cannot be read ({e.GetType().Name}). Make it readable for this process.", e);
        }
    }

    private void ReadFile(string path)
    {
        const string Fix = "It must be a JSON object such as {\"STUDYSPOT_URLS\": \"http://127.0.0.1:5080\"}.";
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists) throw new SettingsException($"STUDYSPOT_CONFIG names {path}, which does not exist. {Fix}");
            if (file.Length > MaxFileBytes) throw new SettingsException($"STUDYSPOT_CONFIG names {path}, which is larger than 1 MiB. {Fix}");
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new SettingsException($"STUDYSPOT_CONFIG names {path}, which is not a JSON object. {Fix}");
            foreach (var member in document.RootElement.EnumerateObject()) _file[member.Name] = PlainValue(path, member);
        }
        catch (JsonException e)
        {
            throw new SettingsException($"STUDYSPOT_CONFIG names {path}, which is not JSON (line {e.LineNumber + 1}). {Fix}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"STUDYSPOT_CONFIG names {path}, which cannot be read ({e.GetType().Name}).", e);
        }
    }

    private static string PlainValue(string path, JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.String => member.Value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => member.Value.GetRawText(),
        _ => throw new SettingsException($"{member.Name} in {path} is not a string, number or boolean. Write it as one."),
    };
}
