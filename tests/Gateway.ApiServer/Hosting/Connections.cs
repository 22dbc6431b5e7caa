using Gateway.ApiServer.Failures;
using Microsoft.AspNetCore.Connections;

namespace Gateway.ApiServer.Hosting;

/// <summary>The connections that are open, below TLS.</summary>
internal sealed class Connections
{
    private readonly Lock _gate = new();
    private readonly HashSet<TrackedConnection> _open = [];
    private TaskCompletionSource? _frozen;

    public int Count
    {
        get
        {
            lock (_gate)
                return _open.Count;
        }
    }

    /// <summary>Completed unless everything is frozen.</summary>
    public Task Thawed => Volatile.Read(ref _frozen)?.Task ?? Task.CompletedTask;

    public IDisposable Freeze()
    {
        var frozen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _frozen, frozen);
        return new Withdrawal(() =>
        {
            Interlocked.CompareExchange(ref _frozen, null, frozen);
            frozen.TrySetResult();
        });
    }

    public int ResetAll() => ForAll(connection => connection.Reset());

    public int AskAllToLeave() => ForAll(connection => connection.AskToLeave());

    public async Task TrackAsync(ConnectionContext context, ConnectionDelegate next)
    {
        var connection = new TrackedConnection(context);
        context.Features.Set(connection);
        context.Transport = new GatedTransport(context.Transport, this, context.ConnectionClosed);
        lock (_gate)
            _open.Add(connection);
        try
        {
            await next(context);
        }
        finally
        {
            lock (_gate)
                _open.Remove(connection);
        }
    }

    private int ForAll(Action<TrackedConnection> act)
    {
        TrackedConnection[] all;
        lock (_gate)
            all = [.. _open];
        foreach (var connection in all)
            act(connection);
        return all.Length;
    }
}
