using StudySpot.Edge.Gate.Health.Probes;

namespace StudySpot.Edge.Doctor.Checks;

/// <summary>Temperature and supply of the board.</summary>
internal sealed class BoardCheck : ICheck
{
    public string Name => "board";

    public async Task<Finding> LookAsync(GateAtHand gate, CancellationToken ct)
    {
        var limit = gate.Profile.Health.TemperatureC;
        if (await new UnderVoltageProbe(gate.System, default).MeasureAsync(ct) is 1)
            return this.Warn("the supply is too weak now", "use the board's own supply and a short cable; take USB devices with motors or lamps off the board");
        var temperature = await new TemperatureProbe(gate.System, default).MeasureAsync(ct);
        if (temperature >= limit) return this.Warn($"{temperature:0} °C, limit {limit:0} °C", "give the housing air or the processor a heat sink; keep it out of the sun");
        return temperature is null ? this.Skipped("this board tells neither temperature nor supply") : this.Ok($"{temperature:0} °C");
    }
}
