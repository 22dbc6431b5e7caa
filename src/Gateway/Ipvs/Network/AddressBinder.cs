using System.Net;

namespace Gateway.Ipvs.Network;

/// <summary>Keeps the addresses of the gateway's link.</summary>
internal sealed class AddressBinder(IKernelNetwork network)
{
    private readonly HashSet<IPAddress> _bound = [];
    private readonly Dictionary<IPAddress, string> _refused = [];

    /// <summary>Addresses that the kernel did not take, with its reason.</summary>
    public IReadOnlyDictionary<IPAddress, string> Refused => _refused;

    public IReadOnlyCollection<IPAddress> Bound => _bound;

    public bool IsBound(IPAddress address) => _bound.Contains(address);

    /// <summary>Takes over what was read.</summary>
    public void Load(IEnumerable<IPAddress> bound)
    {
        _bound.Clear();
        _bound.UnionWith(bound);
    }

    /// <exception cref="IOException">Some may not be bound.</exception>
    public void Bind(IEnumerable<IPAddress> wanted)
    {
        var missing = wanted.Where(address => !_bound.Contains(address)).Distinct().ToArray();
        if (missing.Length == 0)
            return;
        var refused = network.Bind(missing);
        foreach (var address in missing)
            _refused.Remove(address);
        foreach (var refusal in refused)
            _refused[refusal.Address] = refusal.Reason;
        _bound.UnionWith(missing.Except(refused.Select(refusal => refusal.Address)));
        if (refused.Count > 0)
            throw new IOException($"{refused.Count} addresses are not bound, such as {refused[0].Address}: {refused[0].Reason}");
    }

    /// <exception cref="IOException">Some may still be bound.</exception>
    public void Unbind(IEnumerable<IPAddress> unwanted)
    {
        var addresses = unwanted.Where(_bound.Contains).Distinct().ToArray();
        if (addresses.Length == 0)
            return;
        var refused = network.Unbind(addresses);
        _bound.ExceptWith(addresses.Except(refused.Select(refusal => refusal.Address)));
        if (refused.Count > 0)
            throw new IOException($"{refused.Count} addresses are still bound, such as {refused[0].Address}: {refused[0].Reason}");
    }
}
