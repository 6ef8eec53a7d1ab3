namespace StudySpot.Cloud.Api.Paging;

/// <summary>One page of a list, and where the next one begins.</summary>
/// <param name="NextCursor">Null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>All of a list that is short by nature.</summary>
public sealed record Listing<T>(IReadOnlyList<T> Items);

/// <summary>Cuts pages.</summary>
public static class Page
{
    /// <summary>Makes a page of rows that were asked for with <see cref="PageSize.AndOne"/>.</summary>
    /// <param name="positionOf">The cursor that stands for a row.</param>
    public static Page<T> Of<T>(IReadOnlyList<T> rows, PageSize size, Func<T, string> positionOf)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(positionOf);
        return rows.Count <= size.Limit ? new Page<T>(rows, null) : new Page<T>([.. rows.Take(size.Limit)], positionOf(rows[size.Limit - 1]));
    }
}
