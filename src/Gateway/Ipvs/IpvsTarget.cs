using Gateway.Ipvs.Localhost;
using Gateway.Ipvs.Network;
using Gateway.Ipvs.Planning;
using Gateway.Ipvs.Programming;
using Gateway.Model;
using Gateway.Netlink;
using Gateway.Netlink.Ipvs;
using Gateway.Reconciliation;

namespace Gateway.Ipvs;

/// <summary>
/// Balances TCP, UDP and SCTP by the kernel's IPVS. Where there is none, or it may not be used, that is said once and in the conditions, and the kernel is
/// asked again from time to time: it is no failure to apply, so nothing else waits for it. So it is where the connection to the kernel is lost, which is opened
/// anew at the next upkeep. What the kernel has stays when this ends.
/// </summary>
/// <param name="open">Opens IPVS; throws a <see cref="NetlinkException"/> or a <see cref="PlatformNotSupportedException"/> where there is none.</param>
/// <param name="localhost">Null where node ports are not answered at the loopback addresses. It ends with this.</param>
internal sealed class IpvsTarget(
    Func<IIpvs> open,
    Func<IKernelNetwork> openNetwork,
    IpvsRoomOptions options,
    TimeProvider time,
    ILogger<IpvsTarget> logger,
    LocalhostPorts? localhost = null) : IStateTarget, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly SuccessiveIpvs _ipvs = new();
    private Layer4State? _desired;
    private IKernelNetwork? _network;
    private KernelSync? _sync;
    private KernelMeter? _meter;

    /// <summary>When it was tried last to open it; null where that may be tried at once.</summary>
    private long? _openedAt;

    /// <summary>Whether the connection was of use for anything since it was opened.</summary>
    private bool _isOfUse;

    private volatile string? _unavailable;
    private volatile ConditionSource _conditions = ConditionSource.None;
    private Built _built = new(ConditionSource.None, PersistentMap<ObjectReference, ObjectConditions>.Empty);

    public string Name => "ipvs";

    /// <summary>Why the kernel's IPVS cannot be used; null while it can, or was not tried yet. What was opened again is known to be of use when it was read.</summary>
    public string? Unavailable => _unavailable;

    /// <summary>
    /// What there is to say about Services because of how the kernel serves them, beyond what the desired state says. Costs what is planned where that has
    /// changed since it was asked for last. For one caller at a time.
    /// </summary>
    public PersistentMap<ObjectReference, ObjectConditions> Conditions
    {
        get
        {
            var source = _conditions;
            if (!source.IsLike(_built.Source))
                _built = new(source, source.Build(_built.Conditions));
            return _built.Conditions;
        }
    }

    public async ValueTask ApplyAsync(DesiredState desired, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _desired = desired.Layer4;
            if (EnsureOpen())
                Do(sync => sync.Sync(_desired, reread: false));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>What is to be done from time to time: compare the kernel with the plan, end drains, ask a kernel without IPVS again.</summary>
    public async Task UpkeepAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_desired is null || !EnsureOpen())
                return;
            if (time.GetElapsedTime(_sync!.ReadAt) >= options.ResyncInterval)
                Do(sync => sync.Sync(_desired, reread: true), isResync: true);
            else
                Do(sync => sync.CheckDrains(_desired));
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        localhost?.Dispose();
        _ipvs.Dispose();
        _network?.Dispose();
        _meter?.Dispose();
        _gate.Dispose();
    }

    private void Do(Action<KernelSync> work, bool isResync = false)
    {
        var sync = _sync!;
        try
        {
            work(sync);
        }
        catch (NetlinkException error) when (error.Reason == NetlinkReason.ConnectionLost)
        {
            Close(error.Message);
        }
        finally
        {
            _isOfUse = _ipvs.IsOpen;
            // What the kernel has is served on where the connection to it is lost.
            if (_isOfUse)
            {
                _unavailable = null;
                localhost?.Apply(sync.Plan, tryAgain: isResync);
            }
            _meter!.Observe(_isOfUse ? sync.Observation : sync.Observation with { Services = [] });
            _conditions = _isOfUse
                ? new(_desired!, sync.Plan, sync.RefusedAddresses, sync.FilterProblem, null) { Unset = sync.UnsetSettings, Localhost = localhost?.Conditions ?? [] }
                : Unserved();
        }
    }

    /// <summary>It is opened anew at once, unless it was of no use from the beginning: then it may be so again.</summary>
    private void Close(string reason)
    {
        if (_isOfUse)
            _openedAt = null;
        if (_unavailable != reason)
            logger.Lost(reason, (_isOfUse ? options.DrainCheckInterval : options.UnavailableRetry).TotalSeconds);
        _unavailable = reason;
        _ipvs.Replace(null);
    }

    private ConditionSource Unserved() => new(_desired!, IpvsPlan.Empty, null, null, _unavailable);

    private bool EnsureOpen()
    {
        if (_ipvs.IsOpen)
            return true;
        if (_openedAt is { } openedAt && time.GetElapsedTime(openedAt) < options.UnavailableRetry)
        {
            _conditions = Unserved();
            return false;
        }
        _openedAt = time.GetTimestamp();
        try
        {
            Open();
            return true;
        }
        catch (Exception error) when (error is NetlinkException or PlatformNotSupportedException)
        {
            if (_unavailable != error.Message)
                logger.Unavailable(error.Message, options.UnavailableRetry.TotalSeconds);
            _unavailable = error.Message;
            _conditions = Unserved();
            return false;
        }
    }

    private void Open()
    {
        var ipvs = open();
        try
        {
            var version = ipvs.GetInfo().Version;
            _network ??= openNetwork();
            if (_sync is not null)
                logger.Reopened(version);
        }
        catch
        {
            ipvs.Dispose();
            throw;
        }
        _ipvs.Replace(ipvs);
        _sync ??= new(_ipvs, _network, options, time, logger);
        _sync.Reopened();
        _meter ??= new(IpvsTelemetry.Name);
    }

    private sealed record Built(ConditionSource Source, PersistentMap<ObjectReference, ObjectConditions> Conditions);
}
