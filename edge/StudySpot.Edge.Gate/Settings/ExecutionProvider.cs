namespace StudySpot.Edge.Gate.Settings;

/// <summary>What runs the face networks.</summary>
public enum ExecutionProvider
{
    /// <summary>Always there.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU, when the native library was built with CUDA.</summary>
    Cuda,

    /// <summary>The same through TensorRT: slower to start, faster to run.</summary>
    TensorRt,
}
