namespace StudySpot.Edge.Setup;

/// <summary>Answers without anybody there: from a file, otherwise what is suggested.</summary>
/// <param name="sure">What is said to every question that wants a yes.</param>
internal sealed class GivenAnswers(SetupAnswers answers, bool sure) : ISetupQuestions
{
    public string Ask(string key, string question, string? suggestion, IReadOnlyList<string> choices) =>
        answers.Of(key) ?? suggestion ?? throw new SetupException($"nobody is there to answer: {question}", $"give \"{key}\" in the file of --answers");

    public bool Sure(string question) => sure;
}
