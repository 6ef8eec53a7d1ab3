using System.Buffers.Binary;
using QRCoder;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests.Camera;

/// <summary>Pictures for the camera, and what ffmpeg makes of them.</summary>
internal static class Pictures
{
    /// <summary>A PNG with a QR code of error correction M, as the pass shows it.</summary>
    public static byte[] Qr(string text, int modulePx = 6)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(code);
        return png.GetGraphic(modulePx);
    }

    /// <summary>A grey picture without a code.</summary>
    public static Task<string> PlainAsync(string path) => RunningProcess.RunAsync("ffmpeg",
        ["-v", "error", "-y", "-f", "lavfi", "-i", "color=gray:size=640x480", "-frames:v", "1", "-update", "1", path]);

    /// <summary>Puts a picture in place of another one as a whole: a reader sees the old one or the new one.</summary>
    public static async Task ReplaceAsync(string path, byte[] png)
    {
        await File.WriteAllBytesAsync(path + ".new", png);
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>A clip that shows the first picture for one second and the second for three.</summary>
    public static Task<string> ClipAsync(string first, string second, string clip) =>
        RunningProcess.RunAsync("ffmpeg", ["-v", "error", "-y",
            "-loop", "1", "-framerate", "10", "-t", "1", "-i", first, "-loop", "1", "-framerate", "10", "-t", "3", "-i", second,
            "-filter_complex", "[0]scale=480:480,pad=640:480:80:0:white,setsar=1[a];[1]scale=640:480,setsar=1[b];[a][b]concat",
            "-pix_fmt", "yuv420p", clip]);

    /// <summary>The picture's own grey pixels, without scaling.</summary>
    public static async Task<(byte[] Pixels, int WidthPx, int HeightPx)> GreyAsync(string picture, string scratch)
    {
        await RunningProcess.RunAsync("ffmpeg", ["-v", "error", "-y", "-i", picture, "-pix_fmt", "gray", "-f", "rawvideo", scratch]);
        // Width and height stand in the header chunk of a PNG, which is always the first.
        var header = await File.ReadAllBytesAsync(picture);
        return (await File.ReadAllBytesAsync(scratch),
            BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(20)));
    }
}
