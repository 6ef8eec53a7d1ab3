using System.Runtime.InteropServices;

namespace StudySpot.Edge.Doctor.Checks;

/// <summary>Native libraries and programs that the gate needs at run time.</summary>
internal sealed class LibrariesCheck : ICheck
{
    /// <summary>Library, Debian package, what does not work without it.</summary>
    private static readonly (string Library, string Package, string Without)[] Needed =
    [
        ("libmosquitto.so.1", "libmosquitto1", "the gate cannot reach the cloud"),
        ("libsodium.so.23", "libsodium23", "no code can be checked"),
        ("libzbar.so.0", "libzbar0", "no code is read from the camera"),
    ];

    public string Name => "libraries";

    public Task<Finding> LookAsync(GateAtHand gate, CancellationToken ct)
    {
        var missing = Needed.Where(one => !Loads(one.Library)).ToList();
        var packages = missing.Select(one => one.Package).ToList();
        var says = missing.Select(one => $"{one.Library} cannot be loaded: {one.Without}").ToList();
        if (gate.Settings?.Profile.Camera is not null && !OnPath("ffmpeg"))
        {
            packages.Add("ffmpeg");
            says.Add("ffmpeg is not installed: the camera cannot be opened");
        }
        return Task.FromResult(packages.Count == 0
            ? this.Ok(string.Join(", ", Needed.Select(one => one.Library)))
            : this.Fail(string.Join("; ", says), $"apt-get install --reinstall {string.Join(' ', packages)}"));
    }

    private static bool Loads(string library)
    {
        if (!NativeLibrary.TryLoad(library, out var handle)) return false;
        NativeLibrary.Free(handle);
        return true;
    }

    private static bool OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
