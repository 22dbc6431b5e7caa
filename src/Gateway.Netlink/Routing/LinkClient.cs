#pragma warning disable CA1822
namespace Gateway.Netlink.Routing;

/// <summary>Links and addresses of the network namespace of the thread that opens it, over rtnetlink. For one caller at a time.</summary>
public sealed class LinkClient : IDisposable
{
    private LinkClient()
    {
    }

    /// <exception cref="NetlinkException">The kernel cannot be spoken to.</exception>
    public static LinkClient Open() => throw new NetlinkException(0, "not yet");

    /// <summary>Null where there is no link of that name.</summary>
    /// <exception cref="NetlinkException">It cannot be read.</exception>
    public Link? FindLink(string name) => throw new NetlinkException(0, "not yet");

    /// <exception cref="NetlinkException">They cannot be read.</exception>
    public IReadOnlyList<Link> ListLinks() => throw new NetlinkException(0, "not yet");

    /// <summary>Makes a link of kind <c>dummy</c> that answers no ARP requests and is not up.</summary>
    /// <param name="name">1–15 ASCII characters.</param>
    /// <exception cref="NetlinkException">EEXIST where there is a link of that name; EOPNOTSUPP where the kernel has no such kind.</exception>
    public Link AddDummy(string name) => throw new NetlinkException(0, "not yet");

    /// <exception cref="NetlinkException">ENODEV where there is no such link.</exception>
    public void SetUp(int index) => throw new NetlinkException(0, "not yet");

    /// <exception cref="NetlinkException">ENODEV where there is no such link.</exception>
    public void DeleteLink(int index) => throw new NetlinkException(0, "not yet");

    /// <summary>Of all links.</summary>
    /// <exception cref="NetlinkException">They cannot be read.</exception>
    public IReadOnlyList<LinkAddress> ListAddresses() => throw new NetlinkException(0, "not yet");

    /// <summary>Carries out all commands in their order, going on after one that is refused. Which were refused; empty for none.</summary>
    /// <exception cref="NetlinkException">The kernel cannot be spoken to; some of the commands may have been carried out.</exception>
    public IReadOnlyList<AddressFailure> Execute(IReadOnlyList<AddressCommand> commands) => throw new NetlinkException(0, "not yet");

    public void Dispose()
    {
    }
}
