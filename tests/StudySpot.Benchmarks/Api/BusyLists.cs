using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using StudySpot.Benchmarks.Harness;

namespace StudySpot.Benchmarks.Api;

/// <summary>
/// The busiest lists of the Release Api over HTTP. Open loop: requests start when they are due, however late earlier
/// ones are, and count from then, so that a stall shows in every request it held up.
/// </summary>
internal sealed class BusyLists : IBenchmark
{
    /// <summary>The bar of the first issue.</summary>
    private const int PerSecond = 200;

    private const double MostMilliseconds = 200;

    private static readonly (string Name, Func<ApiUnderLoad.LoadedTenant, string> Path)[] Lists =
    [
        ("events", _ => "/api/v1/events"),
        ("events of a gate", t => $"/api/v1/events?gateId={t.Gate}"),
        ("members", _ => "/api/v1/members"),
        ("sessions", _ => "/api/v1/sessions"),
        ("occupancy", t => $"/api/v1/halls/{t.Hall}/occupancy"),
        ("gates", _ => "/api/v1/gates"),
    ];

    public string Name => "api";

    public string Measures => "The busiest lists over HTTP, 200 requests/s, 50 tenants, 1 million events";

    public async Task RunAsync(BenchmarkRun run, CancellationToken ct)
    {
        run.Progress("loading 1 million events");
        await using var api = await ApiUnderLoad.StartAsync(ct);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 128 }) { BaseAddress = api.Address };
        run.Progress("warming up");
        await LoadAsync(client, api.Tenants, TimeSpan.FromSeconds(5), ct);
        run.Progress($"{PerSecond} requests/s for {run.Budget.TotalSeconds:0} s");
        var byList = await LoadAsync(client, api.Tenants, run.Budget, ct);

        var all = new Latencies();
        foreach (var list in byList) all.AddAll(list);
        run.Report("all lists, p50", all.Milliseconds(0.50), "ms");
        run.Report("all lists, p95", all.Milliseconds(0.95), "ms", Bar.AtMost(MostMilliseconds));
        run.Report("all lists, p99", all.Milliseconds(0.99), "ms");
        for (var i = 0; i < Lists.Length; i++) run.Report($"{Lists[i].Name}, p95", byList[i].Milliseconds(0.95), "ms", Bar.AtMost(MostMilliseconds));
    }

    private static async Task<Latencies[]> LoadAsync(HttpClient client, IReadOnlyList<ApiUnderLoad.LoadedTenant> tenants, TimeSpan duration, CancellationToken ct)
    {
        var count = (int)(PerSecond * duration.TotalSeconds);
        var requests = new List<Task<long>>(count);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var start = Stopwatch.GetTimestamp();
        while (requests.Count < count && await tick.WaitForNextTickAsync(ct))
        {
            while (requests.Count < count && DueAt(start, requests.Count) <= Stopwatch.GetTimestamp())
            {
                var number = requests.Count;
                requests.Add(AskAsync(client, Lists[number % Lists.Length].Path, tenants[number / Lists.Length % tenants.Count], DueAt(start, number), ct));
            }
        }
        var ticks = await Task.WhenAll(requests);
        var byList = Lists.Select(_ => new Latencies(count / Lists.Length + 1)).ToArray();
        for (var i = 0; i < ticks.Length; i++) byList[i % Lists.Length].Add(ticks[i]);
        return byList;
    }

    private static long DueAt(long start, int number) => start + number * Stopwatch.Frequency / PerSecond;

    private static async Task<long> AskAsync(
        HttpClient client, Func<ApiUnderLoad.LoadedTenant, string> path, ApiUnderLoad.LoadedTenant tenant, long dueAt, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path(tenant));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tenant.Token);
        using var response = await client.SendAsync(request, ct);
        var body = await response.Content.ReadAsByteArrayAsync(ct);
        if (!response.IsSuccessStatusCode || body.Length < 50)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{path(tenant)} answered {(int)response.StatusCode} with {body.Length} bytes."));
        return Stopwatch.GetTimestamp() - dueAt;
    }
}
