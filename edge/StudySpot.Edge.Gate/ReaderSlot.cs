using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate;

/// <summary>A reader of codes and the one code that may wait there; of a code that stays in view only the first reading is news.</summary>
internal sealed class ReaderSlot(ICodeReader reader, TimeProvider time) : NewestSlot<ReadCode>(reader.Name, reader.Direction)
{
    private readonly CodeDebounce _debounce = new(time);

    protected override IAsyncEnumerable<ReadCode> Read(CancellationToken ct) => reader.ReadAsync(ct);

    protected override bool IsNews(ReadCode code) => _debounce.IsNew(code.Text, code.LastByteAt);

    protected override void Forget(ReadCode code) => _debounce.Forget(code.Text);
}
