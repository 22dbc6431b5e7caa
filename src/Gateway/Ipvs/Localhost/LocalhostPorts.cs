using System.Net.Sockets;
using Gateway.Ipvs.Planning;
using Gateway.Model;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Localhost;

/// <summary>
/// Keeps a relay for each node port that the kernel balances. Its IPVS sends nothing with a loopback source to another machine, and the setting
/// <c>route_localnet</c>, by which packets could be rewritten before, lets neighbours in to what listens on loopback (CVE-2020-8558). A port that cannot be had
/// is said of its Service, and fails nothing. For one caller at a time.
/// </summary>
/// <param name="open">Throws a <see cref="SocketException"/> where the port cannot be had.</param>
/// <param name="reserved">TCP ports that the gateway itself listens on, or is about to.</param>
internal sealed class LocalhostPorts(Func<LocalhostPort, LocalhostListener, IRelay> open, IReadOnlyCollection<int> reserved) : IDisposable
{
    private readonly Dictionary<LocalhostPort, IRelay> _relays = [];
    private readonly Dictionary<LocalhostPort, (ServicePortName Name, Condition Condition)> _refused = [];
    private LocalhostPlan _plan = LocalhostPlan.Empty;

    /// <summary>Of the ports that could not be had.</summary>
    public IReadOnlyList<(ServicePortName Name, Condition Condition)> Conditions { get; private set; } = [];

    /// <param name="tryAgain">Whether to ask again for the ports that could not be had.</param>
    public void Apply(IpvsPlan plan, bool tryAgain)
    {
        var before = _plan;
        _plan = LocalhostPlan.Build(plan, before);
        foreach (var step in LocalhostDiff.Of(before.Listeners, _plan.Listeners).ToArray())
            Do(step);
        if (tryAgain)
            foreach (var port in _refused.Keys.ToArray())
                Open(port, _plan.Listeners.Find(port)!);
        if (!Conditions.SequenceEqual(_refused.Values))
            Conditions = [.. _refused.Values];
    }

    public void Dispose()
    {
        foreach (var relay in _relays.Values)
            relay.Dispose();
        _relays.Clear();
    }

    private void Do(LocalhostStep step)
    {
        switch (step)
        {
            case LocalhostStep.Open(var port, var listener):
                Open(port, listener);
                break;
            case LocalhostStep.Redirect(var port, var listener) when _relays.TryGetValue(port, out var relay):
                relay.Serve(listener.Nodes);
                break;
            case LocalhostStep.Close(var port):
                _refused.Remove(port);
                if (_relays.Remove(port, out var closed))
                    closed.Dispose();
                break;
        }
    }

    private void Open(LocalhostPort port, LocalhostListener listener)
    {
        _refused.Remove(port);
        if (port.Protocol == IpvsProtocol.Tcp && reserved.Contains(port.Port))
        {
            _refused[port] = (listener.Owner, ServiceConditions.LocalhostPortInUse(port.ToString(), "the gateway itself listens there"));
            return;
        }
        try
        {
            _relays[port] = open(port, listener);
        }
        catch (SocketException error)
        {
            _refused[port] = (listener.Owner, error.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? ServiceConditions.LocalhostPortInUse(port.ToString(), error.Message)
                : ServiceConditions.LocalhostNotServed(port.ToString(), error.Message));
        }
    }
}
