using System.Text;
using System.Text.Json;
using Gateway.Ipvs;
using Gateway.Ipvs.Network;
using Gateway.Netlink.Ipvs;

namespace Gateway.Commands;

/// <summary><c>gateway ipvs list</c>: the gateway's virtual services, as the kernel has them at this moment.</summary>
internal static class IpvsListCommand
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static int Run(bool json, Func<IIpvs> open, Func<IKernelNetwork> openNetwork, TextWriter output, TextWriter error)
    {
        try
        {
            using var ipvs = open();
            using var network = openNetwork();
            var services = IpvsInventory.Read(ipvs, network);
            output.WriteLine(json ? Json(services) : IpvsTable.Build(services));
            return ExitCode.Ok;
        }
        catch (Exception refused) when (refused is IOException or PlatformNotSupportedException)
        {
            error.WriteLine($"gateway: {refused.Message}");
            return ExitCode.Kernel;
        }
    }

    private static string Json(IReadOnlyList<(IpvsServiceState Service, IReadOnlyList<IpvsDestinationState> Destinations)> services)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            writer.WriteStartArray();
            foreach (var (service, destinations) in services)
                Write(writer, service, destinations);
            writer.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, IpvsServiceState state, IReadOnlyList<IpvsDestinationState> destinations)
    {
        var service = state.Service;
        writer.WriteStartObject();
        writer.WriteString("address", service.Key.Address!.ToString());
        writer.WriteNumber("port", service.Key.Port);
        writer.WriteString("protocol", service.Key.Protocol.ToString().ToLowerInvariant());
        writer.WriteString("scheduler", service.Scheduler);
        writer.WriteString("flags", service.Flags.ToString());
        writer.WriteNumber("persistenceSeconds", service.PersistenceTimeout.TotalSeconds);
        Write(writer, state.Statistics);
        writer.WriteStartArray("destinations");
        foreach (var destination in destinations)
            Write(writer, destination);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, IpvsDestinationState state)
    {
        writer.WriteStartObject();
        writer.WriteString("address", state.Destination.Key.Address.ToString());
        writer.WriteNumber("port", state.Destination.Key.Port);
        writer.WriteNumber("weight", state.Destination.Weight);
        writer.WriteNumber("active", state.ActiveConnections);
        writer.WriteNumber("inactive", state.InactiveConnections);
        writer.WriteNumber("persistent", state.PersistentConnections);
        writer.WriteString("state", IpvsTable.StateOf(state));
        Write(writer, state.Statistics);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, IpvsStatistics statistics)
    {
        writer.WriteNumber("connections", statistics.Connections);
        writer.WriteNumber("inPackets", statistics.InPackets);
        writer.WriteNumber("outPackets", statistics.OutPackets);
        writer.WriteNumber("inBytes", statistics.InBytes);
        writer.WriteNumber("outBytes", statistics.OutBytes);
        writer.WriteNumber("connectionsPerSecond", statistics.ConnectionsPerSecond);
        writer.WriteNumber("inBytesPerSecond", statistics.InBytesPerSecond);
        writer.WriteNumber("outBytesPerSecond", statistics.OutBytesPerSecond);
    }
}
