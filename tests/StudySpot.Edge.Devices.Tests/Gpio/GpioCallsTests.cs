using System.Runtime.CompilerServices;
using StudySpot.Edge.Devices.Gpio;

namespace StudySpot.Edge.Devices.Tests.Gpio;

/// <summary>
/// Sizes, offsets and numbers against those that gcc makes of /usr/include/linux/gpio.h: a C program that prints sizeof,
/// offsetof and the _IOCTL macros, on x86-64 with Debian 12's headers (6.1). Whether the kernel agrees, the virtual gate shows.
/// </summary>
public sealed unsafe class GpioCallsTests
{
    [Fact]
    public void Structures_Sizes_AreTheKernels()
    {
        sizeof(GpioCalls.ChipInfo).ShouldBe(68);
        sizeof(GpioCalls.LineInfo).ShouldBe(256);
        sizeof(GpioCalls.LineRequest).ShouldBe(592);
        sizeof(GpioCalls.LineValues).ShouldBe(16);
        sizeof(GpioCalls.LineEvent).ShouldBe(48);
        sizeof(GpioCalls.ConfigAttribute).ShouldBe(24);
    }

    [Fact]
    public void LineRequest_Offsets_AreTheKernels()
    {
        GpioCalls.LineRequest r = default;
        var start = (byte*)&r;

        ((byte*)r.Consumer - start).ShouldBe(256);
        ((byte*)&r.Flags - start).ShouldBe(288);
        ((byte*)&r.AttributeCount - start).ShouldBe(296);
        ((byte*)Unsafe.AsPointer(ref r.Attributes) - start).ShouldBe(320);
        ((byte*)&r.LineCount - start).ShouldBe(560);
        ((byte*)&r.EventBufferSize - start).ShouldBe(564);
        ((byte*)&r.Descriptor - start).ShouldBe(588);
    }

    [Fact]
    public void OtherStructures_Offsets_AreTheKernels()
    {
        GpioCalls.LineInfo info = default;
        ((byte*)&info.Offset - (byte*)&info).ShouldBe(64);
        ((byte*)&info.Flags - (byte*)&info).ShouldBe(72);
        ((byte*)Unsafe.AsPointer(ref info.Attributes) - (byte*)&info).ShouldBe(80);
        GpioCalls.ConfigAttribute attribute = default;
        ((byte*)&attribute.Attribute.Value - (byte*)&attribute).ShouldBe(8);
        ((byte*)&attribute.Mask - (byte*)&attribute).ShouldBe(16);
        GpioCalls.LineEvent edge = default;
        ((byte*)&edge.Id - (byte*)&edge).ShouldBe(8);
        ((byte*)&edge.Offset - (byte*)&edge).ShouldBe(12);
        ((byte*)&edge.Sequence - (byte*)&edge).ShouldBe(16);
        ((byte*)&edge.LineSequence - (byte*)&edge).ShouldBe(20);
    }

    [Fact]
    public void Calls_Numbers_AreTheKernels()
    {
        GpioCalls.GetChipInfo.ShouldBe((nuint)0x8044B401);
        GpioCalls.GetLineInfo.ShouldBe((nuint)0xC100B405);
        GpioCalls.GetLine.ShouldBe((nuint)0xC250B407);
        GpioCalls.GetValues.ShouldBe((nuint)0xC010B40E);
        GpioCalls.SetValues.ShouldBe((nuint)0xC010B40F);
    }
}
