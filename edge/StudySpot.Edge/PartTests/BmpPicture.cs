using System.Buffers.Binary;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.PartTests;

/// <summary>Pictures in the one format that needs no library and that every viewer opens (BITMAPINFOHEADER, 24 bits, rows from the bottom).</summary>
internal static class BmpPicture
{
    private const int FileHeader = 14;
    private const int PictureHeader = 40;

    public static void Write(Stream to, CameraFrame frame)
    {
        // Rows begin at multiples of four bytes.
        var row = (frame.WidthPx * 3 + 3) / 4 * 4;
        Span<byte> header = stackalloc byte[FileHeader + PictureHeader];
        header.Clear();
        header[0] = (byte)'B';
        header[1] = (byte)'M';
        BinaryPrimitives.WriteInt32LittleEndian(header[2..], header.Length + row * frame.HeightPx);
        BinaryPrimitives.WriteInt32LittleEndian(header[10..], header.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[14..], PictureHeader);
        BinaryPrimitives.WriteInt32LittleEndian(header[18..], frame.WidthPx);
        BinaryPrimitives.WriteInt32LittleEndian(header[22..], frame.HeightPx);
        BinaryPrimitives.WriteInt16LittleEndian(header[26..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[28..], 24);
        to.Write(header);
        var line = new byte[row];
        for (var y = frame.HeightPx - 1; y >= 0; y--)
        {
            frame.Bgr.Span.Slice(y * frame.WidthPx * 3, frame.WidthPx * 3).CopyTo(line);
            to.Write(line);
        }
    }
}
