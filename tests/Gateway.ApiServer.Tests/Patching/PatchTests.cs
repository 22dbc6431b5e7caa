using System.Text.Json.Nodes;
using Gateway.ApiServer.Patching;
using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Statuses;

namespace Gateway.ApiServer.Tests.Patching;

public sealed class PatchTests
{
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("""{}""", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void A_merge_patch_is_merged_as_its_standard_has_it(string target, string patch, string expected) =>
        AssertJson(expected, MergePatch.Apply(Parse(target), Parse(patch)));

    [Theory]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"/b","value":2}]""", """{"a":1,"b":2}""")]
    [InlineData("""{"a":[1,3]}""", """[{"op":"add","path":"/a/1","value":2},{"op":"add","path":"/a/-","value":4}]""", """{"a":[1,2,3,4]}""")]
    [InlineData("""{"a":[1,2]}""", """[{"op":"remove","path":"/a/0"}]""", """{"a":[2]}""")]
    [InlineData("""{"a":{"b/c":1,"~":2}}""", """[{"op":"remove","path":"/a/b~1c"},{"op":"replace","path":"/a/~0","value":3}]""", """{"a":{"~":3}}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"move","from":"/a/b","path":"/c"},{"op":"copy","from":"/c","path":"/d"}]""", """{"a":{},"c":1,"d":1}""")]
    [InlineData("""{"a":1}""", """[{"op":"test","path":"/a","value":1},{"op":"replace","path":"","value":{"z":1}}]""", """{"z":1}""")]
    public void A_json_patch_is_applied_step_by_step(string target, string patch, string expected) =>
        AssertJson(expected, JsonPatch.Apply(Parse(target), JsonNode.Parse(patch)!.AsArray()));

    [Theory]
    [InlineData("""[{"op":"test","path":"/a","value":2}]""")]
    [InlineData("""[{"op":"remove","path":"/b"}]""")]
    [InlineData("""[{"op":"add","path":"/b/c","value":2}]""")]
    [InlineData("""[{"op":"boil","path":"/a"}]""")]
    public void A_json_patch_that_does_not_fit_is_refused(string patch) =>
        Assert.Throws<ApiError>(() => JsonPatch.Apply(Parse("""{"a":1}"""), JsonNode.Parse(patch)!.AsArray()));

    [Theory]
    // Items are found by their key, in lists that have one; other lists are replaced.
    [InlineData("""{"ports":[{"port":80,"name":"a"}]}""", """{"ports":[{"port":81,"name":"b"}]}""", """{"ports":[{"port":80,"name":"a"},{"port":81,"name":"b"}]}""")]
    [InlineData("""{"ports":[{"port":80,"name":"a"}]}""", """{"ports":[{"port":80,"targetPort":1}]}""", """{"ports":[{"port":80,"name":"a","targetPort":1}]}""")]
    [InlineData("""{"externalIPs":["1"]}""", """{"externalIPs":["2"]}""", """{"externalIPs":["2"]}""")]
    // Directives.
    [InlineData("""{"ports":[{"port":80},{"port":81}]}""", """{"ports":[{"port":80,"$patch":"delete"}]}""", """{"ports":[{"port":81}]}""")]
    [InlineData("""{"ports":[{"port":80},{"port":81}]}""", """{"ports":[{"$patch":"replace"},{"port":82}]}""", """{"ports":[{"port":82}]}""")]
    [InlineData("""{"selector":{"a":"b"}}""", """{"selector":{"$patch":"replace","c":"d"}}""", """{"selector":{"c":"d"}}""")]
    [InlineData("""{"selector":{"a":"b"},"type":"x"}""", """{"$retainKeys":["type"],"type":"y"}""", """{"type":"y"}""")]
    [InlineData(
        """{"ports":[{"port":80},{"port":81}]}""",
        """{"$setElementOrder/ports":[{"port":82},{"port":81},{"port":80}],"ports":[{"port":82}]}""",
        """{"ports":[{"port":82},{"port":81},{"port":80}]}""")]
    public void A_strategic_merge_knows_lists(string target, string patch, string expected)
    {
        var shape = Shapes.For(CoreResources.Service).Field("spec");

        AssertJson(expected, StrategicMerge.Apply(Parse(target), Parse(patch), shape));
    }

    [Fact]
    public void A_strategic_merge_takes_scalars_out_of_a_set()
    {
        var target = Parse("""{"finalizers":["a","b"]}""");
        var patch = Parse("""{"$deleteFromPrimitiveList/finalizers":["a"],"finalizers":["c"]}""");

        AssertJson("""{"finalizers":["b","c"]}""", StrategicMerge.Apply(target, patch, Shapes.For(CoreResources.Service).Field("metadata")));
    }

    private static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();

    private static void AssertJson(string expected, JsonNode actual) => Assert.Equal(expected, actual.ToJsonString());
}
