using System.Globalization;
using System.Security.Cryptography;

namespace StudySpot.Access.Tests;

/// <summary>A new seed for every run, so that runs add up; STUDYSPOT_TEST_SEED repeats one.</summary>
internal static class TestSeed
{
    public static int Next(ITestOutputHelper output)
    {
        var given = Environment.GetEnvironmentVariable("STUDYSPOT_TEST_SEED");
        var seed = given is null ? RandomNumberGenerator.GetInt32(int.MaxValue) : int.Parse(given, CultureInfo.InvariantCulture);
        output.WriteLine($"Repeat with STUDYSPOT_TEST_SEED={seed}");
        return seed;
    }
}
