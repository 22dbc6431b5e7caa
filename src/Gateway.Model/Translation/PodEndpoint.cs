using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

/// <summary>One pod as an endpoint of a Service.</summary>
internal static class PodEndpoint
{
    /// <summary>A pod that has ended, or has no address yet, is in no slice.</summary>
    public static bool IsEligible(Pod pod) =>
        pod.Status?.Phase is not ("Succeeded" or "Failed") && AddressesOf(pod).Any(address => EndpointAddress.FamilyOf(address) is not null);

    public static Endpoint Build(Service service, Pod pod, ValueArray<string> addresses, string? zone)
    {
        var serving = IsServing(pod);
        var terminating = pod.Metadata.DeletionTimestamp is not null;
        var ready = service.Spec?.PublishNotReadyAddresses == true || (serving && !terminating);
        return new()
        {
            Addresses = addresses,
            Conditions = new() { Ready = ready, Serving = serving, Terminating = terminating },
            Hostname = pod.Spec?.Hostname is { Length: > 0 } hostname && pod.Spec.Subdomain == service.Metadata.Name ? hostname : null,
            NodeName = pod.Spec?.NodeName is { Length: > 0 } node ? node : null,
            Zone = zone,
            Hints = ready ? HintsFor(service.Spec?.TrafficDistribution, pod.Spec?.NodeName, zone) : null,
            TargetRef = new() { Kind = "Pod", Namespace = pod.Metadata.Namespace, Name = pod.Metadata.Name },
        };
    }

    /// <summary>In canonical form. Addresses that are none are not there: the API would not take them.</summary>
    public static ValueArray<string> AddressesOf(Pod pod, IPFamily family)
    {
        var addresses = new List<string>();
        foreach (var text in AddressesOf(pod))
            if (EndpointAddress.TryParse(text, family, out var address))
                addresses.Add(address.Text);
        return addresses.ToValueArray();
    }

    private static IEnumerable<string?> AddressesOf(Pod pod) =>
        pod.Status?.PodIPs is { Count: > 0 } several ? several.Select(ip => ip.Ip) : [pod.Status?.PodIP];

    /// <summary>
    /// The Ready condition. A pod that has no conditions at all was written by hand, where no kubelet reports any: it serves unless its phase
    /// says that it does not run.
    /// </summary>
    private static bool IsServing(Pod pod) =>
        pod.Status?.Conditions is { Count: > 0 } conditions
            ? conditions.Any(condition => condition is { Type: "Ready", Status: "True" })
            : pod.Status?.Phase is null or "" or "Running";

    /// <summary>KEP-4444, KEP-3015: each ready endpoint is hinted for where it is itself.</summary>
    private static EndpointHints? HintsFor(string? distribution, string? node, string? zone)
    {
        if (distribution is not ("PreferClose" or "PreferSameZone" or "PreferSameNode"))
            return null;
        var forNode = distribution == "PreferSameNode" && !string.IsNullOrEmpty(node);
        if (!forNode && string.IsNullOrEmpty(zone))
            return null;
        return new()
        {
            ForZones = string.IsNullOrEmpty(zone) ? null : ValueArray.Create([new ForZone { Name = zone }]),
            ForNodes = forNode ? ValueArray.Create([new ForNode { Name = node! }]) : null,
        };
    }
}
