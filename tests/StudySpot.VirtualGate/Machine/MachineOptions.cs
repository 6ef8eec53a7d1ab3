namespace StudySpot.VirtualGate.Machine;

/// <summary>What a virtual gate is started from and with.</summary>
internal sealed record MachineOptions
{
    /// <summary>Folder with vmlinux, initrd.cpio and system.sqfs (scripts/hardware.sh makes it).</summary>
    public required string Stage { get; init; }

    /// <summary>Image with the programs, /app in the guest.</summary>
    public required string Application { get; init; }

    /// <summary>Script in /app/guest that the guest runs.</summary>
    public required string Run { get; init; }

    /// <summary>That script's first argument; no spaces.</summary>
    public string Arguments { get; init; } = "";

    public required int MemoryMb { get; init; }

    public required int Processors { get; init; }

    /// <summary>More of QEMU's arguments.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>The machine is killed when it still runs after this.</summary>
    public required TimeSpan Limit { get; init; }
}
