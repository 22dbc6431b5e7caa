using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace Gateway.Api;

/// <summary>
/// Where the addresses of pods are local: a network namespace of our own, with nothing but a loopback link. An API server takes no loopback addresses in an
/// EndpointSlice, and others must be somebody's.
/// </summary>
internal static class PodNetwork
{
    private const string Marker = "GATEWAY_API_IN_POD_NETWORK";

    public static bool IsHere
    {
        get
        {
            using var listener = new TcpListener(IPAddress.Parse(PodAddresses.At(1 << 17)), 0);
            try
            {
                listener.Start();
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }

    /// <summary>This program with the same arguments, in such a network.</summary>
    public static async Task<int> RunThereAsync(IEnumerable<string> arguments)
    {
        var setUp = $"ip link set lo up && ip address add {PodAddresses.Prefix} dev lo && exec \"$@\"";
        if (!Environment.IsPrivilegedProcess || Environment.GetEnvironmentVariable(Marker) is not null)
        {
            await Console.Error.WriteLineAsync(
                "this needs root, for a network namespace in which the addresses of pods are local, as with: unshare --net -- sh -c "
                + $"'ip link set lo up && ip address add {PodAddresses.Prefix} dev lo && exec COMMAND'");
            return 1;
        }
        var start = new ProcessStartInfo("unshare", ["--net", "--", "sh", "-c", setUp, "sh", "dotnet", Assembly.GetEntryAssembly()!.Location, .. arguments]);
        start.Environment[Marker] = "1";
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
