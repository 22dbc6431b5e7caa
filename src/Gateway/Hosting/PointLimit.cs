using System.Diagnostics.Metrics;

namespace Gateway.Hosting;

/// <summary>
/// How many points an instrument may have, where the 2000 of the OpenTelemetry SDK are not enough: what is beyond goes into one point for all. The SDK
/// takes the memory for them when the instrument is made. A tag of the instrument says it, which is not exported.
/// </summary>
internal static class PointLimit
{
    public const int Default = 2_000;

    private const string Tag = "gateway.point_limit";

    public static IEnumerable<KeyValuePair<string, object?>> Of(int points) => [new(Tag, points)];

    /// <summary>Null where the instrument says nothing.</summary>
    public static int? Find(Instrument instrument) => instrument.Tags?.FirstOrDefault(tag => tag.Key == Tag).Value as int?;
}
