using System.Diagnostics.CodeAnalysis;
using System.Net;
using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

/// <summary>Services of type ExternalName: an alias for a DNS name, which is the one backend.</summary>
internal static class ExternalName
{
    /// <summary>The reason of the condition that says why a name cannot be used, and the field it is about.</summary>
    public const string Invalid = "InvalidExternalName";
    public const string Field = "spec.externalName";

    private static readonly string[] LoopbackNames = ["localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"];

    public static bool Is(Service service) => service.Spec?.Type == "ExternalName";

    /// <summary>
    /// The name in lower case without the dot at its end. An address in any spelling is refused, as the API means a name. So are the names
    /// of the loopback, except where the gateway stands alone: in a cluster whoever may write a Service could reach through them what the
    /// gateway's pod keeps to itself.
    /// </summary>
    public static bool TryParse(Service service, TranslationOptions options, out string name, [NotNullWhen(false)] out string? problem)
    {
        name = (service.Spec?.ExternalName ?? "").ToLowerInvariant();
        if (name.EndsWith('.'))
            name = name[..^1];
        problem = name.Length == 0 ? "the external name is empty"
            : IPAddress.TryParse(name, out _) ? $"external name {name} is an IP address; a DNS name is needed (an EndpointSlice can hold addresses)"
            : !HostPattern.IsDnsName(name) ? $"external name {name} is not a valid DNS name"
            : !options.StandAlone && IsLoopback(name) ? $"external name {name} names the gateway's own loopback"
            : null;
        return problem is null;
    }

    private static bool IsLoopback(string name) =>
        name.EndsWith(".localhost", StringComparison.Ordinal) || LoopbackNames.Contains(name, StringComparer.Ordinal);
}
