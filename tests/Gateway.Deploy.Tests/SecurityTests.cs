namespace Gateway.Deploy.Tests;

public sealed class SecurityTests
{
    [Theory]
    [InlineData(Variant.LoadBalancer)]
    [InlineData(Variant.NodePort)]
    [InlineData(Variant.Namespaced)]
    public async Task Pods_are_of_the_restricted_profile(string name) => Assert.Empty(RestrictedProfile.Violations((await Variant.RenderAsync(name)).Pod));

    [Fact]
    public async Task Where_the_kernel_is_programmed_what_serves_goes_beyond_it_in_the_network_and_in_the_user_who_may_have_a_capability()
    {
        var pod = new Pod((await Variant.RenderAsync(Variant.NodePortIpvs)).Pod.Json.DeepClone());
        pod.Spec.AsObject().Remove("initContainers");

        Assert.Equal(["hostNetwork", "volume hostPath", "runAsNonRoot", "runAsUser 0", "capability NET_ADMIN"], RestrictedProfile.Violations(pod));
        Assert.Equal("ClusterFirstWithHostNet", (string?)pod.Spec["dnsPolicy"]);
        Assert.Equal(["/var/lib/gateway"], pod.Gateway.Json["volumeMounts"].Items().Select(mount => (string?)mount["mountPath"]));
    }

    [Fact]
    public async Task What_takes_all_rights_is_over_before_anything_serves()
    {
        var pod = (await Variant.RenderAsync(Variant.NodePortIpvs)).Pod;
        var privileged = Assert.Single(pod.Containers, container => (bool?)container.Json.At("securityContext.privileged") == true);
        var mount = Assert.Single(privileged.Json["volumeMounts"].Items());

        Assert.Equal([privileged.Name], pod.Spec["initContainers"].Items().Select(container => (string)container["name"]!));
        Assert.Null(privileged.Json["restartPolicy"]);
        Assert.Equal(["sh", "-c", "dotnet /app/gateway.dll ipvs prepare || true"], privileged.Json["command"].Texts());
        Assert.Equal((string?)pod.Gateway.Json["image"], (string?)privileged.Json["image"]);
        Assert.Equal(("/lib/modules", true), ((string?)mount["mountPath"], (bool?)mount["readOnly"]));
        var volume = Assert.Single(pod.Spec["volumes"].Items(), volume => (string?)volume["name"] == (string?)mount["name"]);
        Assert.Equal("/lib/modules", (string?)volume.At("hostPath.path"));
    }

    [Theory]
    [InlineData(Variant.LoadBalancer, "restricted")]
    [InlineData(Variant.NodePort, "restricted")]
    [InlineData(Variant.NodePortIpvs, "privileged")]
    public async Task The_namespace_holds_pods_to_the_profile_they_have(string name, string profile) => Assert.Equal(
        profile,
        (await Variant.RenderAsync(name)).Single("Namespace").Json["metadata"]!["labels"].Map()["pod-security.kubernetes.io/enforce"]);

    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task No_container_can_write_anywhere_but_in_its_volumes(string name) => Assert.All(
        (await Variant.RenderAsync(name)).Pod.Containers,
        container => Assert.True((bool?)container.Json.At("securityContext.readOnlyRootFilesystem")));

    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task The_last_known_good_state_has_a_place_that_outlives_the_container(string name)
    {
        var pod = (await Variant.RenderAsync(name)).Pod;

        var mount = Assert.Single(pod.Gateway.Json["volumeMounts"].Items(), mount => (string?)mount["mountPath"] == "/var/lib/gateway");
        var volume = Assert.Single(pod.Spec["volumes"].Items(), volume => (string?)volume["name"] == (string?)mount["name"]);
        Assert.NotNull(volume["emptyDir"]);
    }

    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task The_token_is_given_to_the_pods_of_the_gateway_and_not_to_others_of_the_same_account(string name)
    {
        var variant = await Variant.RenderAsync(name);

        Assert.True((bool?)variant.Pod.Spec["automountServiceAccountToken"]);
        Assert.False((bool?)variant.Single("ServiceAccount").Json["automountServiceAccountToken"]);
    }
}
