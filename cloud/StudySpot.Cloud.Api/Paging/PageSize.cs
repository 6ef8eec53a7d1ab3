namespace StudySpot.Cloud.Api.Paging;

/// <summary>How many rows a page has: 50 unless told, 1 to 200.</summary>
public readonly record struct PageSize(int Limit)
{
    public const int Default = 50;
    public const int Largest = 200;

    public static PageSize From(int? limit) => new(Math.Clamp(limit ?? Default, 1, Largest));

    /// <summary>One more than is shown tells whether there is a next page.</summary>
    public int AndOne => Limit + 1;
}
