namespace StudySpot.Edge.Setup;

/// <summary>Whoever answers what setup asks: a person, or a file.</summary>
internal interface ISetupQuestions
{
    /// <summary>One value.</summary>
    /// <param name="key">Its name in an answers file.</param>
    /// <param name="suggestion">Taken when nothing else is said; null for none.</param>
    /// <param name="choices">What there is to choose from; empty for anything.</param>
    /// <exception cref="SetupException">No answer is to be had.</exception>
    string Ask(string key, string question, string? suggestion, IReadOnlyList<string> choices);

    /// <summary>Yes or no.</summary>
    bool Sure(string question);
}

/// <summary>Setup cannot go on; the message says why and what to do.</summary>
internal sealed class SetupException(string message, string fix) : Exception(message)
{
    public string Fix => fix;
}
