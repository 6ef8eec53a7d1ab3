using Microsoft.Data.Sqlite;

namespace StudySpot.Edge.Storage;

/// <summary>What a SQLite error says about the cause (sqlite.org/rescode.html).</summary>
internal static class SqliteFaults
{
    /// <summary>The file's content is to blame: opening it again will not help.</summary>
    public static bool IsDamage(SqliteException e) => !IsEnvironment(e);

    /// <summary>The file must be opened anew, and looked through, before it is trusted again.</summary>
    public static bool NeedsReopening(int code) => code is not (Full or Busy or Locked or NoMemory);

    /// <summary>SQLITE_ERROR: the statement does not fit the file, such as a table that is not there.</summary>
    public const int SqlError = 1;

    /// <summary>SQLITE_CORRUPT.</summary>
    public const int Corrupt = 11;

    private const int Perm = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int NoMemory = 7;
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Protocol = 15;
    private const int NoLargeFiles = 22;
    private const int IoErrorRead = IoError | 1 << 8;
    private const int IoErrorShortRead = IoError | 2 << 8;
    private const int IoErrorCorruptFileSystem = IoError | 33 << 8;

    /// <summary>Disk full, read-only, permissions, no memory: the cause is outside of the file and may pass.</summary>
    private static bool IsEnvironment(SqliteException e) => e.SqliteErrorCode switch
    {
        Perm or Busy or Locked or NoMemory or ReadOnly or Full or CannotOpen or Protocol or NoLargeFiles => true,
        // A sector that cannot be read does not come back; the gate must come up without it.
        IoError => e.SqliteExtendedErrorCode is not (IoErrorRead or IoErrorShortRead or IoErrorCorruptFileSystem),
        _ => false,
    };
}
