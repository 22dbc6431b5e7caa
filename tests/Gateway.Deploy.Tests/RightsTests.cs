namespace Gateway.Deploy.Tests;

/// <summary>What the gateway may do, and which part of it needs that.</summary>
public sealed class RightsTests
{
    /// <summary>The source lists and follows what is served (room KubernetesApi).</summary>
    private static readonly Right[] Served =
    [
        new("list", "", "services"), new("watch", "", "services"),
        new("list", "discovery.k8s.io", "endpointslices"), new("watch", "discovery.k8s.io", "endpointslices"),
        new("list", "networking.k8s.io", "ingresses"), new("watch", "networking.k8s.io", "ingresses"),
        new("list", "", "secrets"), new("watch", "", "secrets"),
    ];

    /// <summary>The source again: which Ingresses are ours, and in which zone this node is.</summary>
    private static readonly Right[] ClusterScoped =
    [
        new("list", "networking.k8s.io", "ingressclasses"), new("watch", "networking.k8s.io", "ingressclasses"),
        new("list", "", "nodes"), new("watch", "", "nodes"),
    ];

    /// <summary>Addresses in the status of objects, and Events about what is wrong with them (room Status).</summary>
    private static readonly Right[] Told =
    [
        new("get", "", "services/status"), new("patch", "", "services/status"),
        new("get", "networking.k8s.io", "ingresses/status"), new("patch", "networking.k8s.io", "ingresses/status"),
        new("create", "events.k8s.io", "events"),
    ];

    /// <summary>Who of several gateways writes (room Status), in the namespace that they run in.</summary>
    private static readonly Right[] Elected =
    [
        new("get", "coordination.k8s.io", "leases"), new("create", "coordination.k8s.io", "leases"),
        new("update", "coordination.k8s.io", "leases"),
    ];

    [Theory]
    [MemberData(nameof(Variant.ClusterWide), MemberType = typeof(Variant))]
    public async Task A_gateway_of_the_whole_cluster_has_these_rights_and_no_others(string name)
    {
        var variant = await Variant.RenderAsync(name);

        AssertSame([.. Served, .. ClusterScoped, .. Told], Right.Of(variant.OfKind("ClusterRole")));
        AssertSame(Elected, Right.Of(variant.OfKind("Role")));
    }

    [Fact]
    public async Task A_gateway_of_one_namespace_has_these_rights_there_and_no_others()
    {
        var variant = await Variant.RenderAsync(Variant.Namespaced);

        AssertSame([.. Served, .. Told, .. Elected], Right.Of(variant.OfKind("Role", "ClusterRole")));
    }

    [Fact]
    public async Task The_rights_in_one_more_namespace_are_those_to_read_and_to_tell()
    {
        var watched = await Kubectl.KustomizeAsync(Path.Combine(Repository.Deploy, "namespaced", "watched"));

        AssertSame([.. Served, .. Told], Right.Of(watched.Where(item => item.Kind == "Role")));
        // None of its own, so that kubectl's -n decides.
        Assert.All(watched, item => Assert.Null(item.Namespace));
    }

    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task Only_its_own_Lease_can_be_changed(string name)
    {
        var rules = (await Variant.RenderAsync(name)).OfKind("Role")
            .SelectMany(role => role.Json["rules"].Items())
            .Where(rule => rule["resources"].Texts().Contains("leases"));

        Assert.All(
            rules.Where(rule => !rule["verbs"].Texts().SequenceEqual(["create"])),
            rule => Assert.Equal(["yarp-gateway"], rule["resourceNames"].Texts()));
    }

    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task Every_role_is_given_to_the_account_of_the_pods_and_to_nobody_else(string name)
    {
        var variant = await Variant.RenderAsync(name);
        var account = variant.Single("ServiceAccount");
        var bindings = variant.OfKind("RoleBinding", "ClusterRoleBinding").ToArray();

        Assert.Equal(account.Name, (string?)variant.Pod.Spec["serviceAccountName"]);
        Assert.Equal(
            variant.OfKind("Role", "ClusterRole").Select(role => $"{role.Kind} {role.Name}").Order(StringComparer.Ordinal),
            bindings.Select(binding => $"{binding.Json.At("roleRef.kind")} {binding.Json.At("roleRef.name")}").Order(StringComparer.Ordinal));
        Assert.All(
            bindings.Select(binding => Assert.Single(binding.Json["subjects"].Items())),
            subject => Assert.Equal(
                ("ServiceAccount", account.Name, account.Namespace),
                ((string?)subject["kind"], (string?)subject["name"], (string?)subject["namespace"])));
    }

    private static void AssertSame(IEnumerable<Right> expected, IEnumerable<Right> actual)
    {
        Assert.Equal(Texts(expected), Texts(actual));

        static IEnumerable<string> Texts(IEnumerable<Right> rights) => rights.Select(right => right.ToString()).Order(StringComparer.Ordinal);
    }
}
