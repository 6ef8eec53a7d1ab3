using StudySpot.Access;
using StudySpot.Edge.Devices.Camera;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests.Camera;

public sealed class CameraCodeReaderContract : CodeReaderContract
{
    protected override async Task<IReaderRig> CreateAsync()
    {
        var rig = new Rig();
        await rig.PlugAsync();
        return rig;
    }

    /// <summary>A picture that ffmpeg reads again for every frame stands for what the camera sees.</summary>
    private sealed class Rig : IReaderRig
    {
        private readonly ScratchFolder _folder = new();
        private readonly SharedCamera _camera;

        public Rig()
        {
            _camera = new SharedCamera(new CameraOptions(new CameraInput(Scene, [])), TimeProvider.System);
            Reader = new CameraCodeReader(_camera, Direction.Exit, TimeProvider.System);
        }

        public ICodeReader Reader { get; }

        private string Scene => _folder.File("scene.png");

        public Task PresentAsync(string text) => Pictures.ReplaceAsync(Scene, Pictures.Qr(text));

        public Task UnplugAsync()
        {
            File.Delete(Scene);
            return Task.CompletedTask;
        }

        public async Task PlugAsync()
        {
            await Pictures.PlainAsync(_folder.File("plain.png"));
            File.Move(_folder.File("plain.png"), Scene, overwrite: true);
        }

        public async ValueTask DisposeAsync()
        {
            await Reader.DisposeAsync();
            await _camera.DisposeAsync();
            _folder.Dispose();
        }
    }
}
