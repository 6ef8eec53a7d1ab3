using System.Numerics;
using StudySpot.Edge.Vision.Quality;

namespace StudySpot.Edge.Vision.Tests.Quality;

public sealed class HeadPoseFitTests
{
    /// <summary>The fitted points of a mean head, turned and seen from afar; the other points do not matter.</summary>
    private static Vector2[] Seen(float yaw, float pitch, float roll)
    {
        (int Point, Vector3 At)[] head =
            [(30, new(0, 0, 0)), (8, new(0, 330, 65)), (36, new(-225, -170, 135)), (45, new(225, -170, 135)), (48, new(-150, 150, 125)), (54, new(150, 150, 125))];
        // Towards the picture's right, up, and clockwise are positive; y points down and z away from the camera.
        var turn = Matrix4x4.CreateRotationY(-yaw * MathF.PI / 180) * Matrix4x4.CreateRotationX(-pitch * MathF.PI / 180) * Matrix4x4.CreateRotationZ(roll * MathF.PI / 180);
        var points = new Vector2[68];
        foreach (var (point, at) in head)
        {
            var turned = Vector3.Transform(at, turn);
            points[point] = new Vector2(turned.X, turned.Y) * 0.2f + new Vector2(300, 200);
        }
        return points;
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(25, 0, 0)]
    [InlineData(-40, 0, 0)]
    [InlineData(0, 20, 0)]
    [InlineData(0, -20, 0)]
    [InlineData(0, 0, 15)]
    [InlineData(15, 10, 0)]
    public void Of_ATurnedHead_ReadsTheTurn(float yaw, float pitch, float roll)
    {
        var pose = HeadPoseFit.Of(Seen(yaw, pitch, roll));
        pose.YawDegrees.ShouldBe(yaw, 3f);
        pose.PitchDegrees.ShouldBe(pitch, 3f);
        pose.RollDegrees.ShouldBe(roll, 3f);
    }

    [Fact]
    public void Of_HeadTurnedToThePicturesRight_MovesTheNoseRight()
    {
        var points = Seen(25, 0, 0);
        points[30].X.ShouldBeGreaterThan((points[36].X + points[45].X) / 2);
    }
}
