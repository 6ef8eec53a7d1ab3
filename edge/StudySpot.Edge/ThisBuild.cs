using System.Reflection;

namespace StudySpot.Edge;

/// <summary>What was built.</summary>
internal static class ThisBuild
{
    public static string Version { get; } =
        typeof(ThisBuild).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
