using System.Security.Cryptography;

namespace StudySpot.Edge.Faces;

/// <summary>
/// Observations by content: of the model set, of the picture. One file a model set, appended record by record, so that an
/// interrupted run goes on where it stopped; a record cut short is dropped. Safe for concurrent use.
/// </summary>
internal sealed class ObservationCache : IDisposable
{
    private const int HashLength = 32;
    private const int Stages = 4;
    private const int Measures = 9;

    private readonly Dictionary<string, ObservedPicture> _known = new(StringComparer.Ordinal);
    private readonly FileStream _file;
    private readonly Lock _gate = new();
    private readonly int _embeddingLength;

    public ObservationCache(string folder, string modelSetId, int embeddingLength)
    {
        _embeddingLength = embeddingLength;
        Directory.CreateDirectory(folder);
        _file = new FileStream(Path.Combine(folder, $"{modelSetId}.observations"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        using var reader = new BinaryReader(_file, System.Text.Encoding.UTF8, leaveOpen: true);
        var record = HashLength + 4 + 4 * (embeddingLength + Measures + Stages);
        while (_file.Length - _file.Position >= record)
        {
            var hash = Convert.ToHexString(reader.ReadBytes(HashLength));
            _known[hash] = Read(reader);
        }
        _file.SetLength(_file.Position);
    }

    public static string KeyOf(ReadOnlySpan<byte> picture) => Convert.ToHexString(SHA256.HashData(picture));

    public ObservedPicture? Find(string key)
    {
        lock (_gate) return _known.GetValueOrDefault(key);
    }

    public void Add(string key, ObservedPicture picture)
    {
        lock (_gate)
        {
            if (!_known.TryAdd(key, picture)) return;
            using var writer = new BinaryWriter(_file, System.Text.Encoding.UTF8, leaveOpen: true);
            writer.Write(Convert.FromHexString(key));
            writer.Write(picture.Faces);
            foreach (var value in picture.Embedding) writer.Write(value);
            foreach (var value in Numbers(picture)) writer.Write(value);
            foreach (var value in picture.StageMs) writer.Write(value);
        }
    }

    public void Dispose() => _file.Dispose();

    private static float[] Numbers(ObservedPicture p) =>
        [p.LiveProbability, p.EmbeddingLength, p.EyeDistancePx, p.Brightness, p.Sharpness, p.EyesOpen, p.YawDegrees, p.PitchDegrees, p.RollDegrees];

    private ObservedPicture Read(BinaryReader reader)
    {
        var faces = reader.ReadInt32();
        var embedding = Floats(reader, _embeddingLength);
        var n = Floats(reader, Measures);
        return new ObservedPicture(faces, embedding, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], Floats(reader, Stages));
    }

    private static float[] Floats(BinaryReader reader, int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = reader.ReadSingle();
        return values;
    }
}
