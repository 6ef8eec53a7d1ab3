using StudySpot.Edge.Devices.Camera;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests.Camera;

public sealed class PictureWatchTests
{
    private const int Width = 1280, Height = 720;
    private readonly SettableTime _time = new();
    private readonly PictureWatch _watch;
    private readonly Random _random = new(17);
    private readonly byte[] _picture = new byte[Width * Height * 3];

    public PictureWatchTests() => _watch = new PictureWatch(_time);

    [Fact]
    public void Look_OrdinaryPicturesWithNoise_IsFineForEver() => Show(Scene, TimeSpan.FromMinutes(5)).ShouldBeNull();

    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    [InlineData(250)]
    public void Look_OnePlainSurfaceWithNoise_IsBlankAfterItsTimeAndOverByItself(int level)
    {
        Show(() => Plain(level, noise: 4), PictureWatch.BeginsAfter - TimeSpan.FromSeconds(1)).ShouldBeNull();
        Show(() => Plain(level, noise: 4), TimeSpan.FromSeconds(2)).ShouldBe(ReaderFault.Blank);

        Show(Scene, PictureWatch.EndsAfter - TimeSpan.FromSeconds(1)).ShouldBe(ReaderFault.Blank);
        Show(Scene, TimeSpan.FromSeconds(2)).ShouldBeNull();
    }

    [Fact]
    public void Look_AllWhite_IsBlank() => Show(() => _picture.AsSpan().Fill(255), TimeSpan.FromSeconds(12)).ShouldBe(ReaderFault.Blank);

    [Fact]
    public void Look_NightWithOneFaintLamp_IsDark() => Show(() => Mixed(part: 0.03, level: 120, rest: 6), TimeSpan.FromSeconds(12)).ShouldBe(ReaderFault.Dark);

    [Fact]
    public void Look_PhoneLitInTheDark_IsFine()
    {
        Show(() => Mixed(part: 0.03, level: 120, rest: 6), TimeSpan.FromSeconds(12)).ShouldBe(ReaderFault.Dark);
        Show(() => Mixed(part: 0.2, level: 220, rest: 6), TimeSpan.FromSeconds(3)).ShouldBeNull();
    }

    [Fact]
    public void Look_SunIntoTheLens_IsBright() => Show(() => Mixed(part: 0.9, level: 254, rest: 90), TimeSpan.FromSeconds(12)).ShouldBe(ReaderFault.Bright);

    [Fact]
    public void Look_SomebodyBeforeTheLensForAWhile_IsNoFault()
    {
        for (var i = 0; i < 10; i++)
        {
            Show(() => Plain(10, noise: 4), TimeSpan.FromSeconds(8)).ShouldBeNull();
            Show(Scene, TimeSpan.FromSeconds(1)).ShouldBeNull();
        }
    }

    [Fact]
    public void Look_SamePictureForEver_IsFrozenUntilItMoves()
    {
        Scene();
        Show(() => { }, PictureWatch.FrozenAfter - TimeSpan.FromSeconds(1)).ShouldBeNull();
        Show(() => { }, TimeSpan.FromSeconds(2)).ShouldBe(ReaderFault.Frozen);
        Show(() => { }, TimeSpan.FromMinutes(10)).ShouldBe(ReaderFault.Frozen);

        Show(Scene, TimeSpan.FromSeconds(3)).ShouldBeNull();
    }

    [Fact]
    public void Look_CoveredLensOfACameraWithBorders_IsBlankThoughTheBordersAreWhite()
    {
        void Bordered()
        {
            _picture.AsSpan().Fill(255);
            for (var y = 120; y < 600; y++)
            {
                for (var x = 320; x < 960; x++) _picture.AsSpan((y * Width + x) * 3, 3).Fill((byte)_random.Next(8, 12));
            }
        }

        Show(Bordered, TimeSpan.FromSeconds(12)).ShouldBe(ReaderFault.Blank);
    }

    /// <summary>Shows a picture a second for so long.</summary>
    private ReaderFault? Show(Action next, TimeSpan lasting)
    {
        ReaderFault? standing = null;
        for (var shown = TimeSpan.Zero; shown <= lasting; shown += TimeSpan.FromSeconds(1))
        {
            next();
            standing = _watch.Look(_picture, Width, Height, _time.GetTimestamp());
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        return standing;
    }

    /// <summary>Stripes from dark to light with the noise of a sensor.</summary>
    private void Scene()
    {
        for (var i = 0; i < _picture.Length; i++) _picture[i] = (byte)Math.Clamp(40 + i / 3 % 160 + (_random.Next() & 3), 0, 255);
    }

    private void Plain(int level, int noise)
    {
        for (var i = 0; i < _picture.Length; i++) _picture[i] = (byte)Math.Clamp(level + _random.Next(noise + 1), 0, 255);
    }

    private void Mixed(double part, int level, int rest)
    {
        for (var y = 0; y < Height; y++)
        {
            // By rows: the samples see whole rows.
            var value = y < part * Height ? level : rest;
            for (var x = 0; x < Width * 3; x++) _picture[y * Width * 3 + x] = (byte)(value - (_random.Next() & 1));
        }
    }
}
