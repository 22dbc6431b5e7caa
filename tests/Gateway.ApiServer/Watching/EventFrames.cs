using System.Text;
using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Store;

namespace Gateway.ApiServer.Watching;

/// <summary>What stands around an object in a line of a watch.</summary>
internal sealed class EventFrames(ResourceType type)
{
    private readonly byte[] _added = Head("ADDED", type);
    private readonly byte[] _modified = Head("MODIFIED", type);
    private readonly byte[] _deleted = Head("DELETED", type);

    public static ReadOnlySpan<byte> End => "}\n"u8;

    public ReadOnlySpan<byte> Of(EventKind kind) => kind switch
    {
        EventKind.Added => _added,
        EventKind.Modified => _modified,
        _ => _deleted,
    };

    /// <summary>A whole line that tells how far the watch has come.</summary>
    /// <param name="endsInitialEvents">Whether everything that was there has been sent before it.</param>
    public byte[] Bookmark(long version, bool endsInitialEvents)
    {
        var annotation = endsInitialEvents ? ""","annotations":{"k8s.io/initial-events-end":"true"}""" : "";
        var rest = type.Blank.Length > 0 ? "," + type.Blank : "";
        return Encoding.UTF8.GetBytes(
            $$$"""{"type":"BOOKMARK","object":{{{type.HeadText}}}"metadata":{"resourceVersion":"{{{version}}}"{{{annotation}}}}{{{rest}}}}}""" + "\n");
    }

    private static byte[] Head(string name, ResourceType type) => Encoding.UTF8.GetBytes($$"""{"type":"{{name}}","object":{{type.HeadText}}""");
}
