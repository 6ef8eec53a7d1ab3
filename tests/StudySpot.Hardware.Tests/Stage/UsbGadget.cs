using StudySpot.Testing;

namespace StudySpot.Hardware.Tests.Stage;

/// <summary>
/// A USB device played by this machine itself (configfs gadget on dummy_hcd), so that the kernel's own class driver meets
/// it. One at a time: there is one dummy controller.
/// </summary>
internal sealed class UsbGadget : IDisposable
{
    /// <summary>The name it says it has.</summary>
    public const string Product = "Simulated scanner";

    /// <summary>
    /// Vendor and product. No vendor-specific driver claims them, so that the class driver gets it (Linux Foundation,
    /// multifunction gadget).
    /// </summary>
    public const string Id = "1d6b:0104";

    private const string Gadgets = "/sys/kernel/config/usb_gadget";
    private const string Controller = "dummy_udc.0";

    private readonly string _folder;
    private readonly string _function;

    /// <param name="function">Kind and instance of configfs, such as <c>acm.scan</c>.</param>
    /// <param name="configure">Writes the function's attributes: path below its folder and content.</param>
    public UsbGadget(string function, IReadOnlyDictionary<string, byte[]>? configure = null)
    {
        Directory.Exists(Gadgets).ShouldBeTrue("libcomposite is loaded and configfs mounted: these cases run inside the virtual gate");
        _folder = Path.Combine(Gadgets, "scanner");
        _function = function;
        Directory.CreateDirectory(_folder);
        Write("idVendor", "0x" + Id[..4]);
        Write("idProduct", "0x" + Id[5..]);
        Directory.CreateDirectory(Path.Combine(_folder, "strings/0x409"));
        Write("strings/0x409/product", Product);
        Directory.CreateDirectory(Path.Combine(_folder, "configs/c.1"));
        Directory.CreateDirectory(Path.Combine(_folder, "functions", function));
        foreach (var (name, content) in configure ?? new Dictionary<string, byte[]>())
            WriteOnce(Path.Combine(_folder, "functions", function, name), content);
        File.CreateSymbolicLink(Path.Combine(_folder, "configs/c.1", function), Path.Combine(_folder, "functions", function));
    }

    public bool IsPlugged { get; private set; }

    /// <summary>Plugs it in and waits for the node that the driver makes.</summary>
    public Task PlugAsync(string node) => PlugAsync(() => File.Exists(node), node);

    /// <param name="there">Whether the kernel is ready with it.</param>
    /// <param name="what">What it makes.</param>
    public async Task PlugAsync(Func<bool> there, string what)
    {
        Write("UDC", Controller);
        IsPlugged = true;
        await Eventually.TrueAsync(there, $"the kernel made {what}");
    }

    /// <summary>Pulls the plug and waits until the node is gone.</summary>
    public Task UnplugAsync(string node) => UnplugAsync(() => !File.Exists(node), node);

    public async Task UnplugAsync(Func<bool> gone, string what)
    {
        Write("UDC", "\n");
        IsPlugged = false;
        await Eventually.TrueAsync(gone, $"{what} is gone");
    }

    public void Dispose()
    {
        if (IsPlugged) Write("UDC", "\n");
        File.Delete(Path.Combine(_folder, "configs/c.1", _function));
        // configfs folders go without their attributes, innermost first.
        foreach (var folder in new[] { $"functions/{_function}", "configs/c.1", "strings/0x409", "" }) Directory.Delete(Path.Combine(_folder, folder));
    }

    private void Write(string attribute, string value) => WriteOnce(Path.Combine(_folder, attribute), System.Text.Encoding.ASCII.GetBytes(value));

    /// <summary>An attribute takes its value in one write.</summary>
    private static void WriteOnce(string path, byte[] content)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write(content);
    }
}
