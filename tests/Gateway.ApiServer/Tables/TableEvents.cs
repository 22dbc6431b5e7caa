using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Requests;
using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Store;
using Gateway.ApiServer.Watching;

namespace Gateway.ApiServer.Tables;

/// <summary>A line of a watch whose objects are tables of one row.</summary>
internal static class TableEvents
{
    public static byte[] Line(ResourceType type, SelectedEvent selected, ApiRequest request)
    {
        var table = TableFormat.Build(type, [selected.Object], new() { ["resourceVersion"] = selected.Version.ToString() }, request);
        var kind = selected.Kind switch
        {
            EventKind.Added => "ADDED",
            EventKind.Modified => "MODIFIED",
            _ => "DELETED",
        };
        return [.. new JsonObject { ["type"] = kind, ["object"] = table }.Utf8(), (byte)'\n'];
    }
}
