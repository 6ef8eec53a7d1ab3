using System.Runtime.Intrinsics.X86;
using StudySpot.Edge.Vision.Gallery;

namespace StudySpot.Edge.Vision.Tests.Gallery;

/// <summary>Every kernel against plain arithmetic, and the bound that makes the search exact.</summary>
public sealed class ByteRowTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(512)]
    [InlineData(544)]
    [InlineData(2048)]
    public void Product_EveryKernel_EqualsPlainArithmetic(int length)
    {
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var row = new sbyte[length];
            var query = new short[length];
            for (var i = 0; i < row.Length; i++) (row[i], query[i]) = round == 0 ? ((sbyte)-127, (short)8191) : ((sbyte)random.Next(-127, 128), (short)random.Next(-8191, 8192));
            var expected = query.Zip(row, (a, b) => (long)a * b).Sum();

            ((long)ByteRow.Product(query, row)).ShouldBe(expected);
            ((long)ByteRow.Portable(ref query[0], ref row[0], row.Length)).ShouldBe(expected);
            if (Avx2.IsSupported) ((long)ByteRow.Half(ref query[0], ref row[0], row.Length)).ShouldBe(expected);
            if (Avx512BW.IsSupported) ((long)ByteRow.Wide(ref query[0], ref row[0], row.Length)).ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(400)]
    public void Round_AnyVector_ErrorIsWhatWasTakenAway(int nonZero)
    {
        var random = new Random(nonZero);
        var face = new float[RandomFaces.Length];
        for (var i = 0; i < nonZero; i++) face[random.Next(face.Length)] = (float)RandomFaces.Normal(random);
        UnitVector.TryNormalise(face).ShouldBeTrue();
        var row = new sbyte[RandomFaces.Length];

        var (step, error) = ByteRow.Round(face, row);

        var lost = Math.Sqrt(face.Select((value, i) => Math.Pow(value - (step * row[i]), 2)).Sum());
        ((double)error).ShouldBe(lost, 1e-6);
        error.ShouldBeLessThan(0.05f);
    }

    [Fact]
    public void Similarity_SameVectorsAtAnotherAddress_IsTheSameFloat()
    {
        var random = new Random(2);
        var (a, b) = (RandomFaces.One(random), RandomFaces.One(random));
        var expected = UnitVector.Similarity(a, b);
        for (var shift = 1; shift < 20; shift++)
        {
            var (moved, other) = (new float[RandomFaces.Length + 32], new float[RandomFaces.Length + 32]);
            a.CopyTo(moved, shift);
            b.CopyTo(other, 31 - shift);
            UnitVector.Similarity(moved.AsSpan(shift, RandomFaces.Length), other.AsSpan(31 - shift, RandomFaces.Length)).ShouldBe(expected);
        }
    }
}
