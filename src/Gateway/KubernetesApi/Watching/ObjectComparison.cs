using System.Buffers;
using System.Text.Json;
using Gateway.Model.Resources;

namespace Gateway.KubernetesApi.Watching;

/// <summary>Whether a change of an object touched anything that is read. Nodes say every few seconds that they live; other programs note things on everything.</summary>
internal static class ObjectComparison
{
    /// <summary>The same but for its resource version. A hundredth of what translating a change costs that is none.</summary>
    public static bool AreSame(KubernetesObject before, KubernetesObject after)
    {
        if (before.GetType() != after.GetType())
            return false;
        // Where they are equal, ObjectSharing has made them the same list; where they are not, there is nothing more to ask.
        if (before is EndpointSlice earlier && after is EndpointSlice later && !ReferenceEquals(earlier.Endpoints, later.Endpoints))
            return false;
        var (left, right) = (Json(before), Json(after));
        return left.WrittenSpan.SequenceEqual(right.WrittenSpan);
    }

    private static ArrayBufferWriter<byte> Json(KubernetesObject resource)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer);
        var unversioned = resource with { Metadata = resource.Metadata with { ResourceVersion = null, Generation = null } };
        JsonSerializer.Serialize(writer, unversioned, ResourceJson.Default.GetTypeInfo(resource.GetType())!);
        writer.Flush();
        return buffer;
    }
}
