using Gateway.Netlink.Interop;
using static Gateway.Netlink.Ipvs.IpvsConstants;
using static Gateway.Netlink.NetlinkConstants;

namespace Gateway.Netlink.Ipvs;

/// <summary>
/// The IPVS of the network namespace of the thread that opens it, over generic netlink. For one caller at a time. A <see cref="NetlinkException"/> whose
/// reason is <see cref="NetlinkReason.ConnectionLost"/> says that only a new one is of use: also where the module ip_vs was removed meanwhile.
/// </summary>
public sealed class IpvsClient : IIpvs
{
    private readonly NetlinkConnection _connection;
    private readonly IpvsFamily _family;
    private readonly IpvsCommandWriter _writer;
    private readonly IpvsBatch _batch;

    internal IpvsClient(NetlinkConnection connection, IpvsFamily family)
    {
        _connection = connection;
        _family = family;
        _writer = new(family.Number);
        _batch = new(this, _writer);
    }

    /// <summary>Loads the module ip_vs where it is missing and may be loaded.</summary>
    /// <exception cref="NetlinkException">The kernel has no IPVS (ENOENT), or does not let us use it (EPERM).</exception>
    public static IpvsClient Open() => Open(() => NetlinkSocket.Open(NETLINK_GENERIC), KernelModule.TryLoad);

    internal static IpvsClient Open(Func<INetlinkTransport> open, Action<string> tryLoad)
    {
        var connection = new NetlinkConnection(open());
        try
        {
            var client = new IpvsClient(connection, IpvsFamily.Find(connection, tryLoad));
            // The family is there for everybody to see, and for few to use.
            client.GetInfo();
            return client;
        }
        catch (NetlinkException error) when (error.Error == Errno.EPERM)
        {
            connection.Dispose();
            throw new NetlinkException(error.Error, $"this process may not use IPVS, for which it needs CAP_NET_ADMIN: {error.Message}", error);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IpvsInfo GetInfo() =>
        Find(_writer.Write(_connection.Request, IPVS_CMD_GET_INFO), "read the version of IPVS", IpvsReplies.ReadInfo)
            ?? throw new NetlinkException(Errno.EBADMSG, "cannot read the version of IPVS: the kernel's answer has none");

    /// <inheritdoc/>
    public IReadOnlyList<IpvsServiceState> ListServices()
    {
        _family.EnsureThere();
        var services = List(_writer.Write(_connection.Request, IPVS_CMD_GET_SERVICE), "list the services of IPVS", IpvsServiceCodec.Read);
        // The kernel counts where it is in its table: one that was added meanwhile makes it tell another one twice.
        return [.. services.DistinctBy(state => state.Service.Key)];
    }

    /// <inheritdoc/>
    public IpvsServiceState? FindService(IpvsServiceKey service)
    {
        try
        {
            return Find(
                _writer.Write(_connection.Request, IPVS_CMD_GET_SERVICE, service), $"read the service {service} of IPVS", IpvsServiceCodec.Read);
        }
        catch (NetlinkException error) when (error.Error == Errno.ESRCH)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<IpvsDestinationState> ListDestinations(IpvsServiceKey service)
    {
        var family = WireAddress.Family(service.Family);
        var length = _writer.Write(_connection.Request, IPVS_CMD_GET_DEST, service);
        var destinations = List(length, "list the destinations of a service of IPVS", body => IpvsDestinationCodec.Read(body, family));
        // The kernel says of a service that is not there that it has none.
        if (destinations.Count == 0 && FindService(service) is null)
            throw new NetlinkException(Errno.ESRCH, $"cannot list the destinations of the service {service} of IPVS: {Errno.Describe(Errno.ESRCH)}");
        return [.. destinations.DistinctBy(state => state.Destination.Key)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<IpvsFailure> Execute(IReadOnlyList<IpvsCommand> commands)
    {
        if (commands.Count == 0)
            return [];
        _family.EnsureThere();
        var refusals = _family.Ask(() => _connection.Execute(commands, _batch));
        if (refusals.Exists(refusal => IpvsFamily.MayBeGone(refusal.Answer.Error)))
            _family.EnsureThere();
        return refusals.ConvertAll(refusal => new IpvsFailure(refusal.Index, refusal.Answer.Error, refusal.Answer.Message));
    }

    /// <exception cref="NetlinkException">They cannot be read.</exception>
    public IpvsTimeouts GetTimeouts() =>
        Find(_writer.Write(_connection.Request, IPVS_CMD_GET_CONFIG), "read the timeouts of IPVS", IpvsReplies.ReadTimeouts)?.Value
            ?? throw new NetlinkException(Errno.EBADMSG, "cannot read the timeouts of IPVS: the kernel's answer has none");

    /// <exception cref="NetlinkException">The kernel refuses them.</exception>
    public void SetTimeouts(IpvsTimeouts timeouts) => Change(() => _writer.WriteTimeouts(_connection.Request, timeouts), "set the timeouts of IPVS");

    /// <exception cref="NetlinkException">EEXIST where one of that state runs; ENODEV where there is no such link.</exception>
    public void StartDaemon(IpvsDaemon daemon) =>
        Change(() => _writer.WriteStart(_connection.Request, daemon), $"start the {daemon.State} daemon of IPVS on {daemon.Interface}");

    /// <exception cref="NetlinkException">ESRCH where none of that state runs.</exception>
    public void StopDaemon(IpvsDaemonState state)
    {
        IpvsDaemon.EnsureState(state, nameof(state));
        Change(() => _writer.WriteStop(_connection.Request, state), $"stop the {state} daemon of IPVS");
    }

    /// <exception cref="NetlinkException">They cannot be read.</exception>
    public IReadOnlyList<IpvsDaemon> ListDaemons() =>
        List(_writer.Write(_connection.Request, IPVS_CMD_GET_DAEMON), "list the daemons of IPVS", IpvsDaemonCodec.Read);

    public void Dispose() => _connection.Dispose();

    private T? Find<T>(int length, string attempt, ParseBody<T> parse) where T : class => _family.Ask(() => _connection.Find(length, attempt, parse));

    private List<T> List<T>(int length, string attempt, ParseBody<T> parse) where T : class => _family.Ask(() => _connection.List(length, attempt, parse));

    /// <param name="write">Into the connection's request, which looking up the family has another use for before.</param>
    private void Change(Func<int> write, string attempt)
    {
        _family.EnsureThere();
        _family.Ask(() =>
        {
            _connection.Acknowledge(write(), attempt);
            return true;
        });
    }
}
