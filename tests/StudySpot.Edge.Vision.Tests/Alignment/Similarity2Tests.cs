using System.Numerics;
using StudySpot.Edge.Vision.Alignment;

namespace StudySpot.Edge.Vision.Tests.Alignment;

public sealed class Similarity2Tests
{
    private static readonly Vector2[] Points = [new(0, 0), new(10, 1), new(3, 8), new(-4, 5), new(7, -6)];

    [Theory]
    [InlineData(1, 0, 0, 0)]
    [InlineData(2.5f, 30, 7, -3)]
    [InlineData(0.3f, -170, 100, 200)]
    public void Fit_TurnedScaledAndShifted_IsFoundExactly(float scale, float degrees, float x, float y)
    {
        var map = Matrix3x2.CreateScale(scale) * Matrix3x2.CreateRotation(degrees * MathF.PI / 180) * Matrix3x2.CreateTranslation(x, y);
        var moved = Points.Select(point => Vector2.Transform(point, map)).ToArray();
        var fitted = Similarity2.Fit(Points, moved);
        foreach (var point in Points) Vector2.Distance(Vector2.Transform(point, fitted), Vector2.Transform(point, map)).ShouldBeLessThan(1e-3f);
    }

    [Fact]
    public void Fit_MirroredPoints_StaysAProperTurn()
    {
        var mirrored = Points.Select(point => new Vector2(-point.X, point.Y)).ToArray();
        Similarity2.Fit(Points, mirrored).GetDeterminant().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Fit_NoiseOnOnePoint_MovesTheFitLessThanTheNoise()
    {
        var noisy = Points.ToArray();
        noisy[0] += new Vector2(1, 0);
        var fitted = Similarity2.Fit(Points, noisy);
        Vector2.Distance(Vector2.Transform(Points[0], fitted), Points[0]).ShouldBeLessThan(0.6f);
    }

    [Fact]
    public void Fit_AllInOnePlace_IsRefused() =>
        Should.Throw<ArgumentException>(() => Similarity2.Fit([new(1, 1), new(1, 1)], [new(0, 0), new(1, 1)]));

    [Fact]
    public void Mirrored_Twice_IsEveryPointItself()
    {
        for (var i = 0; i < FacePoints.Count; i++) FacePoints.Mirrored[FacePoints.Mirrored[i]].ShouldBe((byte)i);
    }
}
