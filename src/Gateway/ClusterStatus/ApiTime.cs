using System.Globalization;

namespace Gateway.ClusterStatus;

/// <summary>The two forms in which the API writes a time.</summary>
internal static class ApiTime
{
    /// <summary>meta/v1 MicroTime, of leases and events.</summary>
    public static string Micro(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>meta/v1 Time, of conditions.</summary>
    public static string Seconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
