using System.Diagnostics;

namespace Gateway.HttpProxy;

/// <summary>The names under which the HTTP plane is traced and measured, and its spans. Free while nobody listens.</summary>
internal static class HttpProxyTelemetry
{
    /// <summary>Of the activity source and of the meter.</summary>
    public const string Name = "Gateway.HttpProxy";

    public static readonly ActivitySource Source = new(Name);
}
