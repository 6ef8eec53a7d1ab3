using StudySpot.Contracts;
using StudySpot.Mqtt;

namespace StudySpot.Edge.Sync;

/// <summary>From the installer's bundle to a connection: writes the certificates where the MQTT library reads them.</summary>
public static class BrokerConnection
{
    /// <param name="folder">Of the gate's data; gets <c>broker-ca.pem</c>, <c>gate.pem</c> and <c>gate.key</c>, the key readable by the owner only.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static MqttOptions Prepare(ProvisioningBundle bundle, string folder)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        Directory.CreateDirectory(folder);
        return new MqttOptions
        {
            Host = bundle.BrokerHost,
            Port = bundle.BrokerPort,
            ClientId = bundle.DeviceId,
            CaFile = Write(folder, "broker-ca.pem", bundle.CaCertificatePem),
            CertificateFile = Write(folder, "gate.pem", bundle.CertificatePem),
            KeyFile = Write(folder, "gate.key", bundle.PrivateKeyPem),
        };
    }

    private static string Write(string folder, string name, string pem)
    {
        var path = Path.Combine(folder, name);
        // A new file gets its mode before its content, so that the key is never readable by others for a moment.
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        using var writer = new StreamWriter(file);
        writer.Write(pem);
        return path;
    }
}
