using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

/// <summary>
/// Takes the empty items out of lists. The JSON reader lets none in; objects that were made in another way may hold some, and must not end a
/// translation. What holds none, which is nearly everything, stays the same instance.
/// </summary>
internal static class EmptyItems
{
    public static Service Without(Service service) =>
        Has(service.Spec?.Ports) ? service with { Spec = service.Spec! with { Ports = Rest(service.Spec.Ports) } } : service;

    public static EndpointSliceGroup? Without(EndpointSliceGroup? group) =>
        group is not null && group.Slices.Any(Has) ? new(group.Slices.Select(Without).ToValueArray()) : group;

    private static bool Has(EndpointSlice slice) =>
        Has(slice.Ports)
        || Has(slice.Endpoints)
        || (slice.Endpoints?.Any(endpoint => Has(endpoint.Hints?.ForZones) || Has(endpoint.Hints?.ForNodes)) ?? false);

    private static EndpointSlice Without(EndpointSlice slice) => slice with
    {
        Ports = Rest(slice.Ports),
        Endpoints = Rest(slice.Endpoints)?.Select(Without).ToArray(),
    };

    private static Endpoint Without(Endpoint endpoint) => endpoint.Hints is { } hints
        ? endpoint with { Hints = new() { ForZones = Rest(hints.ForZones), ForNodes = Rest(hints.ForNodes) } }
        : endpoint;

    private static bool Has<T>(IReadOnlyList<T?>? items)
        where T : class
    {
        for (var i = 0; i < items?.Count; i++)
            if (items[i] is null)
                return true;
        return false;
    }

    private static T[]? Rest<T>(IReadOnlyList<T?>? items)
        where T : class =>
        items?.OfType<T>().ToArray();
}
