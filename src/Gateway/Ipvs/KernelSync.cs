using System.Net;
using Gateway.Ipvs.Filtering;
using Gateway.Ipvs.Network;
using Gateway.Ipvs.Planning;
using Gateway.Ipvs.Programming;
using Gateway.Model;
using Gateway.Netlink;
using Gateway.Netlink.Ipvs;
using Gateway.Reconciliation;

namespace Gateway.Ipvs;

/// <summary>
/// Keeps an open kernel equal to the desired state. It is read as a whole at the start and whenever that is asked for; otherwise what it has is known from
/// what it took, and a change costs what has changed. What fails is tried again the next time and never stops the rest. For one caller at a time.
/// </summary>
internal sealed partial class KernelSync(IIpvs ipvs, IKernelNetwork network, IpvsRoomOptions options, TimeProvider time, ILogger logger)
{
    private readonly KernelTable _table = new();
    private readonly KernelReader _reader = new(ipvs);
    private readonly FilterWriter _filter = new(network);
    private readonly AddressBinder _addresses = new(network);
    private readonly SettingsKeeper _settings = new(network, logger);
    private readonly TimeoutKeeper _timeouts = new(ipvs, options.Timeouts, logger);
    private readonly Drains _drains = new(time, options.DrainDeadline);

    /// <summary>To be looked at the next time, whatever has changed by then.</summary>
    private readonly HashSet<IpvsServiceKey> _unsettled = [];

    /// <summary>Ours, but what the kernel has of them is not known.</summary>
    private readonly HashSet<IpvsServiceKey> _doubtful = [];

    private readonly List<Exception> _failures = [];
    private KernelWriter? _writer;
    private NodeFacts _facts = NodeFacts.None with { PodNetworks = options.PodNetworks };
    private PersistentMap<IPAddress, Tally>? _addressesDone;
    private Layer4State? _done;
    private long _schedulersMissedAt;
    private string? _filterUnread;
    private bool _isRead;
    private bool _isAdopted;

    public IpvsPlan Plan { get; private set; } = IpvsPlan.Empty;

    public IpvsObservation Observation { get; private set; } = IpvsObservation.None;

    /// <summary>When the kernel was last read as a whole, in ticks of the clock.</summary>
    public long ReadAt { get; private set; }

    public IReadOnlyDictionary<IPAddress, string> RefusedAddresses => _addresses.Refused;

    /// <summary>Why the tables of nftables are not as planned, so that what is new is not served; null where they are.</summary>
    public string? FilterProblem { get; private set; }

    /// <summary>Settings of the kernel that are wrong and cannot be made.</summary>
    public IReadOnlyList<SettingChange> UnsetSettings => _settings.Unset;

    public bool HasUnfinishedWork => _unsettled.Count > 0 || !_isRead;

    private KernelWriter Writer => _writer ??= new(ipvs, _table);

    /// <param name="reread">Whether to read the kernel first, though it is known.</param>
    /// <exception cref="NetlinkException">The kernel cannot be spoken to; <see cref="NetlinkReason.ConnectionLost"/>: never again over this connection.</exception>
    /// <exception cref="IOException">The state of the network cannot be read.</exception>
    /// <exception cref="IncompleteApplyException">All that could be done is done; the rest is to be tried again.</exception>
    public void Sync(Layer4State desired, bool reread)
    {
        var started = time.GetTimestamp();
        var read = reread || !_isRead || !_filter.IsRead;
        if (read)
            Read();
        while (Pass(desired, wasRead: read))
            _failures.Clear();
        IpvsTelemetry.SyncDuration.Record(time.GetElapsedTime(started).TotalSeconds);
        var finished = _failures.Count == 0 && !ReferenceEquals(_done, desired);
        if (finished)
            _done = desired;
        Observation = Observation with { Drains = _drains.Count, Generation = Observation.Generation + (finished ? 1 : 0) };
        ThrowFailures();
    }

    /// <summary>Deletes destinations whose connections have ended, and then does what is yet to be done.</summary>
    /// <exception cref="IncompleteApplyException">As <see cref="Sync"/>.</exception>
    public void CheckDrains(Layer4State desired)
    {
        var finished = _drains.Services.ToArray().SelectMany(FinishedOf).ToArray();
        Execute(finished);
        foreach (var key in finished.Select(operation => operation.Service).Distinct())
        {
            _drains.Follow(key, _table.Find(key), Plan.Find(key));
            _unsettled.Add(key);
        }
        if (HasUnfinishedWork)
            Sync(desired, reread: false);
    }

    /// <summary>The connection to IPVS is another one now, and its table may be, too: it is read before anything else is done.</summary>
    public void Reopened() => _isRead = false;

    /// <summary>
    /// The steps, in an order in which the gateway can be killed anywhere and knows its own afterwards: 1. plan; 2. record and filter; 3. addresses;
    /// 4. virtual services and destinations, make before break; 5. flows of UDP destinations that went; 6. addresses and records that are of no use any more.
    /// </summary>
    /// <returns>True where something was learned that makes for another plan.</returns>
    private bool Pass(Layer4State desired, bool wasRead)
    {
        var before = Plan;
        Plan = IpvsPlan.Build(desired, _facts, before);
        _unsettled.UnionWith(Plan.Servers.ChangesSince(before.Servers).Select(change => change.Key));
        if (LookAgain(wasRead))
            return true;
        var addresses = Plan.Addresses.ChangesSince(_addressesDone ?? PersistentMap<IPAddress, Tally>.Empty);
        var unbound = _addressesDone is null
            ? _addresses.Bound.Where(address => Plan.Addresses.Find(address) is null).ToArray()
            : [.. addresses.Where(change => change.After is null).Select(change => change.Key)];
        _addressesDone = Plan.Addresses;
        FilterProblem = null;
        Try(() => _filter.Write(Plan, IsThere), error => FilterProblem = _filter.IsRead ? error.Message : _filterUnread);
        // Without its filter an address would lead to the host, and a Service admit whom it must not.
        if (_filter.Holds(Plan))
            Try(() => _addresses.Bind(addresses.Where(change => change.After is not null).Select(change => change.Key)), _ => _addressesDone = null);
        else
            _addressesDone = null;
        if (Programme())
            return true;
        Try(ForgetFlows);
        Try(() => Unbind(unbound), _ => _addressesDone = null);
        Try(() => _filter.StrikeOff(Plan, IsThere, key => _table.Find(key) is not null));
        return false;
    }

    /// <returns>True where the kernel turned out not to have a scheduler.</returns>
    private bool Programme()
    {
        var keys = _unsettled.Except(_doubtful).ToArray();
        var known = _facts.MissingSchedulers;
        // Where the filter is not there, or neither the address nor the record could be made, that has been said, and what is made now would be open to
        // everybody, or not ours.
        var (possible, impossible) = (keys.Where(IsPossible).ToArray(), keys.Where(key => !IsPossible(key)).ToArray());
        var operations = possible.SelectMany(key => IpvsDiff.Of(key, _table.Find(key), Plan.Find(key))).ToArray();
        _unsettled.Clear();
        _unsettled.UnionWith(_doubtful);
        _unsettled.UnionWith(impossible);
        Execute(operations);
        foreach (var key in possible)
            _drains.Follow(key, _table.Find(key), Plan.Find(key));
        return !ReferenceEquals(known, _facts.MissingSchedulers);
    }

    private void Execute(IReadOnlyCollection<Operation> operations)
    {
        try
        {
            foreach (var (operation, failure) in Writer.Execute(operations))
            {
                _doubtful.Add(operation.Service);
                _unsettled.Add(operation.Service);
                if (!LearnScheduler(operation, failure))
                    _failures.Add(new NetlinkException(failure.Error, $"{operation.Command}: {failure.Message}"));
            }
        }
        catch (NetlinkException)
        {
            // Some may have been carried out, and what was not is nobody else's doing.
            _isRead = false;
            _unsettled.UnionWith(operations.Select(operation => operation.Service));
            _failures.Clear();
            throw;
        }
    }

    private bool IsPossible(IpvsServiceKey key) => _table.Find(key) is not null || Plan.Find(key)?.Service is null || (_filter.Holds(Plan) && IsOurs(key));

    /// <summary>What was ours is, also when somebody has taken its address off our link: it is to be put back.</summary>
    private bool IsOurs(IpvsServiceKey key) => key.Address is { } address && (_addresses.IsBound(address) || _filter.IsRecorded(key) || _table.Find(key) is not null);

    private bool IsThere(IpvsServiceKey key) => _table.Find(key) is not null || _doubtful.Contains(key);

    /// <summary>An address stays for as long as a virtual service on it does which is known to be ours by nothing else.</summary>
    private void Unbind(IReadOnlyCollection<IPAddress> addresses)
    {
        if (addresses.Count == 0)
            return;
        var used = _table.Keys.Concat(_doubtful).Where(key => !_filter.IsRecorded(key)).Select(key => key.Address).ToHashSet();
        _addresses.Unbind(addresses.Where(address => !used.Contains(address)));
        if (addresses.Any(used.Contains))
            _addressesDone = null;
    }

    private void ForgetFlows()
    {
        if (Writer.StaleFlows.Count == 0)
            return;
        network.DeleteFlows(Writer.StaleFlows);
        Writer.StaleFlows.Clear();
    }

    private IEnumerable<Operation> FinishedOf(IpvsServiceKey key)
    {
        try
        {
            return _drains.Finished(key, ipvs.ListDestinations(key));
        }
        catch (NetlinkException error) when (error.Reason != NetlinkReason.ConnectionLost)
        {
            // Asked again at the next check; if it is gone, the next reading says so.
            return [];
        }
    }

    /// <summary>The step that fails is tried again the next time, and those after it are done, unless the connection to IPVS is lost.</summary>
    private void Try(Action step, Action<IOException>? orElse = null)
    {
        try
        {
            step();
        }
        catch (IOException error) when (error is not NetlinkException { Reason: NetlinkReason.ConnectionLost })
        {
            _failures.Add(error);
            orElse?.Invoke(error);
        }
    }

    private void ThrowFailures()
    {
        if (_failures.Count == 0)
            return;
        const int Told = 5;
        var failures = _failures.Take(Told).ToArray();
        var count = _failures.Count;
        _failures.Clear();
        throw new IncompleteApplyException($"{count} changes of the kernel failed and are tried again", failures);
    }
}
