using System.Diagnostics;
using System.Text;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Devices.Pictures;

/// <summary>
/// Decodes picture files into frames: JPEG by libturbojpeg, anything else by ffmpeg, told apart by content and not by name.
/// Not safe for concurrent use.
/// </summary>
public sealed class PictureFile : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly JpegDecoder _jpeg = new();

    /// <exception cref="InvalidDataException">No picture that can be decoded; the message says what was found.</exception>
    public void Decode(ReadOnlySpan<byte> file, CameraFrame into, long number)
    {
        if (file is [0xFF, 0xD8, ..]) _jpeg.Decode(file, into, number);
        else FromPixmap(Ffmpeg(file.ToArray()), into, number);
    }

    public void Dispose() => _jpeg.Dispose();

    private static byte[] Ffmpeg(byte[] file)
    {
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-i", "pipe:0", "-frames:v", "1", "-pix_fmt", "rgb24", "-f", "image2pipe", "-c:v", "ppm", "pipe:1"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = ffmpeg.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        var reading = ffmpeg.StandardOutput.BaseStream.CopyToAsync(output);
        try
        {
            ffmpeg.StandardInput.BaseStream.Write(file);
            ffmpeg.StandardInput.Close();
        }
        catch (IOException)
        {
            // It closes its input as soon as it has seen enough; what it made of it counts.
        }
        if (!ffmpeg.WaitForExit(Patience)) ffmpeg.Kill(entireProcessTree: true);
        reading.Wait(Patience);
        if (!ffmpeg.HasExited || ffmpeg.ExitCode != 0 || output.Length == 0) throw new InvalidDataException($"Not a picture: {errors.Result.Trim()}");
        return output.ToArray();
    }

    /// <summary>P6, width, height, 255, one white space, then R, G, B (netpbm, ppm(5)); ffmpeg writes no comments.</summary>
    private static void FromPixmap(byte[] pixmap, CameraFrame into, long number)
    {
        var at = 0;
        if (Word() != "P6" || !int.TryParse(Word(), out var width) || !int.TryParse(Word(), out var height) || Word() != "255" || pixmap.Length - at != (long)width * height * 3)
            throw new InvalidDataException("ffmpeg gave no pixmap.");
        var pixels = pixmap.AsSpan(at);
        for (var i = 0; i < pixels.Length; i += 3) (pixels[i], pixels[i + 2]) = (pixels[i + 2], pixels[i]);
        into.Set(pixels, width, height, number, number);

        string Word()
        {
            var from = at;
            while (at < pixmap.Length && !char.IsWhiteSpace((char)pixmap[at])) at++;
            return Encoding.ASCII.GetString(pixmap, from, Math.Min(at++, pixmap.Length) - from);
        }
    }
}
