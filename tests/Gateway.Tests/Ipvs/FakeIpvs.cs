using Gateway.Netlink;
using Gateway.Netlink.Ipvs;

namespace Gateway.Tests.Ipvs;

/// <summary>
/// IPVS by the kernel's rules, in memory. One in ten of what it is asked fails, as if the kernel had no memory, unless told otherwise: what is tested has
/// to come to the same in the end.
/// </summary>
internal sealed class FakeIpvs(int seed = 1) : IIpvs
{
    public const int ENoEnt = 2;
    public const int Esrch = 3;
    public const int ENoMem = 12;
    public const int EExist = 17;

    private readonly Random _random = new(seed);
    private readonly Dictionary<IpvsServiceKey, Entry> _services = [];

    /// <summary>How much of what is asked fails, 0–1.</summary>
    public double FaultRate { get; set; } = 0.1;

    /// <summary>What fails the next time it is asked, such as <c>list services</c>.</summary>
    public HashSet<string> FailingOnce { get; } = [];

    /// <summary>Where the connection breaks the next time, such as <c>list services</c>, or <c>execute</c> after one of the commands.</summary>
    public HashSet<string> BreakingOnce { get; } = [];

    public HashSet<string> Schedulers { get; } = ["rr", "wrr", "wlc", "mh", "sh"];

    /// <summary>How many times it was asked anything: the batches, not the commands in them.</summary>
    public int Requests { get; private set; }

    /// <summary>Commands that were carried out.</summary>
    public List<IpvsCommand> Done { get; } = [];

    /// <summary>Called before a command is carried out.</summary>
    public Action<IpvsCommand>? Watching { get; set; }

    /// <summary>Called before the destinations of a service are listed.</summary>
    public Action<IpvsServiceKey>? Listing { get; set; }

    public bool IsDisposed { get; private set; }

    /// <summary>Whether the module is loaded. Removed, it takes its table with it.</summary>
    public bool IsLoaded
    {
        get;
        set
        {
            field = value;
            if (!value)
                _services.Clear();
        }
    } = true;

    /// <summary>All that were ever opened.</summary>
    public List<FakeConnection> Connections { get; } = [];

    /// <summary>As the gateway has it, which may lose it.</summary>
    public IIpvs Open()
    {
        if (!IsLoaded)
            throw new NetlinkException(ENoEnt, "this kernel has no IPVS: load the module ip_vs");
        Connections.Add(new(this));
        return Connections[^1];
    }

    public IEnumerable<IpvsServiceKey> Keys => _services.Keys;

    public IpvsService? Service(IpvsServiceKey key) => _services.GetValueOrDefault(key)?.Service;

    public IReadOnlyDictionary<IpvsDestinationKey, IpvsDestination> Destinations(IpvsServiceKey key) =>
        _services.GetValueOrDefault(key)?.Destinations.ToDictionary(pair => pair.Key, pair => pair.Value.Destination) ?? [];

    /// <summary>What another program does, which never fails and is not counted.</summary>
    public int Edit(IpvsCommand command) => Carry(command);

    public void Connect(IpvsServiceKey key, IpvsDestinationKey destination, uint active, uint inactive = 0)
    {
        if (_services.GetValueOrDefault(key)?.Destinations.GetValueOrDefault(destination) is { } there)
            (there.Active, there.Inactive) = (active, inactive);
    }

    /// <summary>What the kernel has counted, from now on.</summary>
    public void Count(IpvsServiceKey key, IpvsStatistics statistics) => _services[key].Statistics = statistics;

    public void Count(IpvsServiceKey key, IpvsDestinationKey destination, IpvsStatistics statistics) =>
        _services[key].Destinations[destination].Statistics = statistics;

    public IpvsInfo GetInfo()
    {
        Requests++;
        return new(new(1, 2, 1), 4096);
    }

    public IReadOnlyList<IpvsServiceState> ListServices()
    {
        Ask("list services");
        return [.. _services.Values.Select(entry => new IpvsServiceState(entry.Service, entry.Statistics))];
    }

    public IpvsServiceState? FindService(IpvsServiceKey service)
    {
        Ask($"find {service}");
        return _services.TryGetValue(service, out var entry) ? new(entry.Service, entry.Statistics) : null;
    }

    public IReadOnlyList<IpvsDestinationState> ListDestinations(IpvsServiceKey service)
    {
        Listing?.Invoke(service);
        Ask($"list destinations of {service}");
        return _services.TryGetValue(service, out var entry)
            ? [.. entry.Destinations.Values.Select(there => new IpvsDestinationState(there.Destination, there.Active, there.Inactive, 0, there.Statistics))]
            : throw new NetlinkException(Esrch, $"{service}: ESRCH");
    }

    public IReadOnlyList<IpvsFailure> Execute(IReadOnlyList<IpvsCommand> commands)
    {
        Requests++;
        var failures = new List<IpvsFailure>();
        // Rarer than other faults: the connection to the kernel breaks, with some of the commands done.
        var breaks = _random.NextDouble() < FaultRate / 10 ? _random.Next(commands.Count) : -1;
        for (var i = 0; i < commands.Count; i++)
        {
            if (i == breaks || BreakingOnce.Remove("execute"))
                throw Broken();
            var error = Fails() ? ENoMem : Watched(commands[i]);
            if (error == 0)
                Done.Add(commands[i]);
            else
                failures.Add(new(i, error, $"error {error}"));
        }
        if (BreakingOnce.Remove("execute"))
            throw Broken();
        return failures;
    }

    /// <summary>As the kernel has them at first.</summary>
    public IpvsTimeouts Timeouts { get; set; } = new(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5));

    public IpvsTimeouts GetTimeouts()
    {
        Ask("get timeouts");
        return Timeouts;
    }

    public void SetTimeouts(IpvsTimeouts timeouts)
    {
        Ask("set timeouts");
        Timeouts = new(Or(timeouts.Tcp, Timeouts.Tcp), Or(timeouts.TcpFin, Timeouts.TcpFin), Or(timeouts.Udp, Timeouts.Udp));

        static TimeSpan Or(TimeSpan wanted, TimeSpan there) => wanted == TimeSpan.Zero ? there : wanted;
    }

    public void Dispose() => IsDisposed = true;

    private static NetlinkException Broken() => new(0, "the socket is closed") { Reason = NetlinkReason.ConnectionLost };

    private void Ask(string what)
    {
        Requests++;
        if (BreakingOnce.Remove(what))
            throw Broken();
        if (FailingOnce.Remove(what) || Fails())
            throw new NetlinkException(ENoMem, $"{what}: ENOMEM");
    }

    private bool Fails() => _random.NextDouble() < FaultRate;

    private int Watched(IpvsCommand command)
    {
        Watching?.Invoke(command);
        return Carry(command);
    }

    private int Carry(IpvsCommand command) => command switch
    {
        IpvsCommand.AddService add => AddService(add.Service),
        IpvsCommand.SetService set => SetService(set.Service),
        IpvsCommand.DeleteService delete => _services.Remove(delete.Service) ? 0 : Esrch,
        IpvsCommand.AddDestination add => AddDestination(add.Service, add.Destination),
        IpvsCommand.SetDestination set => SetDestination(set.Service, set.Destination),
        IpvsCommand.DeleteDestination delete => DeleteDestination(delete.Service, delete.Destination),
        _ => throw new InvalidOperationException($"{command} is of no use to a balancer that is not alone"),
    };

    private int AddService(IpvsService service)
    {
        if (_services.ContainsKey(service.Key))
            return EExist;
        if (Refusal(service) is var error and not 0)
            return error;
        _services.Add(service.Key, new(service));
        return 0;
    }

    private int SetService(IpvsService service)
    {
        if (!_services.TryGetValue(service.Key, out var entry))
            return Esrch;
        if (Refusal(service) is var error and not 0)
            return error;
        entry.Service = service;
        return 0;
    }

    private int Refusal(IpvsService service) => Schedulers.Contains(service.Scheduler) ? 0 : ENoEnt;

    private int AddDestination(IpvsServiceKey key, IpvsDestination destination)
    {
        if (!_services.TryGetValue(key, out var entry))
            return Esrch;
        if (entry.Destinations.ContainsKey(destination.Key))
            return EExist;
        entry.Destinations.Add(destination.Key, new(destination));
        return 0;
    }

    private int SetDestination(IpvsServiceKey key, IpvsDestination destination)
    {
        if (!_services.TryGetValue(key, out var entry))
            return Esrch;
        if (!entry.Destinations.TryGetValue(destination.Key, out var there))
            return ENoEnt;
        there.Destination = destination;
        return 0;
    }

    private int DeleteDestination(IpvsServiceKey key, IpvsDestinationKey destination)
    {
        if (!_services.TryGetValue(key, out var entry))
            return Esrch;
        return entry.Destinations.Remove(destination) ? 0 : ENoEnt;
    }

    private sealed class Entry(IpvsService service)
    {
        public IpvsService Service { get; set; } = service;

        public IpvsStatistics Statistics { get; set; }

        public Dictionary<IpvsDestinationKey, Connected> Destinations { get; } = [];
    }

    private sealed class Connected(IpvsDestination destination)
    {
        public IpvsDestination Destination { get; set; } = destination;

        public uint Active { get; set; }

        public uint Inactive { get; set; }

        public IpvsStatistics Statistics { get; set; }
    }
}
