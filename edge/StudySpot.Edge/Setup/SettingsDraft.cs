using System.Text.Json;
using StudySpot.Edge.Status;

namespace StudySpot.Edge.Setup;

/// <summary>
/// The settings file that setup is making: what was there, with every answer kept beside it as it is given, so that
/// Ctrl-C loses nothing. The file itself changes at the end, at once.
/// </summary>
internal sealed class SettingsDraft
{
    private const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private readonly string _path;
    private readonly Dictionary<string, string> _values;

    private SettingsDraft(string path, Dictionary<string, string> values) => (_path, _values) = (path, values);

    /// <summary>Answers of a setup that was cut short.</summary>
    public static string DraftOf(string path) => path + ".draft";

    /// <exception cref="SetupException">A file is there that is no settings file.</exception>
    public static SettingsDraft Begin(string path)
    {
        var values = Read(path);
        foreach (var (key, value) in Read(DraftOf(path))) values[key] = value;
        return new SettingsDraft(path, values);
    }

    public string? Find(string key) => _values.GetValueOrDefault(key);

    /// <param name="value">Null takes the key out.</param>
    public void Set(string key, string? value)
    {
        if (value is null) _values.Remove(key);
        else _values[key] = value;
        Write(DraftOf(_path));
    }

    /// <summary>Puts the answers in force.</summary>
    public void Finish()
    {
        Write(_path);
        File.Delete(DraftOf(_path));
        File.Delete(DraftOf(_path) + ".bak");
    }

    private void Write(string path) => WholeFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(_values, EdgeJson.Readable.DictionaryStringString), OwnerAndGroup);

    private static Dictionary<string, string> Read(string path)
    {
        if (!File.Exists(path)) return new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.ToString(), StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new SetupException($"{path} is not a JSON object of settings", $"mend it or move it away: mv {path} {path}.broken");
        }
    }
}
