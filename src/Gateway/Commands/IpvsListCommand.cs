using Gateway.Ipvs;
using Gateway.Ipvs.Network;
using Gateway.Netlink.Ipvs;

namespace Gateway.Commands;

/// <summary><c>gateway ipvs list</c>: the gateway's virtual services, as the kernel has them at this moment.</summary>
internal static class IpvsListCommand
{
    public static int Run(bool json, Func<IIpvs> open, Func<IKernelNetwork> openNetwork, TextWriter output, TextWriter error)
    {
        try
        {
            using var ipvs = open();
            using var network = openNetwork();
            var services = IpvsInventory.Read(ipvs, network);
            if (json)
                IpvsJson.Write(services, output);
            else
                output.WriteLine(IpvsTable.Build(services));
            return ExitCode.Ok;
        }
        catch (Exception refused) when (refused is IOException or PlatformNotSupportedException)
        {
            error.WriteLine($"gateway: {refused.Message}");
            return ExitCode.Kernel;
        }
    }
}
