using Gateway.Ipvs.Network;
using Gateway.Ipvs.Planning;
using Gateway.Model;
using Gateway.Netlink;
using Gateway.Netlink.Ipvs;
using Gateway.Reconciliation;

namespace Gateway.Ipvs;

/// <summary>
/// Balances TCP, UDP and SCTP by the kernel's IPVS. Where there is none, or it may not be used, that is said once and in the conditions, and the kernel is
/// asked again from time to time: it is no failure to apply, so nothing else waits for it. What the kernel has stays when this ends.
/// </summary>
/// <param name="open">Opens IPVS; throws a <see cref="NetlinkException"/> or a <see cref="PlatformNotSupportedException"/> where there is none.</param>
internal sealed class IpvsTarget(
    Func<IIpvs> open, Func<IKernelNetwork> openNetwork, IpvsRoomOptions options, TimeProvider time, ILogger<IpvsTarget> logger) : IStateTarget, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private Layer4State? _desired;
    private KernelSync? _sync;
    private KernelMeter? _meter;
    private long? _openedAt;
    private volatile string? _unavailable;
    private volatile ConditionSource _conditions = ConditionSource.None;
    private Built _built = new(ConditionSource.None, PersistentMap<ObjectReference, ObjectConditions>.Empty);

    public string Name => "ipvs";

    /// <summary>Why the kernel's IPVS cannot be used; null while it can, or was not tried yet.</summary>
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
                Do(sync => sync.Sync(_desired, reread: true));
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
        _sync?.Dispose();
        _meter?.Dispose();
        _gate.Dispose();
    }

    private void Do(Action<KernelSync> work)
    {
        var sync = _sync!;
        try
        {
            work(sync);
        }
        finally
        {
            _meter!.Observe(sync.Observation);
            _conditions = new(_desired!, sync.Plan, sync.RefusedAddresses, sync.FilterProblem, null) { Unset = sync.UnsetSettings };
        }
    }

    private bool EnsureOpen()
    {
        if (_sync is not null)
            return true;
        if (_unavailable is not null && time.GetElapsedTime(_openedAt!.Value) < options.UnavailableRetry)
        {
            _conditions = new(_desired!, IpvsPlan.Empty, null, null, _unavailable);
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
            _conditions = new(_desired!, IpvsPlan.Empty, null, null, error.Message);
            return false;
        }
    }

    private void Open()
    {
        var ipvs = open();
        try
        {
            ipvs.GetInfo();
            _sync = new(ipvs, openNetwork(), options, time, logger);
        }
        catch
        {
            ipvs.Dispose();
            throw;
        }
        _unavailable = null;
        _meter ??= new(IpvsTelemetry.Name);
    }

    private sealed record Built(ConditionSource Source, PersistentMap<ObjectReference, ObjectConditions> Conditions);
}
