using System.Collections.Frozen;
using Gateway.Ipvs.Network;
using Gateway.Ipvs.Planning;
using Gateway.Ipvs.Programming;
using Gateway.Netlink;
using Gateway.Netlink.Interop;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs;

/// <summary>How it gets to know what the kernel has, and what the kernel has not.</summary>
internal sealed partial class KernelSync
{
    private void Read()
    {
        // What was read before is not to be relied upon if this fails half-way: the record may be newer than the table.
        _isRead = false;
        _settings.Keep();
        Try(_timeouts.Keep);
        var addresses = network.ReadAddresses();
        _addresses.Load(GatewayLink.BoundOf(addresses));
        _addressesDone = null;
        Try(ReadFilter, error => _filterUnread = error.Message);
        var reading = _reader.Read(IsOurs);
        _table.Clear();
        foreach (var (service, destinations) in reading.Ours)
            _table.Put(service.Service.Key, KnownService.Of(service.Service, destinations.Select(state => state.Destination)));
        _doubtful.Clear();
        _doubtful.UnionWith(reading.Doubtful);
        _facts = GatewayLink.FactsOf(addresses, _facts) with
        {
            Foreign = reading.Foreign.Where(key => key.Address is not null).ToFrozenSet(),
            MissingSchedulers = time.GetElapsedTime(_schedulersMissedAt) >= options.SchedulerRetry ? [] : _facts.MissingSchedulers,
        };
        var all = _table.Keys.Concat(_doubtful).Union(Plan.Servers.Keys).ToArray();
        if (_isAdopted)
            TellRepairs(all);
        else
            logger.Available(ipvs.GetInfo().Version, _table.Keys.Count);
        _isAdopted = true;
        _unsettled.UnionWith(all);
        _isRead = true;
        ReadAt = time.GetTimestamp();
        Observation = Observation.With(reading);
    }

    private void ReadFilter()
    {
        var difference = _filter.Read();
        if (difference.Count == 0)
            return;
        if (difference.IsOfTables)
            logger.RepairingTables();
        else
            logger.RepairingElements(difference.Count, difference.Example);
        IpvsTelemetry.Repairs.Add(difference.Count);
    }

    /// <summary>What was settled, and is now other than it was planned, somebody else has changed.</summary>
    private void TellRepairs(IEnumerable<IpvsServiceKey> keys)
    {
        var repairs = keys
            .Where(key => !_unsettled.Contains(key) && !_doubtful.Contains(key))
            .SelectMany(key => IpvsDiff.Of(key, _table.Find(key), Plan.Find(key)))
            .ToArray();
        if (repairs.Length == 0)
            return;
        logger.Repairing(repairs.Length, repairs[0].Command.ToString());
        IpvsTelemetry.Repairs.Add(repairs.Length);
    }

    /// <summary>
    /// Reads again what is not known, and, unless the kernel was only just read, what is to be made: somebody else may have made it since.
    /// </summary>
    /// <returns>True where something was found that is not ours.</returns>
    private bool LookAgain(bool wasRead)
    {
        if (!wasRead)
            _doubtful.UnionWith(_unsettled.Where(key => _table.Find(key) is null && Plan.Find(key)?.Service is not null));
        var foreign = new List<IpvsServiceKey>();
        foreach (var key in _doubtful.ToArray())
            Try(() =>
            {
                var found = _reader.Read(key);
                if (found is not null && !IsOurs(key))
                    foreign.Add(key);
                else
                    _table.Put(key, found);
                _doubtful.Remove(key);
                _unsettled.Add(key);
            });
        if (foreign.Count == 0)
            return false;
        _facts = _facts with { Foreign = [.. _facts.Foreign.Union(foreign)] };
        return true;
    }

    private bool LearnScheduler(Operation operation, IpvsFailure failure)
    {
        var service = operation.Command switch
        {
            IpvsCommand.AddService add => add.Service,
            IpvsCommand.SetService set => set.Service,
            _ => null,
        };
        if (service is null || failure.Error != Errno.ENOENT || service.Scheduler == SchedulerChoice.LastResort)
            return false;
        if (!_facts.MissingSchedulers.Contains(service.Scheduler))
        {
            logger.NoScheduler(service.Scheduler);
            _schedulersMissedAt = time.GetTimestamp();
            _facts = _facts with { MissingSchedulers = [.. _facts.MissingSchedulers, service.Scheduler] };
        }
        return true;
    }
}
