using System.Net;
using System.Net.Sockets;
using Gateway.Ipvs.Localhost;

namespace Gateway.Tests.Ipvs.Localhost;

/// <summary>Relays that carry nothing. A port can be had once, and not while somebody else has it.</summary>
internal sealed class FakeRelays
{
    private readonly Dictionary<LocalhostPort, FakeRelay> _open = [];

    /// <summary>Why a port cannot be had.</summary>
    public Dictionary<LocalhostPort, SocketError> Refused { get; } = [];

    public IEnumerable<string> Open => _open.Select(pair => $"{pair.Key} -> {string.Join(", ", pair.Value.Nodes)}").Order(StringComparer.Ordinal);

    public IRelay Start(LocalhostPort port, LocalhostListener listener)
    {
        if (Refused.TryGetValue(port, out var error) || _open.ContainsKey(port))
            throw new SocketException((int)(error == default ? SocketError.AddressAlreadyInUse : error));
        return _open[port] = new FakeRelay(listener.Nodes, () => _open.Remove(port));
    }

    private sealed class FakeRelay(IReadOnlyList<IPAddress> nodes, Action closed) : IRelay
    {
        public IReadOnlyList<IPAddress> Nodes { get; private set; } = nodes;

        public void Serve(IReadOnlyList<IPAddress> nodes) => Nodes = nodes;

        public void Dispose() => closed();
    }
}
