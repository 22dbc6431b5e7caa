using System.Diagnostics;
using Gateway.ApiServer;

namespace Gateway.Api.Churn;

/// <summary>A long time in a cluster where everything changes and the connection breaks again and again. At the end the gateway must know what the server knows.</summary>
internal static class ChurnRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <param name="rate">Changes a second.</param>
    /// <param name="pause">Between two interruptions.</param>
    /// <returns>Whether all was equal.</returns>
    public static async Task<bool> RunAsync(
        SyntheticCluster cluster, int rate, TimeSpan pause, TimeSpan duration, CancellationToken cancellationToken)
    {
        await using var server = await ApiServerDouble.StartAsync(new(), cancellationToken);
        cluster.Fill(server);
        await using var gateway = await InProcessGateway.StartAsync(server, cancellationToken);
        var (changes, interruptions, requests) = (0, 0, server.Requests.All.Count);
        var churn = new ClusterChurn(server, cluster);
        var way = new Interruptions(server);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < duration; await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken))
        {
            for (; changes < watch.Elapsed.TotalSeconds * rate; changes++)
                churn.ChangeOne();
            for (; interruptions < Math.Floor(watch.Elapsed / pause); interruptions++)
                way.Next();
        }
        var last = Stopwatch.StartNew();
        var (differences, count, looked) = (0, 0, TimeSpan.Zero);
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            // Comparing takes seconds itself.
            looked = last.Elapsed;
            (differences, count) = Compare(gateway.Objects(), InProcessGateway.ObjectsOf(server));
        }
        while (differences > 0 && last.Elapsed < Patience);
        var isTranslated = gateway.IsTranslatedAsFromNothing();
        Console.WriteLine($"""
            {Machine.Describe()}
            {duration.TotalMinutes:0.#} minutes, {changes} changes, {interruptions} interruptions, {server.Requests.All.Count - requests} requests of the gateway
            {count} objects compared, {differences} of them not equal, {looked.TotalSeconds:0.0} s after the last change
            what is served is {(isTranslated ? "" : "NOT ")}what a fresh start with these objects would serve
            """);
        return differences == 0 && isTranslated;
    }

    /// <summary>How many are in one alone or other in the other, of how many.</summary>
    private static (int Differences, int Count) Compare<TKey>(Dictionary<TKey, string> here, Dictionary<TKey, string> there)
        where TKey : notnull =>
        (here.Count(pair => there.GetValueOrDefault(pair.Key) != pair.Value) + there.Keys.Count(key => !here.ContainsKey(key)), there.Count);
}
