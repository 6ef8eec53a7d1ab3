using System.Runtime.CompilerServices;
using NodaTime;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Storage.Tests;

/// <summary>
/// This assembly started as a process that appends until it is killed, and says each event after the store took it.
/// </summary>
internal static class AppendingChild
{
    public const string FolderVariable = "STUDYSPOT_TEST_APPEND_FOLDER";
    public const string Machine = "child";

    public static byte[] NonceOf(Guid id) => id.ToByteArray()[^6..];

    [ModuleInitializer]
    public static void RunWhenAsked()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { Length: > 0 } folder) return;
        using var fixture = new StoreFixture();
        using var store = SqliteGateStore.Open(new SqliteGateStoreOptions { Folder = folder, GateId = StoreFixture.Gate, Machine = Machine }, TimeProvider.System);
        var credential = new Access.CredentialId(StoreFixture.CredentialId(1));
        while (true)
        {
            var next = fixture.NewEvent();
            var stored = store.Append(next with { Used = new UsedNonce(credential, NonceOf(next.Event.Id), Instant.FromUtc(2099, 1, 1, 0, 0)) });
            Console.WriteLine($"stored {stored.Sequence} {stored.Id}");
        }
    }
}
