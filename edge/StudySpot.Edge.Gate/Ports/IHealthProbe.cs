using StudySpot.Edge.Gate.Health;

namespace StudySpot.Edge.Gate.Ports;

/// <summary>Measures one thing about the gate's computer or its parts. Asked by one caller at a time.</summary>
public interface IHealthProbe
{
    /// <summary>One of <see cref="HealthNames"/>.</summary>
    string Name { get; }

    /// <summary>For people: <c>°C</c>, <c>MB</c>, <c>s</c>.</summary>
    string Unit { get; }

    HealthLimit Limit { get; }

    /// <summary>Measurements in a row that must agree: one peak while a roster is unpacked is no fault.</summary>
    int Confirmations => 3;

    /// <summary>Null when it cannot be measured here or now: that is no fault.</summary>
    ValueTask<double?> MeasureAsync(CancellationToken ct);
}
