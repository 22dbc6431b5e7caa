using Gateway.Model.Resources;
using Gateway.Model.Translation.Hosts;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Layer4;

/// <summary>Reads what one Service asks of layer 4.</summary>
internal static class Layer4RequestReader
{
    /// <summary>Null where there is nothing to serve and nothing to say, which is so of nearly all Services.</summary>
    public static Layer4Request? Read(Service? service, ServiceSettings? settings, TranslationOptions options)
    {
        if (service is null || !Layer4Scope.Concerns(service, options))
            return null;
        service = EmptyItems.Without(service);
        var conditions = new ConditionList(service.Reference);
        var request = Read(service, settings ?? ServiceSettings.Default, options, conditions);
        var said = conditions.ToRemarks();
        return request.Ports.IsEmpty && said.IsEmpty ? null : request with { Remarks = said };
    }

    private static Layer4Request Read(Service service, ServiceSettings settings, TranslationOptions options, ConditionList conditions)
    {
        var nothing = new Layer4Request(Claimant.Of(service));
        var isEntry = Layer4Scope.IsEntry(service, options, conditions);
        var isBalanced = Layer4Scope.IsBalanced(service, options);
        var isServed = isEntry || isBalanced;
        var scheduler = SchedulerAnnotation.Read(service, isServed, conditions);
        if (!isServed)
            return nothing;
        var ports = Layer4Ports.Read(service, withNodePorts: isEntry, conditions);
        if (ports.IsEmpty)
        {
            conditions.Error("NoPorts", "spec.ports", "the Service has no port that can be served on layer 4");
            return nothing;
        }
        return nothing with
        {
            Ports = ports,
            Addresses = isEntry ? RequestedAddresses.Read(service, options, conditions) : default,
            NodePortFamilies = isEntry ? ServiceFamilies.OrDefault(service) : default,
            Pool = isBalanced ? AddressRequest.Of(service) : null,
            SourceRanges = SourceRanges.Read(service, conditions),
            LoadBalancing = settings.LoadBalancing,
            Scheduler = scheduler,
            ClientAffinity = AffinitySettings.OnLayer4(service, settings.Affinity),
        };
    }
}
