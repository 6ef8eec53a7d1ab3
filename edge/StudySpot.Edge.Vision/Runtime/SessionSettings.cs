using Microsoft.ML.OnnxRuntime;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Vision.Runtime;

/// <summary>The runtime's options as this product needs them.</summary>
internal static class SessionSettings
{
    /// <exception cref="ModelException">The native library was built without the provider.</exception>
    public static SessionOptions Of(RuntimeOptions options)
    {
        // The second lock: the executables forbid it before the library is loaded (Edge.Devices/Telemetry).
        OrtEnv.Instance().DisableTelemetryEvents();
        var settings = new SessionOptions
        {
            IntraOpNumThreads = options.Threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        try
        {
            // The packaged embedding network carries denormal weights and is 8 times slower when they are computed with (models/fr_feature/README.md).
            settings.AddSessionConfigEntry("session.set_denormal_as_zero", "1");
            // Waiting threads would burn the core that decodes the camera.
            settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            // Buffers for every network at once would not fit beside the gallery on a small board.
            settings.EnableCpuMemArena = false;
            Append(settings, options.Provider);
            return settings;
        }
        catch
        {
            settings.Dispose();
            throw;
        }
    }

    private static void Append(SessionOptions settings, ExecutionProvider provider)
    {
        if (provider == ExecutionProvider.Cpu) return;
        var name = provider == ExecutionProvider.Cuda ? "CUDAExecutionProvider" : "TensorrtExecutionProvider";
        var available = OrtEnv.Instance().GetAvailableProviders();
        if (!available.Contains(name))
            throw new ModelException($"This build of ONNX Runtime has no {name} (it has {string.Join(", ", available)}). "
                + "Set STUDYSPOT_GATE_FACE_PROVIDER=cpu, or install libonnxruntime with GPU support.");
        try
        {
            if (provider == ExecutionProvider.TensorRt) settings.AppendExecutionProvider_Tensorrt();
            settings.AppendExecutionProvider_CUDA();
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelException($"{name} does not start: {e.Message} Set STUDYSPOT_GATE_FACE_PROVIDER=cpu to go on without it.", e);
        }
    }
}
