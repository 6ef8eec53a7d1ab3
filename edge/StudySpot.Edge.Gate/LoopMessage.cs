using StudySpot.Edge.Gate.Health;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate;

/// <summary>What other threads tell the gate's loop.</summary>
internal abstract record LoopMessage
{
    public sealed record Input(GateInput What) : LoopMessage;

    /// <param name="Answer">Null for the key switch, which nobody waits for.</param>
    public sealed record Staff(StaffRequest Request, TaskCompletionSource<bool>? Answer) : LoopMessage;

    public sealed record ReaderHealth(string Reader, bool Works) : LoopMessage
    {
        /// <summary>Of one that does not work.</summary>
        public ReaderFault Fault { get; init; }
    }

    public sealed record StoreChanged(StoreChange Change) : LoopMessage;

    public sealed record HeldOpen(bool Open) : LoopMessage;

    public sealed record Measured(HealthReport Report) : LoopMessage;

    public sealed record Tick : LoopMessage;
}
