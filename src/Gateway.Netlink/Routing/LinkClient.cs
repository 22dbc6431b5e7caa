using Gateway.Netlink.Interop;
using static Gateway.Netlink.NetlinkConstants;

namespace Gateway.Netlink.Routing;

/// <summary>Links and addresses of the network namespace of the thread that opens it, over rtnetlink. For one caller at a time.</summary>
public sealed class LinkClient : IDisposable
{
    private readonly NetlinkConnection _connection;
    private readonly AddressCodec _addresses = new();

    internal LinkClient(NetlinkConnection connection) => _connection = connection;

    /// <exception cref="NetlinkException">The kernel cannot be spoken to.</exception>
    public static LinkClient Open() => new(new(NetlinkSocket.Open(NETLINK_ROUTE)));

    /// <summary>Null where there is no link of that name.</summary>
    /// <param name="name">1–15 bytes of UTF-8 without slash, colon and space.</param>
    /// <exception cref="NetlinkException">It cannot be read.</exception>
    public Link? FindLink(string name)
    {
        LinkName.Ensure(name, nameof(name));
        try
        {
            return _connection.Find(LinkCodec.WriteFind(_connection.Request, name), $"read the link {name}", LinkCodec.Read);
        }
        catch (NetlinkException error) when (error.Error == Errno.ENODEV)
        {
            return null;
        }
    }

    /// <exception cref="NetlinkException">They cannot be read.</exception>
    public IReadOnlyList<Link> ListLinks() => _connection.List(LinkCodec.WriteList(_connection.Request), "list the links", LinkCodec.Read);

    /// <summary>Makes a link of kind <c>dummy</c> that answers no ARP requests and is not up.</summary>
    /// <param name="name">1–15 bytes of UTF-8 without slash, colon and space.</param>
    /// <exception cref="NetlinkException">EEXIST where there is a link of that name; EOPNOTSUPP where the kernel has no such kind.</exception>
    public Link AddDummy(string name) => Add(name, "dummy");

    /// <param name="kind">IFLA_INFO_KIND.</param>
    internal Link Add(string name, string kind)
    {
        LinkName.Ensure(name, nameof(name));
        _connection.Acknowledge(LinkCodec.WriteAdd(_connection.Request, name, kind), $"add the {kind} link {name}");
        return FindLink(name) ?? throw new NetlinkException(Errno.ENODEV, $"the {kind} link {name} was added and is gone");
    }

    /// <exception cref="NetlinkException">ENODEV where there is no such link.</exception>
    public void SetUp(int index) => _connection.Acknowledge(LinkCodec.WriteSetUp(_connection.Request, index), $"set up link {index}");

    /// <exception cref="NetlinkException">ENODEV where there is no such link.</exception>
    public void DeleteLink(int index) => _connection.Acknowledge(LinkCodec.WriteDelete(_connection.Request, index), $"delete link {index}");

    /// <summary>IPv4 and IPv6, of all links.</summary>
    /// <exception cref="NetlinkException">They cannot be read.</exception>
    public IReadOnlyList<LinkAddress> ListAddresses() =>
        _connection.List(AddressCodec.WriteList(_connection.Request), "list the addresses of links", AddressCodec.Read);

    /// <summary>Carries out all commands in their order, going on after one that is refused. Which were refused; empty for none.</summary>
    /// <exception cref="NetlinkException">The kernel cannot be spoken to; some of the commands may have been carried out.</exception>
    public IReadOnlyList<AddressFailure> Execute(IReadOnlyList<AddressCommand> commands) =>
        _connection.Execute(commands, _addresses).ConvertAll(refusal => new AddressFailure(refusal.Index, refusal.Answer.Error, refusal.Answer.Message));

    public void Dispose() => _connection.Dispose();
}
