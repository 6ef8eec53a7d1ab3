using Microsoft.Extensions.Logging.Abstractions;
using StudySpot.Edge.Supervision;

namespace StudySpot.Edge.Tests.Supervision;

public sealed class ServiceManagerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tell_EveryKindOfSocket_HearsIt(bool isAbstract)
    {
        using var socket = new NotifySocket(isAbstract);
        using var systemd = Find(("NOTIFY_SOCKET", socket.Address)).ShouldNotBeNull();

        systemd.Ready("idle");
        systemd.Status("fault; does not work:\nturnstile");
        systemd.Alive();
        systemd.Stopping();

        socket.Told.ShouldBe(["READY=1; STATUS=idle", "STATUS=fault; does not work: turnstile", "WATCHDOG=1", "STOPPING=1; STATUS=stopping"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("vsock:2:1234")]
    public void Find_NobodyListens_IsNull(string? address) => Find(("NOTIFY_SOCKET", address)).ShouldBeNull();

    [Fact]
    public void Tell_SocketIsGone_GoesOn()
    {
        string address;
        using (var socket = new NotifySocket()) address = socket.Address;
        using var systemd = Find(("NOTIFY_SOCKET", address)).ShouldNotBeNull();

        Should.NotThrow(() =>
        {
            systemd.Ready("idle");
            systemd.Alive();
        });
    }

    [Fact]
    public void Tell_NobodyReads_DoesNotBlock()
    {
        using var socket = new NotifySocket();
        using var systemd = Find(("NOTIFY_SOCKET", socket.Address)).ShouldNotBeNull();

        // Far more than a datagram socket queues (net.unix.max_dgram_qlen, 10 to 512); returning at all is the point.
        for (var sign = 0; sign < 10_000; sign++) systemd.Alive();

        socket.Told.Count.ShouldBeInRange(1, 9_999);
    }

    [Theory]
    [InlineData("30000000", null, true)]
    [InlineData("30000000", "self", true)]
    [InlineData("30000000", "1", false)]
    [InlineData("0", null, false)]
    [InlineData("soon", null, false)]
    [InlineData(null, null, false)]
    public void Watches_TimeSetForThisProcess_Only(string? microseconds, string? pid, bool expected)
    {
        using var socket = new NotifySocket();
        var own = pid == "self" ? $"{Environment.ProcessId}" : pid;
        using var systemd = Find(("NOTIFY_SOCKET", socket.Address), ("WATCHDOG_USEC", microseconds), ("WATCHDOG_PID", own)).ShouldNotBeNull();

        systemd.Watches.ShouldBe(expected);
    }

    private static ServiceManager? Find(params (string Key, string? Value)[] environment) =>
        ServiceManager.Find(key => environment.FirstOrDefault(e => e.Key == key).Value, NullLogger.Instance);
}
