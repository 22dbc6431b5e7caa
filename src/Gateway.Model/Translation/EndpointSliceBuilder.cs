using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

public static class EndpointSliceBuilder
{
    public static ValueArray<EndpointSlice> Build(Service service, IReadOnlyCollection<Pod> pods, Func<string, string?> zoneOfNode) => default;
}
