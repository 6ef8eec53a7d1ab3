using System.Reflection;

namespace StudySpot.Edge.Gate;

/// <summary>What was built; all of the gate's assemblies are built together.</summary>
public static class ThisBuild
{
    public static string Version { get; } =
        typeof(ThisBuild).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
