using System.Net;
using System.Net.Sockets;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.ClusterStatus.Publishing;

/// <summary>Where the gateway is reached, as far as it is to be told.</summary>
internal static class PublishedAddresses
{
    /// <summary>Null where it is not known: nothing is configured, or the Service that would say so does not exist.</summary>
    /// <param name="service">The one that the options name.</param>
    public static ValueArray<LoadBalancerIngress>? Read(StatusOptions options, Service? service)
    {
        // The cases: fixed addresses; a Service; neither.
        if (options.PublishAddresses.Count > 0)
            return options.PublishAddresses.Select(Parse).Distinct().ToValueArray();
        return service is null ? null : Of(service);
    }

    /// <summary>What its balancer reports, else the external addresses it names. A node port alone is no address.</summary>
    private static ValueArray<LoadBalancerIngress> Of(Service service)
    {
        var balanced = (service.Status?.LoadBalancer?.Ingress ?? [])
            .Where(item => !string.IsNullOrEmpty(item?.Ip) || !string.IsNullOrEmpty(item?.Hostname))
            .Select(item => new LoadBalancerIngress { Ip = NotEmpty(item.Ip), Hostname = NotEmpty(item.Hostname) })
            .Distinct()
            .ToValueArray();
        return balanced.IsEmpty
            ? (service.Spec?.ExternalIPs ?? []).Where(text => !string.IsNullOrEmpty(text)).Select(Parse).Distinct().ToValueArray()
            : balanced;
    }

    private static LoadBalancerIngress Parse(string text) => IsAddress(text) ? new() { Ip = text } : new() { Hostname = text };

    /// <summary>What the API takes for one: .NET would take <c>10</c> for 0.0.0.10.</summary>
    private static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text);

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
