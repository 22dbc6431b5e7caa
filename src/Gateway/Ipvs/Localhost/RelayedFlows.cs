using System.Net;

namespace Gateway.Ipvs.Localhost;

/// <summary>The clients of one port, the one that was heard of last at the end. Those that are idle end, and the most idle one where there are too many.</summary>
internal sealed class RelayedFlows(TimeProvider time, int capacity = 1024)
{
    /// <summary>So one that is idle ends at most that much later.</summary>
    public static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly Dictionary<EndPoint, LinkedListNode<Entry>> _byClient = [];
    private readonly LinkedList<Entry> _inOrder = [];
    private bool _isClosed;

    /// <summary>Something came of the client, or to it. Null where it has no flow.</summary>
    public RelayedFlow? Use(EndPoint client)
    {
        lock (_gate)
        {
            if (!_byClient.TryGetValue(client, out var node))
                return null;
            node.Value = node.Value with { UsedAt = time.GetTimestamp() };
            _inOrder.Remove(node);
            _inOrder.AddLast(node);
            return node.Value.Flow;
        }
    }

    /// <param name="flow">Of a client that has none.</param>
    public void Add(RelayedFlow flow)
    {
        lock (_gate)
        {
            if (_byClient.Count == capacity)
                Remove(_inOrder.First!);
            _byClient.Add(flow.Client, _inOrder.AddLast(new Entry(flow, time.GetTimestamp())));
            if (_isClosed)
                Remove(_inOrder.Last!);
        }
    }

    /// <summary>Its client may have another one by now, which goes on.</summary>
    public void End(RelayedFlow flow)
    {
        lock (_gate)
            if (_byClient.TryGetValue(flow.Client, out var node) && ReferenceEquals(node.Value.Flow, flow))
                Remove(node);
    }

    public void End(Func<RelayedFlow, bool> which)
    {
        lock (_gate)
            foreach (var node in _byClient.Values.Where(node => which(node.Value.Flow)).ToArray())
                Remove(node);
    }

    public void EndIdle()
    {
        lock (_gate)
            while (_inOrder.First is { } oldest && time.GetElapsedTime(oldest.Value.UsedAt) >= IdleLimit)
                Remove(oldest);
    }

    /// <summary>Ends all, and those that are added from now on.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            while (_inOrder.First is { } node)
                Remove(node);
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _inOrder.Remove(node);
        _byClient.Remove(node.Value.Flow.Client);
        node.Value.Flow.Dispose();
    }

    private sealed record Entry(RelayedFlow Flow, long UsedAt);
}
