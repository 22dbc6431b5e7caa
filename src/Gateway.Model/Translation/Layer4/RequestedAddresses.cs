using System.Net;
using Gateway.Model.Resources;
using Gateway.Model.Translation.Claims;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Layer4;

/// <summary>The addresses that a Service has from elsewhere: from the cluster, from people, and from another load balancer.</summary>
internal sealed class RequestedAddresses(Service service, TranslationOptions options, ConditionList conditions)
{
    private readonly ValueArray<IPFamily> _families = ServiceFamilies.Of(service);
    private readonly List<RequestedAddress> _addresses = [];

    /// <summary>
    /// In the order in which an address stands for one kind rather than another: what a load balancer has may be closed to some clients, which
    /// must hold although the address is an external IP too.
    /// </summary>
    public static ValueArray<RequestedAddress> Read(Service service, TranslationOptions options, ConditionList conditions)
    {
        var reading = new RequestedAddresses(service, options, conditions);
        reading.AddClusterIPs();
        reading.AddBalanced();
        reading.AddExternalIPs();
        return reading._addresses.ToValueArray();
    }

    private void AddClusterIPs()
    {
        var isList = service.Spec?.ClusterIPs is { Count: > 0 };
        var addresses = ServiceFamilies.ClusterIPs(service);
        for (var i = 0; i < addresses.Count; i++)
            Add(FrontendKind.ClusterIP, addresses[i], isList ? $"spec.clusterIPs[{i}]" : "spec.clusterIP");
    }

    /// <summary>
    /// What another load balancer reports, unless it is a proxy of its own and wants the connections itself. What the status says of a Service
    /// of our class is what we wrote there.
    /// </summary>
    private void AddBalanced()
    {
        if (service.Spec?.Type != "LoadBalancer" || LoadBalancerService.IsOurs(service, options))
            return;
        var ingress = service.Status?.LoadBalancer?.Ingress ?? [];
        for (var i = 0; i < ingress.Count; i++)
            if (ingress[i] is { } item && item.IpMode != "Proxy")
                Add(FrontendKind.LoadBalancer, item.Ip, $"status.loadBalancer.ingress[{i}].ip");
    }

    private void AddExternalIPs()
    {
        var addresses = service.Spec?.ExternalIPs ?? [];
        for (var i = 0; i < addresses.Count; i++)
            Add(FrontendKind.ExternalIP, addresses[i], $"spec.externalIPs[{i}]");
    }

    private void Add(FrontendKind kind, string? text, string field)
    {
        if (string.IsNullOrEmpty(text))
            return;
        if (EndpointAddress.FamilyOf(text) is not { } family || !EndpointAddress.TryParse(text, family, out var address))
            conditions.Error("InvalidAddress", field, $"\"{text}\" is not an IP address; it is not served");
        else if (!_families.IsEmpty && !_families.Contains(family))
            conditions.Error("InvalidAddress", field, $"{address.Text} is an {family} address, and the Service is of {_families[0]} alone; it is not served");
        else if (!CanBeServed(IPAddress.Parse(address.Text)))
            conditions.Error("InvalidAddress", field, $"{address.Text} is no address that a Service can have; it is not served");
        else
            _addresses.Add(new(kind, family, address.Text, field));
    }

    /// <summary>In a cluster, whoever may write a Service must not get at what this machine keeps to itself.</summary>
    private bool CanBeServed(IPAddress address)
    {
        var isAny = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Broadcast);
        var first = address.GetAddressBytes();
        var isMulticast = address.IsIPv6Multicast || (first.Length == 4 && first[0] is >= 224 and <= 239);
        var isLinkLocal = address.IsIPv6LinkLocal || (first.Length == 4 && first[0] == 169 && first[1] == 254);
        return !isAny && !isMulticast && !isLinkLocal && (options.StandAlone || !IPAddress.IsLoopback(address));
    }
}
