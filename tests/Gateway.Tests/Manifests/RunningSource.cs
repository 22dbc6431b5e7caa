using System.Collections.Concurrent;
using Gateway.Manifests;
using Gateway.Reconciliation;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Manifests;

/// <summary>A source on a real folder, its store and its log.</summary>
internal sealed class RunningSource : IAsyncDisposable, ILogger<ManifestSource>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;

    private RunningSource(string path, TimeProvider time)
    {
        Source = new(path, time, this);
        _run = Source.RunAsync(Store, _stop.Token);
    }

    public ManifestSource Source { get; }

    public ResourceStore Store { get; } = new();

    public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = [];

    /// <summary>The Services that are in the store, with their ports: <c>a:80 b:81</c>.</summary>
    public string Services => string.Join(' ', Store.Current.Services.Values.OrderBy(service => service.Name).Select(service => $"{service.Metadata.Name}:{service.Spec!.Ports![0].Port}"));

    public static async Task<RunningSource> StartAsync(string path, TimeProvider? time = null)
    {
        var running = new RunningSource(path, time ?? TimeProvider.System);
        await (await Task.WhenAny(running.Store.Synced, running._run)).WaitAsync(Deadline);
        return running;
    }

    public Task UntilServicesAsync(string expected) => UntilAsync(() => Services == expected, () => $"Services are \"{Services}\", not \"{expected}\"");

    public Task UntilLoggedAsync(string part) =>
        UntilAsync(() => Lines.Any(line => line.Text.Contains(part, StringComparison.Ordinal)), () => $"no \"{part}\" in:\n{string.Join('\n', Lines)}");

    public async Task UntilAsync(Func<bool> condition, Func<string> otherwise)
    {
        var end = DateTime.UtcNow + Deadline;
        while (!condition())
        {
            if (_run.IsFaulted)
                await _run;
            Assert.True(DateTime.UtcNow < end, otherwise());
            await Task.Delay(5);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_run.ContinueWith(_ => { }, TaskScheduler.Default)).WaitAsync(Deadline);
        Source.Dispose();
        _stop.Dispose();
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((logLevel, formatter(state, exception) + exception));
}
