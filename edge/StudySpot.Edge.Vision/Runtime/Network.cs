using Microsoft.ML.OnnxRuntime;
using StudySpot.Edge.Vision.Models;

namespace StudySpot.Edge.Vision.Runtime;

/// <summary>
/// One loaded network with its buffers: fill <see cref="Input"/>, call <see cref="Run"/>, read the outputs. Nothing is
/// allocated per run. Not safe for concurrent use.
/// </summary>
public sealed class Network : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly OrtValue _inputValue;
    private readonly OrtValue[] _outputValues;
    private readonly float[] _input;
    private readonly float[][] _outputs;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly Lock _ending = new();
    private bool _isDisposed;

    private Network(InferenceSession session, ModelManifest manifest)
    {
        _session = session;
        Manifest = manifest;
        _input = new float[Length(manifest.Input.Shape)];
        _outputs = [.. manifest.Outputs.Select(output => new float[Length(output.Shape)])];
        _inputValue = OrtValue.CreateTensorValueFromMemory(_input, manifest.Input.Shape);
        _outputValues = [.. manifest.Outputs.Select((output, i) => OrtValue.CreateTensorValueFromMemory(_outputs[i], output.Shape))];
        _inputNames = [manifest.Input.Name];
        _outputNames = [.. manifest.Outputs.Select(output => output.Name)];
    }

    public ModelManifest Manifest { get; }

    /// <summary>The input tensor, in the manifest's shape.</summary>
    public Span<float> Input => _input;

    /// <summary>The outputs of the last run, in the manifest's order.</summary>
    public ReadOnlySpan<float> Output(int index) => _outputs[index];

    /// <summary>Opens the network of verified bytes and runs it once, so that the first face does not wait.</summary>
    /// <exception cref="ModelException">The runtime refuses it, its shapes differ from the manifest, or the provider is not in the native library.</exception>
    internal static Network Open(byte[] model, ModelManifest manifest, RuntimeOptions options)
    {
        using var session = SessionSettings.Of(options);
        InferenceSession opened;
        try
        {
            opened = new InferenceSession(model, session);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelException($"Model {manifest.Name} cannot be opened: {e.Message}", e);
        }
        try
        {
            CheckShapes(opened, manifest);
            var network = new Network(opened, manifest);
            network.Run();
            return network;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <exception cref="ModelException">The runtime failed, or the run was stopped by <see cref="Terminate"/>.</exception>
    public void Run()
    {
        try
        {
            _session.Run(_run, _inputNames, [_inputValue], _outputNames, _outputValues);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelException($"Model {Manifest.Name} failed while running: {e.Message}", e);
        }
    }

    /// <summary>Asks a run in progress to stop at its next operator, and every later one to fail at once. From any thread.</summary>
    public void Terminate()
    {
        lock (_ending)
        {
            if (!_isDisposed) _run.Terminate = true;
        }
    }

    public void Dispose()
    {
        lock (_ending)
        {
            if (_isDisposed) return;
            _isDisposed = true;
        }
        _inputValue.Dispose();
        foreach (var output in _outputValues) output.Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    private static void CheckShapes(InferenceSession session, ModelManifest manifest)
    {
        Check(manifest, "input", manifest.Input, session.InputMetadata);
        foreach (var output in manifest.Outputs) Check(manifest, "output", output, session.OutputMetadata);
    }

    private static void Check(ModelManifest manifest, string what, TensorShape stated, IReadOnlyDictionary<string, NodeMetadata> found)
    {
        if (!found.TryGetValue(stated.Name, out var node))
            throw new ModelException($"Model {manifest.Name} has no {what} '{stated.Name}'; it has {string.Join(", ", found.Keys)}. Correct its manifest.json.");
        // The network may leave a dimension open (-1); the manifest then settles it.
        var same = node.ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float && node.Dimensions.Length == stated.Shape.Length
            && node.Dimensions.Zip(stated.Shape).All(pair => pair.First < 1 || pair.First == pair.Second);
        if (!same)
            throw new ModelException($"Model {manifest.Name}: {what} '{stated.Name}' is {node.ElementType.Name} {string.Join("×", node.Dimensions)}, "
                + $"not Single {string.Join("×", stated.Shape)}. Correct its manifest.json.");
    }

    private static int Length(long[] shape) => checked((int)shape.Aggregate(1L, (product, size) => product * size));
}
