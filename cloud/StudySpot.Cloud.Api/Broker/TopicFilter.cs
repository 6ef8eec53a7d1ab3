namespace StudySpot.Cloud.Api.Broker;

/// <summary>Which topics an MQTT filter stands for (MQTT 5.0, 4.7 and 4.8.2).</summary>
public static class TopicFilter
{
    private const string SharedPrefix = "$share/";

    public static bool Matches(string filter, string topic)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(topic);
        var wanted = Unshared(filter).Split('/');
        var levels = topic.Split('/');
        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == "#") return true;
            if (i >= levels.Length || wanted[i] != "+" && wanted[i] != levels[i]) return false;
        }
        return wanted.Length == levels.Length;
    }

    private static string Unshared(string filter)
    {
        if (!filter.StartsWith(SharedPrefix, StringComparison.Ordinal)) return filter;
        var end = filter.IndexOf('/', SharedPrefix.Length);
        return end < 0 ? filter : filter[(end + 1)..];
    }
}
