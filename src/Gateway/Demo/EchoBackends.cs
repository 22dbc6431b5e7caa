using System.Net;
using Gateway.Hosting;
using Gateway.Model;
using Gateway.Reconciliation;

namespace Gateway.Demo;

/// <summary>
/// Runs the demonstration's backends, around the target that routes to them: a backend answers before the route to it exists, and until a
/// while after it is gone.
/// </summary>
/// <param name="next">The target that sends requests to the backends.</param>
internal sealed class EchoBackends(IStateTarget next, ResourceStore store, TimeProvider time, ILogger<EchoBackends> logger) : IStateTarget, IAsyncDisposable
{
    /// <summary>Requests that were sent to a backend just before its route went are answered still.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private readonly Dictionary<IPEndPoint, EchoBackend> _running = [];
    private readonly HashSet<IPEndPoint> _refused = [];
    private readonly List<Task> _retiring = [];
    private readonly CancellationTokenSource _ending = new();

    public string Name => next.Name;

    public async ValueTask ApplyAsync(DesiredState desired, CancellationToken cancellationToken)
    {
        var plan = EchoPlan.Build(store.Current, desired);
        foreach (var (address, name) in plan.Where(pair => !_running.ContainsKey(pair.Key)))
            await StartAsync(address, name, cancellationToken);
        await next.ApplyAsync(desired, cancellationToken);
        _refused.IntersectWith(plan.Keys);
        _retiring.RemoveAll(task => task.IsCompleted);
        foreach (var address in _running.Keys.Where(address => !plan.ContainsKey(address)).ToArray())
            if (_running.Remove(address, out var backend))
                _retiring.Add(RetireAsync(backend));
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll([.. _retiring, .. _running.Values.Select(backend => backend.DisposeAsync().AsTask())]);
        _running.Clear();
        _ending.Dispose();
    }

    /// <summary>A port that is taken is told once; whoever has it gets the requests.</summary>
    private async Task StartAsync(IPEndPoint address, string name, CancellationToken cancellationToken)
    {
        try
        {
            _running.Add(address, await EchoBackend.StartAsync(address, name, cancellationToken));
            _refused.Remove(address);
        }
        catch (ListenException error)
        {
            if (_refused.Add(address))
                logger.BackendRefused(name, address, error.Reason);
        }
    }

    private async Task RetireAsync(EchoBackend backend)
    {
        await Task.Delay(Linger, time, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await backend.DisposeAsync();
    }
}
