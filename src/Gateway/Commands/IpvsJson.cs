using System.Buffers;
using System.Text;
using System.Text.Json;
using Gateway.Netlink.Ipvs;

namespace Gateway.Commands;

/// <summary>Virtual services and their destinations for programs (contract: names and types stay, more may come).</summary>
internal static class IpvsJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>One array, written a virtual service at a time.</summary>
    public static void Write(
        IReadOnlyList<(IpvsServiceState Service, IReadOnlyList<IpvsDestinationState> Destinations)> services, TextWriter output)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Indented);
        writer.WriteStartArray();
        foreach (var (service, destinations) in services)
        {
            Write(writer, service, destinations);
            Pass();
        }
        writer.WriteEndArray();
        Pass();
        output.WriteLine();

        void Pass()
        {
            writer.Flush();
            output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
            buffer.ResetWrittenCount();
        }
    }

    private static void Write(Utf8JsonWriter writer, IpvsServiceState state, IReadOnlyList<IpvsDestinationState> destinations)
    {
        var service = state.Service;
        writer.WriteStartObject();
        writer.WriteString("address", service.Key.Address!.ToString());
        writer.WriteNumber("port", service.Key.Port);
        writer.WriteString("protocol", service.Key.Protocol.ToString().ToLowerInvariant());
        writer.WriteString("scheduler", service.Scheduler);
        writer.WriteString("flags", string.Join(',', IpvsNames.Of(service.Flags, service.Scheduler)));
        writer.WriteNumber("persistenceSeconds", service.PersistenceTimeout.TotalSeconds);
        writer.WriteNumber("persistencePrefix", service.PersistencePrefix);
        Write(writer, state.Statistics);
        writer.WriteStartArray("destinations");
        foreach (var destination in destinations)
            Write(writer, destination);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, IpvsDestinationState state)
    {
        var destination = state.Destination;
        writer.WriteStartObject();
        writer.WriteString("address", destination.Key.Address.ToString());
        writer.WriteNumber("port", destination.Key.Port);
        writer.WriteString("forwarding", IpvsNames.Of(destination.Forwarding));
        writer.WriteNumber("weight", destination.Weight);
        writer.WriteNumber("upperThreshold", destination.Thresholds.Upper);
        writer.WriteNumber("lowerThreshold", destination.Thresholds.Lower);
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
        writer.WriteNumber("inPacketsPerSecond", statistics.InPacketsPerSecond);
        writer.WriteNumber("outPacketsPerSecond", statistics.OutPacketsPerSecond);
        writer.WriteNumber("inBytesPerSecond", statistics.InBytesPerSecond);
        writer.WriteNumber("outBytesPerSecond", statistics.OutBytesPerSecond);
    }
}
