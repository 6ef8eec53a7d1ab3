namespace StudySpot.Edge.Gate.Settings;

/// <summary>What a line of the board is for.</summary>
public enum GateLine
{
    /// <summary>Output: releases the turnstile for entry, or the door's strike.</summary>
    EntryRelay,
    /// <summary>Output: releases the turnstile for exit. Without it <see cref="EntryRelay"/> opens both ways.</summary>
    ExitRelay,
    /// <summary>Input: one pulse a rotation. With <see cref="SecondPassageSensor"/> the side that is reached first on the way in.</summary>
    PassageSensor,
    /// <summary>Input: the other of two sensors in a row; their order tells the direction.</summary>
    SecondPassageSensor,
    /// <summary>Input: active while the door stands open.</summary>
    DoorContact,
    /// <summary>Input: active while somebody who wants out presses it.</summary>
    ExitButton,
    /// <summary>Input: active when the fire alarm calls, and when its wire is broken.</summary>
    FireInput,
    /// <summary>Input: active while staff turn their key.</summary>
    StaffKey,
    /// <summary>Input: active while the housing is open.</summary>
    TamperSwitch,
    /// <summary>Output: lit while somebody may walk.</summary>
    LampGreen,
    /// <summary>Output: lit while the gate is shut.</summary>
    LampRed,
    /// <summary>Output: sounds short for a permission, long for a refusal.</summary>
    Buzzer,
}
