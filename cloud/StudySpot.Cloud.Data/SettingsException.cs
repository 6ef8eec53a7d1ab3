namespace StudySpot.Cloud.Data;

/// <summary>A setting is missing or wrong. The message names the key and the fix; processes exit with code 78.</summary>
public sealed class SettingsException : Exception
{
    public SettingsException(string message) : base(message) { }
    public SettingsException(string message, Exception inner) : base(message, inner) { }
    public SettingsException() { }
}
