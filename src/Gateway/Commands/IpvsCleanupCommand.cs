using Gateway.Ipvs;
using Gateway.Ipvs.Network;
using Gateway.Netlink.Ipvs;

namespace Gateway.Commands;

/// <summary><c>gateway ipvs cleanup</c>: removes what the gateway has made in the kernel, and nothing else.</summary>
internal static class IpvsCleanupCommand
{
    public static int Run(Func<IIpvs> open, Func<IKernelNetwork> openNetwork, TextWriter output, TextWriter error)
    {
        try
        {
            using var ipvs = open();
            using var network = openNetwork();
            var services = IpvsInventory.Remove(ipvs, network);
            output.WriteLine($"removed {services} virtual services, the link {GatewayLink.Name} with its addresses, and the nftables tables");
            return ExitCode.Ok;
        }
        catch (Exception refused) when (refused is IOException or PlatformNotSupportedException)
        {
            error.WriteLine($"gateway: {refused.Message}");
            return ExitCode.Kernel;
        }
    }
}
