using Gateway.Netlink.Ipvs;

namespace Gateway.Commands;

/// <summary>Virtual services and their destinations in columns.</summary>
internal static class IpvsTable
{
    private static readonly string[] Heads = ["SERVICE", "SCHEDULER", "DESTINATION", "WEIGHT", "ACTIVE", "INACTIVE", "CONN/S", "IN B/S", "OUT B/S", "STATE"];

    /// <summary>The columns that hold numbers, which end at the same place.</summary>
    private static readonly int[] Numbers = [3, 4, 5, 6, 7, 8];

    public static string Build(IReadOnlyList<(IpvsServiceState Service, IReadOnlyList<IpvsDestinationState> Destinations)> services)
    {
        var rows = services.SelectMany(entry => entry.Destinations.Select(RowOf).Prepend(RowOf(entry.Service))).Prepend(Heads).ToArray();
        var widths = Heads.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        return string.Join('\n', rows.Select(row => string.Join("  ", row.Select((cell, column) => Pad(cell, column, widths[column]))).TrimEnd()));
    }

    /// <summary>What becomes of new connections, and whether old ones are left.</summary>
    public static string StateOf(IpvsDestinationState state) =>
        state.Destination.Weight > 0 ? "serving" : state.ActiveConnections + state.InactiveConnections > 0 ? "draining" : "idle";

    private static string Pad(string cell, int column, int width) => Numbers.Contains(column) ? cell.PadLeft(width) : cell.PadRight(width);

    private static string[] RowOf(IpvsServiceState state)
    {
        var service = state.Service;
        var persistence = service.Flags.HasFlag(IpvsServiceFlags.Persistent) ? $" persistent {service.PersistenceTimeout.TotalSeconds} s" : "";
        return [service.Key.ToString(), service.Scheduler + persistence, "", "", "", "", .. RatesOf(state.Statistics), ""];
    }

    private static string[] RowOf(IpvsDestinationState state) =>
    [
        "", "", state.Destination.Key.ToString(), $"{state.Destination.Weight}", $"{state.ActiveConnections}", $"{state.InactiveConnections}",
        .. RatesOf(state.Statistics), StateOf(state),
    ];

    private static IEnumerable<string> RatesOf(IpvsStatistics statistics) =>
        [$"{statistics.ConnectionsPerSecond}", $"{statistics.InBytesPerSecond}", $"{statistics.OutBytesPerSecond}"];
}
