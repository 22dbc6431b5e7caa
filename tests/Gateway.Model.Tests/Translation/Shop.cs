using Gateway.Model.Resources;

namespace Gateway.Model.Tests.Translation;

/// <summary>The Service that the tests are about, and what belongs to it.</summary>
internal static class Shop
{
    public static readonly ServicePort HttpPort = new() { Name = "http", Port = 80 };

    public static readonly Service Service = ServiceWith(new() { Ports = [HttpPort] });

    public static Service ServiceWith(ServiceSpec spec, params (string Key, string Value)[] annotations) => new()
    {
        Metadata = new()
        {
            Namespace = "shop",
            Name = "web",
            Annotations = annotations.ToDictionary(pair => pair.Key, pair => pair.Value),
        },
        Spec = spec,
    };

    public static EndpointSlice Slice(string name, params string[] endpoints) => new()
    {
        Metadata = new() { Namespace = "shop", Name = name },
        AddressType = "IPv4",
        Ports = [new() { Name = "http", Port = 8080 }],
        Endpoints = [.. endpoints.Select(EndpointText.Parse)],
    };

    public static EndpointSlice WithWeight(this EndpointSlice slice, string weight) =>
        slice with { Metadata = slice.Metadata with { Annotations = new Dictionary<string, string> { ["yarp-gateway.io/weight"] = weight } } };

    public static EndpointSliceGroup Group(params EndpointSlice[] slices) => new([.. slices]);
}
