using System.Text.Json.Nodes;

namespace Gateway.Deploy.Tests;

/// <summary>
/// That no field is misspelt, which a lenient server would leave out without a word. Some commands of kubectl read an object into Kubernetes' own types
/// and write it again, without a cluster: what comes out of them is what there is such a field for.
/// </summary>
public sealed class FieldTests
{
    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task Every_field_of_the_workload_is_one_that_Kubernetes_has(string name) =>
        await AssertKeptAsync((await Variant.RenderAsync(name)).Workload.Object, "set", "serviceaccount", "yarp-gateway");

    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task Every_field_of_the_Service_is_one_that_Kubernetes_has(string name)
    {
        var service = (await Variant.RenderAsync(name)).Single("Service");
        var selector = service.Json.At("spec.selector").Map().Select(pair => $"{pair.Key}={pair.Value}");

        await AssertKeptAsync(service, "set", "selector", string.Join(',', selector));
    }

    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task Every_field_of_the_bindings_is_one_that_Kubernetes_has(string name)
    {
        foreach (var binding in (await Variant.RenderAsync(name)).OfKind("RoleBinding", "ClusterRoleBinding"))
            await AssertKeptAsync(binding, "set", "subject", "--serviceaccount=else:where");
    }

    [Fact]
    public async Task A_field_that_Kubernetes_does_not_have_is_found()
    {
        var workload = (await Variant.RenderAsync(Variant.NodePort)).Workload.Object;
        var misspelt = workload.Json.ToJsonString().Replace("readOnlyRootFilesystem", "readOnlyRootFileSystem", StringComparison.Ordinal);

        var lost = await LostAsync(new(JsonNode.Parse(misspelt)!), "set", "serviceaccount", "yarp-gateway");

        Assert.Equal([".spec.template.spec.containers[0].securityContext.readOnlyRootFileSystem"], lost);
    }

    private static async Task AssertKeptAsync(KubernetesObject item, params string[] command) => Assert.Empty(await LostAsync(item, command));

    private static async Task<IEnumerable<string>> LostAsync(KubernetesObject item, params string[] command)
    {
        var result = await Kubectl.RunAsync([.. command, "--local", "--filename=-", "--output=json"], item.Json.ToJsonString());
        Assert.True(result.Code == 0, result.Errors);
        return Lost(item.Json, JsonNode.Parse(result.Output), "");
    }

    /// <summary>The paths at which the second does not say what the first does.</summary>
    private static IEnumerable<string> Lost(JsonNode? written, JsonNode? read, string path) => (written, read) switch
    {
        (JsonObject first, JsonObject second) => first.SelectMany(field => Lost(field.Value, second[field.Key], $"{path}.{field.Key}")),
        (JsonArray first, JsonArray second) => first.SelectMany((item, index) => Lost(item, second.ElementAtOrDefault(index), $"{path}[{index}]")),
        _ => JsonNode.DeepEquals(written, read) ? [] : [path],
    };
}
