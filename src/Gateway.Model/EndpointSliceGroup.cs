using Gateway.Model.Resources;

namespace Gateway.Model;

/// <summary>The slices of one Service, ordered by name so that what is built from them does not depend on the order of arrival.</summary>
public sealed record EndpointSliceGroup(ValueArray<EndpointSlice> Slices)
{
    internal static EndpointSliceGroup? Replace(EndpointSliceGroup? group, EndpointSlice? before, EndpointSlice? after)
    {
        var slices = (group?.Slices ?? default)
            .Where(slice => before is null || slice.Name != before.Name)
            .Concat(after is null ? [] : [after])
            .OrderBy(slice => slice.Name)
            .ToValueArray();
        return slices.IsEmpty ? null : new(slices);
    }
}
