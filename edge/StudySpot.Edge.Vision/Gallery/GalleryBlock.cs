using StudySpot.Access;

namespace StudySpot.Edge.Vision.Gallery;

/// <summary>Room for 1,024 templates, allocated once and used again: 2.5 MB at 512 floats, so a small hall's gallery stays small and a large one never moves.</summary>
internal sealed class GalleryBlock(int length)
{
    public const int Rows = 1024;

    private readonly float[] _floats = new float[Rows * length];
    private readonly sbyte[] _bytes = new sbyte[Rows * length];

    /// <summary>Value of one step of a row's bytes.</summary>
    public float[] Steps { get; } = new float[Rows];

    /// <summary>Length of what rounding to bytes took from a row.</summary>
    public float[] Errors { get; } = new float[Rows];

    public MemberId[] Members { get; } = new MemberId[Rows];

    public Guid[] Templates { get; } = new Guid[Rows];

    public ReadOnlySpan<float> Floats(int row) => _floats.AsSpan(row * length, length);

    public ReadOnlySpan<sbyte> Bytes(int row) => _bytes.AsSpan(row * length, length);

    public void Write(int row, MemberId member, Guid template, ReadOnlySpan<float> embedding)
    {
        embedding.CopyTo(_floats.AsSpan(row * length));
        (Steps[row], Errors[row]) = ByteRow.Round(embedding, _bytes.AsSpan(row * length, length));
        (Members[row], Templates[row]) = (member, template);
    }

    public void Copy(GalleryBlock from, int fromRow, int row)
    {
        from.Floats(fromRow).CopyTo(_floats.AsSpan(row * length));
        from.Bytes(fromRow).CopyTo(_bytes.AsSpan(row * length));
        (Steps[row], Errors[row]) = (from.Steps[fromRow], from.Errors[fromRow]);
        (Members[row], Templates[row]) = (from.Members[fromRow], from.Templates[fromRow]);
    }

    /// <summary>Overwrites a row: a deleted face leaves nothing behind in memory.</summary>
    public void Wipe(int row)
    {
        _floats.AsSpan(row * length, length).Clear();
        _bytes.AsSpan(row * length, length).Clear();
        (Steps[row], Errors[row], Members[row], Templates[row]) = (0, 0, default, default);
    }
}
