using Microsoft.Win32.SafeHandles;

namespace StudySpot.Mqtt;

/// <summary>A struct mosquitto. Destroying it closes its socket without a DISCONNECT.</summary>
internal sealed class MosquittoHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public MosquittoHandle(string clientId, bool cleanStart, nint context) : base(ownsHandle: true)
    {
        SetHandle(Native.mosquitto_new(clientId, cleanStart, context));
        if (IsInvalid) throw new InvalidOperationException("libmosquitto could not create a client: out of memory or an unusable client id.");
    }

    protected override bool ReleaseHandle()
    {
        Native.mosquitto_destroy(handle);
        return true;
    }
}
