using Gateway.Model.Resources;
using Gateway.Model.Translation;

namespace Gateway.Model.Tests.Translation;

public sealed class EndpointSliceBuilderTests
{
    private static readonly ServiceSpec Spec = new()
    {
        Selector = new Dictionary<string, string> { ["app"] = "web" },
        Ports = [new() { Name = "http", Port = 80, TargetPort = new(8080) }],
    };

    [Fact]
    public void A_matching_pod_becomes_an_endpoint()
    {
        var pod = Pod("web-0", "10.0.0.1") with { Spec = new() { NodeName = "a" } };

        var slice = Assert.Single(Build(Spec, pod));

        Assert.Equal(("IPv4", "shop", "web-ipv4-1"), (slice.AddressType, slice.Metadata.Namespace, slice.Metadata.Name));
        Assert.Equal("web", slice.Label(EndpointSlice.ServiceNameLabel));
        Assert.Equal("endpointslice-controller.k8s.io", slice.Label("endpointslice.kubernetes.io/managed-by"));
        Assert.Equal(new EndpointPort { Name = "http", Protocol = "TCP", Port = 8080 }, Assert.Single(slice.Ports!));
        var endpoint = Assert.Single(slice.Endpoints!);
        Assert.Equal(["10.0.0.1"], endpoint.Addresses);
        Assert.Equal(("a", "zone-of-a"), (endpoint.NodeName, endpoint.Zone));
        Assert.Equal(new EndpointConditions { Ready = true, Serving = true, Terminating = false }, endpoint.Conditions);
        Assert.Equal(new TargetReference { Kind = "Pod", Namespace = "shop", Name = "web-0" }, endpoint.TargetRef);
    }

    [Theory]
    [InlineData("web", "shop", true)]
    [InlineData("db", "shop", false)]
    [InlineData("web", "other", false)]
    public void Pods_are_matched_by_label_within_the_namespace(string app, string podNamespace, bool matches)
    {
        var pod = Pod("p", "10.0.0.1");
        pod = pod with { Metadata = pod.Metadata with { Namespace = podNamespace, Labels = new Dictionary<string, string> { ["app"] = app, ["more"] = "x" } } };

        Assert.Equal(matches, !Build(Spec, pod).IsEmpty);
    }

    [Fact]
    public void Every_label_of_the_selector_must_match()
    {
        var spec = Spec with { Selector = new Dictionary<string, string> { ["app"] = "web", ["track"] = "stable" } };

        Assert.Empty(Build(spec, Pod("p", "10.0.0.1")));
    }

    [Fact]
    public void A_Service_without_a_selector_gets_no_slice()
    {
        Assert.Empty(Build(Spec with { Selector = null }, Pod("p", "10.0.0.1")));
        Assert.Empty(Build(Spec with { Selector = new Dictionary<string, string>() }, Pod("p", "10.0.0.1")));
        Assert.Empty(Build(null, Pod("p", "10.0.0.1")));
    }

    [Fact]
    public void An_ExternalName_Service_gets_no_slice()
    {
        Assert.Empty(Build(Spec with { Type = "ExternalName" }, Pod("p", "10.0.0.1")));
    }

    [Theory]
    [InlineData("Succeeded")]
    [InlineData("Failed")]
    public void A_pod_that_has_ended_is_left_out(string phase)
    {
        var pod = Pod("p", "10.0.0.1");

        Assert.Empty(Build(Spec, pod with { Status = pod.Status! with { Phase = phase } }));
    }

    [Fact]
    public void A_pod_without_a_usable_address_is_left_out()
    {
        Assert.Empty(Build(Spec, Pod("a") with { Status = null }, Pod("b"), Pod("c", "10.0.0.300")));
    }

    [Fact]
    public void The_single_podIP_counts_where_there_are_no_podIPs()
    {
        var pod = Pod("p") with { Status = new() { PodIP = "10.0.0.1" } };

        Assert.Equal(["10.0.0.1"], Assert.Single(Endpoints(Build(Spec, pod))).Addresses);
    }

    public sealed record State(string? Phase, string? Ready, bool Deleted, bool Publish);

    public static TheoryData<string, State, (bool Ready, bool Serving, bool Terminating)> States => new()
    {
        { "a pod whose Ready condition is true is ready", new("Running", "True", false, false), (true, true, false) },
        { "a pod whose Ready condition is false is not", new("Running", "False", false, false), (false, false, false) },
        { "a pod whose Ready condition is unknown is not", new("Running", "Unknown", false, false), (false, false, false) },
        { "a ready pod that is being deleted serves but is not ready", new("Running", "True", true, false), (false, true, true) },
        { "an unready pod that is being deleted does not serve", new("Running", "False", true, false), (false, false, true) },
        { "publishing what is not ready makes it ready", new("Running", "False", false, true), (true, false, false) },
        { "publishing what is not ready makes even a terminating pod ready", new("Running", "True", true, true), (true, true, true) },
        { "a hand-written running pod without conditions is ready", new("Running", null, false, false), (true, true, false) },
        { "a hand-written pod without a phase is ready", new(null, null, false, false), (true, true, false) },
        { "a hand-written pending pod is not ready", new("Pending", null, false, false), (false, false, false) },
        { "a hand-written pod that is being deleted is terminating", new(null, null, true, false), (false, true, true) },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void The_state_of_a_pod_becomes_conditions(string sentence, State state, (bool Ready, bool Serving, bool Terminating) expected)
    {
        var pod = Pod("p", "10.0.0.1");
        pod = pod with
        {
            Metadata = pod.Metadata with { DeletionTimestamp = state.Deleted ? DateTimeOffset.UnixEpoch : null },
            Status = pod.Status! with
            {
                Phase = state.Phase,
                Conditions = state.Ready is null ? null : [new() { Type = "Initialized", Status = "True" }, new() { Type = "Ready", Status = state.Ready }],
            },
        };

        var conditions = Assert.Single(Endpoints(Build(Spec with { PublishNotReadyAddresses = state.Publish }, pod))).Conditions!;

        Assert.True(expected == (conditions.Ready!.Value, conditions.Serving!.Value, conditions.Terminating!.Value), $"{sentence}, but: {conditions}");
    }

    [Fact]
    public void Conditions_that_do_not_speak_of_readiness_leave_a_pod_not_ready()
    {
        var pod = Pod("p", "10.0.0.1");
        pod = pod with { Status = pod.Status! with { Phase = "Running", Conditions = [new() { Type = "PodScheduled", Status = "True" }] } };

        Assert.False(Assert.Single(Endpoints(Build(Spec, pod))).Conditions!.Ready);
    }

    [Fact]
    public void Each_family_that_pods_have_gets_its_slices()
    {
        var slices = Build(Spec, Pod("p", "10.0.0.1", "FD00:0::1"), Pod("q", "10.0.0.2"));

        Assert.Equal(["IPv4: 10.0.0.1 10.0.0.2", "IPv6: fd00::1"], slices.Select(slice => $"{slice.AddressType}: {AddressesOf(slice)}"));
    }

    [Theory]
    [InlineData(new[] { "IPv6" }, "IPv6")]
    [InlineData(new[] { "IPv4" }, "IPv4")]
    [InlineData(new[] { "IPv6", "IPv4" }, "IPv6 IPv4")]
    public void The_families_of_the_Service_decide(string[] families, string expected)
    {
        var slices = Build(Spec with { IpFamilies = families }, Pod("p", "10.0.0.1", "fd00::1"));

        Assert.Equal(expected, string.Join(' ', slices.Select(slice => slice.AddressType)));
    }

    [Fact]
    public void At_most_100_endpoints_share_a_slice()
    {
        var slices = Build(Spec, [.. Enumerable.Range(1, 201).Select(i => Pod($"p-{i:000}", $"10.0.0.{i}"))]);

        Assert.Equal(["web-ipv4-1: 100", "web-ipv4-2: 100", "web-ipv4-3: 1"], slices.Select(slice => $"{slice.Metadata.Name}: {slice.Endpoints!.Count}"));
    }

    [Fact]
    public void Pods_of_another_weight_are_in_another_slice_that_carries_it_unread()
    {
        var slices = Build(Spec, Weighted("a", "10.0.0.1", "5"), Pod("b", "10.0.0.2"), Weighted("c", "10.0.0.3", "5"), Weighted("d", "10.0.0.4", "lots"));

        Assert.Equal(
            ["5: 10.0.0.1 10.0.0.3", ": 10.0.0.2", "lots: 10.0.0.4"],
            slices.Select(slice => $"{slice.Annotation(Annotations.Weight)}: {AddressesOf(slice)}"));
    }

    [Fact]
    public void A_pod_with_the_Services_subdomain_has_its_hostname()
    {
        var pod = Pod("p", "10.0.0.1");

        var slices = Build(
            Spec,
            pod with { Spec = new() { Hostname = "first", Subdomain = "web" } },
            Pod("q", "10.0.0.2") with { Spec = new() { Hostname = "second", Subdomain = "other" } });

        Assert.Equal(["first", null], Endpoints(slices).Select(endpoint => endpoint.Hostname));
    }

    [Theory]
    [InlineData("PreferSameZone", "a", "zone zone-of-a")]
    [InlineData("PreferClose", "a", "zone zone-of-a")]
    [InlineData("PreferSameNode", "a", "node a zone zone-of-a")]
    [InlineData("PreferSameNode", "zoneless", "node zoneless")]
    [InlineData("PreferSameZone", "zoneless", "")]
    [InlineData("PreferSameNode", null, "")]
    [InlineData(null, "a", "")]
    [InlineData("PreferTheBest", "a", "")]
    public void Traffic_distribution_becomes_hints_for_where_the_endpoint_is(string? distribution, string? node, string expected)
    {
        var pod = Pod("p", "10.0.0.1") with { Spec = new() { NodeName = node } };

        var hints = Assert.Single(Endpoints(Build(Spec with { TrafficDistribution = distribution }, pod))).Hints;

        var words = (hints?.ForNodes ?? []).Select(hint => $"node {hint.Name}").Concat((hints?.ForZones ?? []).Select(hint => $"zone {hint.Name}"));
        Assert.Equal(expected, string.Join(' ', words));
    }

    [Fact]
    public void An_endpoint_that_is_not_ready_gets_no_hint()
    {
        var pod = Pod("p", "10.0.0.1") with { Spec = new() { NodeName = "a" } };
        pod = pod with { Status = pod.Status! with { Phase = "Pending" } };

        Assert.Null(Assert.Single(Endpoints(Build(Spec with { TrafficDistribution = "PreferClose" }, pod))).Hints);
    }

    [Fact]
    public void Equal_input_gives_an_equal_result_whatever_the_order_of_the_pods()
    {
        var spec = Spec with { TrafficDistribution = "PreferSameNode" };
        Pod[] Pods() => [Pod("p", "10.0.0.1") with { Spec = new() { NodeName = "a" } }, Pod("q", "10.0.0.2", "fd00::2"), Weighted("r", "10.0.0.3", "2")];

        var (first, second) = (Build(spec, Pods()), Build(spec, [.. Pods().Reverse()]));

        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
    }

    public static TheoryData<string, Pod> Differences => new()
    {
        { "address", Pod("p", "10.0.0.2") },
        { "node", Pod("p", "10.0.0.1") with { Spec = new() { NodeName = "a" } } },
        { "name", Pod("q", "10.0.0.1") },
        { "weight", Weighted("p", "10.0.0.1", "2") },
        { "readiness", Pod("p") with { Status = new() { PodIP = "10.0.0.1", Phase = "Pending" } } },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public void Another_pod_gives_another_result(string difference, Pod other)
    {
        Assert.False(Build(Spec, Pod("p", "10.0.0.1")).Equals(Build(Spec, other)), $"a different {difference} went unseen");
    }

    [Fact]
    public void What_is_built_is_what_the_selector_takes()
    {
        var service = Shop.ServiceWith(Spec);
        var slices = Build(Spec, Pod("p", "10.0.0.2"), Weighted("q", "10.0.0.1", "3"));

        var selection = BackendSelector.Select(service, Spec.Ports![0], new(slices), new("a", null));

        Assert.Equal(["10.0.0.1:8080 weight 3", "10.0.0.2:8080 weight 1"], selection.Cluster.Select(backend => $"{backend.Authority} weight {backend.Weight}"));
    }

    private static ValueArray<EndpointSlice> Build(ServiceSpec? spec, params Pod[] pods) =>
        EndpointSliceBuilder.Build(Shop.Service with { Spec = spec }, pods, node => node == "zoneless" ? null : $"zone-of-{node}");

    private static IEnumerable<Endpoint> Endpoints(ValueArray<EndpointSlice> slices) => slices.SelectMany(slice => slice.Endpoints!);

    private static string AddressesOf(EndpointSlice slice) => string.Join(' ', slice.Endpoints!.SelectMany(endpoint => endpoint.Addresses!));

    private static Pod Weighted(string name, string address, string weight)
    {
        var pod = Pod(name, address);
        return pod with { Metadata = pod.Metadata with { Annotations = new Dictionary<string, string> { [Annotations.Weight] = weight } } };
    }

    private static Pod Pod(string name, params string[] addresses) => new()
    {
        Metadata = new() { Namespace = "shop", Name = name, Labels = new Dictionary<string, string> { ["app"] = "web" } },
        Status = new() { PodIP = addresses.FirstOrDefault(), PodIPs = [.. addresses.Select(address => new PodIP { Ip = address })] },
    };
}
