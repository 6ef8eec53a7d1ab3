using StudySpot.Edge.Liveness;
using StudySpot.Testing;

namespace StudySpot.Edge.Tests.Liveness;

public sealed class PresentationFolderTests
{
    [Fact]
    public void Read_ManifestInAnyOrder_GivesSequencesInTheOrderOfTheirFrames()
    {
        using var scratch = new ScratchFolder();
        File.WriteAllLines(scratch.File("manifest.csv"),
            ["label,file,subject", "live,a/01_2.jpg,7", "live,a/01_10.jpg,7", "live,a/01_1.jpg,7", "print,b/01_1.jpg,7"]);

        var sequences = PresentationFolder.Read(Path.GetDirectoryName(scratch.File("manifest.csv"))!);

        sequences.Count.ShouldBe(2);
        sequences[0].Files.Select(Path.GetFileName).ShouldBe(["01_1.jpg", "01_2.jpg", "01_10.jpg"]);
        sequences.Select(one => (one.Subject, one.IsLive)).ShouldBe([("7", true), ("7", false)]);
    }

    [Theory]
    [InlineData("file,label", "a_1.jpg,live", "subject")]
    [InlineData("file,label,subject", "a_1.jpg,live", "line 2")]
    [InlineData("file,label,subject", "a_x.jpg,live,7", "line 2")]
    public void Read_WrongManifest_NamesTheFault(string header, string line, string named)
    {
        using var scratch = new ScratchFolder();
        File.WriteAllLines(scratch.File("manifest.csv"), [header, line]);

        Should.Throw<InvalidDataException>(() => PresentationFolder.Read(Path.GetDirectoryName(scratch.File("manifest.csv"))!)).Message.ShouldContain(named);
    }
}
