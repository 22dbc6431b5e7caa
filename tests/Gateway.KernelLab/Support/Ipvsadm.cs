using Gateway.Netlink.Ipvs;

namespace Gateway.KernelLab.Support;

/// <summary>The kernel's IPVS as somebody else's program reads and writes it.</summary>
internal sealed class Ipvsadm(NetworkNamespace place)
{
    /// <param name="options">As on its command line, parted by spaces.</param>
    public string Run(string options) => place.Run("ipvsadm", options.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Every service, followed by its destinations, as the options that would make them: <c>-A -t 10.96.0.1:80 -s rr</c>.</summary>
    public IReadOnlyList<string> Saved() => Lines(Run("-S -n"));

    /// <summary>The lines of <c>ipvsadm -Ln --exact</c> with these options, without the headings, and with single spaces.</summary>
    public IReadOnlyList<string> Listed(string options = "") =>
        [.. Lines(Run($"-Ln --exact {options}")).SkipWhile(line => !line.StartsWith("-> RemoteAddress", StringComparison.Ordinal)).Skip(1)];

    /// <summary>By which it knows the address and port of a service.</summary>
    public static string Option(IpvsProtocol protocol) => protocol switch
    {
        IpvsProtocol.Tcp => "-t",
        IpvsProtocol.Udp => "-u",
        _ => "--sctp-service",
    };

    public void Clear() => Run("-C");

    private static string[] Lines(string text) =>
        [.. text.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Where(line => line.Length > 0)];
}
