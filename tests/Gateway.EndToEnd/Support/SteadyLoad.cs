using System.Collections.Concurrent;
using System.Net;

namespace Gateway.EndToEnd.Support;

/// <summary>Clients that ask one URL over and over until told to stop, and remember every answer that was not a 200.</summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _clients;
    private long _succeeded;

    public SteadyLoad(HttpClient client, Uri url, int clients = 4)
    {
        _clients = [.. Enumerable.Range(0, clients).Select(_ => Task.Run(() => AskAsync(client, url)))];
    }

    public ConcurrentQueue<string> Failures { get; } = new();

    /// <summary>The bodies seen, with how often.</summary>
    public ConcurrentDictionary<string, int> Answers { get; } = new();

    public long Succeeded => Interlocked.Read(ref _succeeded);

    /// <summary>Waits until so many more requests have been answered.</summary>
    public async Task PassAsync(int requests)
    {
        var goal = Succeeded + requests;
        await Eventually.IsTrue(() => Succeeded >= goal || !Failures.IsEmpty, $"{requests} more requests are answered");
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task AskAsync(HttpClient client, Uri url)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var response = await client.GetAsync(url);
                var body = await response.Content.ReadAsStringAsync();
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    Answers.AddOrUpdate(body, 1, (_, count) => count + 1);
                    Interlocked.Increment(ref _succeeded);
                }
                else
                {
                    Failures.Enqueue($"{(int)response.StatusCode} {body}");
                }
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
                Failures.Enqueue(error.ToString());
            }
        }
    }
}
