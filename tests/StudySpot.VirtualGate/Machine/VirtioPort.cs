namespace StudySpot.VirtualGate.Machine;

/// <summary>The machine's lines to its host, found by name.</summary>
internal static class VirtioPort
{
    private const string Ports = "/sys/class/virtio-ports";

    /// <exception cref="InvalidOperationException">This is not the virtual gate.</exception>
    public static FileStream Open(string name)
    {
        var port = Directory.Exists(Ports)
            ? Directory.GetDirectories(Ports).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "name")) && File.ReadAllText(Path.Combine(folder, "name")).Trim() == name)
            : null;
        return port is null
            ? throw new InvalidOperationException("These cases run inside the virtual gate: ./studyspot test hardware")
            : new FileStream(Path.Combine("/dev", Path.GetFileName(port)), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
    }
}
