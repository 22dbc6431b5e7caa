using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Patching;

internal static class StrategicOrder
{
    /// <summary>Puts the items that an order names into it, after those that it does not know.</summary>
    public static void Apply(JsonObject target, string name, JsonArray? order, Shape shape)
    {
        if (target.ArrayAt(name) is not { } items || order is null)
            return;
        var sorted = items.OrderBy(item => PlaceOf(item, order, shape.MergeKey)).ToArray();
        items.Clear();
        foreach (var item in sorted)
            items.Add(item);
    }

    private static int PlaceOf(JsonNode? item, JsonArray order, string? key)
    {
        for (var place = 0; place < order.Count; place++)
        {
            if (key is null ? JsonNode.DeepEquals(item, order[place]) : JsonNode.DeepEquals(item.At(key), order[place].At(key)))
                return place;
        }
        return -1;
    }
}
