using FsCheck;
using FsCheck.Fluent;
using Gateway.Manifests;
using Gateway.Model;
using Gateway.Model.Resources;
using Gateway.Model.Translation;

namespace Gateway.Tests.Manifests;

public class PodEndpointsTests
{
    private readonly PodEndpoints _endpoints = new();

    [Fact]
    public void A_Service_gets_a_slice_when_its_pods_come_and_loses_it_when_they_go()
    {
        Assert.Empty(Follow(Service("a", "app", "a")));
        Assert.Equal(["10.0.0.1"], Addresses(Follow(Pod("p", "app", "a", "10.0.0.1"))));
        Assert.Equal(["10.0.0.1", "10.0.0.2"], Addresses(Follow(Pod("q", "app", "a", "10.0.0.2"))));
        Assert.Equal(["10.0.0.2"], Addresses(Follow(Gone("Pod", "p"))));
        Assert.Null(Assert.Single(Follow(Gone("Pod", "q"))).Object);
    }

    [Fact]
    public void A_pod_that_changes_nothing_about_its_endpoint_changes_no_slice()
    {
        Follow(Service("a", "app", "a"), Pod("p", "app", "a", "10.0.0.1"));
        var pod = (Pod)Pod("p", "app", "a", "10.0.0.1").Object!;
        Assert.Empty(Follow(ResourceChange.Upsert(pod with { Metadata = pod.Metadata with { Generation = 2 } })));
    }

    [Fact]
    public void A_pod_whose_labels_change_leaves_one_Service_for_another()
    {
        Follow(Service("a", "app", "a"), Service("b", "app", "b"), Pod("p", "app", "a", "10.0.0.1"));
        var changes = Follow(Pod("p", "app", "b", "10.0.0.1"));
        Assert.Equal(["a-ipv4-1 gone", "b-ipv4-1"], changes.Select(change => change.Reference.Name.Name + (change.Object is null ? " gone" : "")));
    }

    [Fact]
    public void Slices_that_somebody_wrote_win_over_the_pods()
    {
        Follow(Service("a", "app", "a"), Pod("p", "app", "a", "10.0.0.1"));
        Assert.Null(Assert.Single(Follow(Slice("hand-made", "a"))).Object);
        Assert.Empty(Follow(Pod("q", "app", "a", "10.0.0.2")));
        Assert.Equal(["10.0.0.1", "10.0.0.2"], Addresses(Follow(Gone("EndpointSlice", "hand-made"))));
    }

    [Fact]
    public void A_slice_that_somebody_wrote_under_the_name_of_a_built_one_stays()
    {
        Follow(Service("a", "app", "a"), Pod("p", "app", "a", "10.0.0.1"));
        Assert.Empty(Follow(Slice("a-ipv4-1", "other")));
        Assert.Equal(["10.0.0.1"], Addresses(Follow(Gone("EndpointSlice", "a-ipv4-1"))));
    }

    [Fact]
    public void The_zone_of_an_endpoint_follows_its_node()
    {
        Follow(Service("a", "app", "a"), Pod("p", "app", "a", "10.0.0.1", node: "n"));
        Assert.Equal("z1", EndpointsIn(Follow(Node("n", "z1")))[0].Zone);
        Assert.Empty(Follow(Node("other", "z2")));
        Assert.Null(EndpointsIn(Follow(Gone("Node", "n")))[0].Zone);
    }

    [Fact]
    public void A_Service_without_a_selector_or_with_pods_elsewhere_gets_nothing()
    {
        var elsewhere = (Pod)Pod("p", "app", "a", "10.0.0.1").Object!;
        Assert.Empty(Follow(
            ResourceChange.Upsert(new Service { Metadata = new() { Name = "none", Namespace = "default" }, Spec = new() }),
            Service("a", "app", "a"),
            ResourceChange.Upsert(elsewhere with { Metadata = elsewhere.Metadata with { Namespace = "other" } })));
    }

    [Fact]
    public void Any_history_ends_in_what_the_builder_makes_of_the_objects()
    {
        var label = Gen.Elements("a", "b");
        var change = Gen.OneOf(
            from name in Gen.Elements("s", "t") from app in label select Service(name, "app", app),
            from name in Gen.Elements("p", "q", "r") from app in label from last in Gen.Choose(1, 2) from node in Gen.Elements(null, "n") select Pod(name, "app", app, $"10.0.0.{last}", node),
            from name in Gen.Elements("s-ipv4-1", "x") from owner in Gen.Elements("s", "t") select Slice(name, owner),
            from zone in Gen.Elements(null, "z1", "z2") select Node("n", zone),
            from kind in Gen.Elements("Service s", "Service t", "Pod p", "Pod q", "EndpointSlice s-ipv4-1", "EndpointSlice x", "Node n") select Gone(kind.Split(' ')[0], kind.Split(' ')[1]));
        Prop.ForAll(Arb.From(change.ListOf().ListOf()), history =>
        {
            var endpoints = new PodEndpoints();
            var objects = new Dictionary<ObjectReference, KubernetesObject>();
            var built = new Dictionary<ObjectReference, KubernetesObject>();
            foreach (var batch in history)
            {
                Replace(objects, batch);
                var changes = endpoints.Follow(batch);
                Assert.All(changes, one => Assert.False(objects.ContainsKey(one.Reference)));
                Replace(built, changes);
                foreach (var written in objects.Keys)
                    built.Remove(written);
            }
            Assert.Equal(Expected(objects), built.Values.OrderBy(slice => slice.Reference));
        }).QuickCheckThrowOnFailure();
    }

    private static IEnumerable<KubernetesObject> Expected(Dictionary<ObjectReference, KubernetesObject> objects)
    {
        var slices = objects.Values.OfType<EndpointSlice>().ToList();
        return objects.Values.OfType<Service>()
            .Where(service => !slices.Any(slice => slice.Label(EndpointSlice.ServiceNameLabel) == service.Metadata.Name))
            .SelectMany(service => EndpointSliceBuilder.Build(service, [.. objects.Values.OfType<Pod>()], node => objects.GetValueOrDefault(new("Node", new("", node)))?.Label(Gateway.Model.Resources.Node.ZoneLabel)))
            .Where(slice => !objects.ContainsKey(slice.Reference))
            .OrderBy(slice => slice.Reference);
    }

    private static void Replace(Dictionary<ObjectReference, KubernetesObject> objects, IEnumerable<ResourceChange> changes)
    {
        foreach (var (reference, resource) in changes)
        {
            objects.Remove(reference);
            if (resource is not null)
                objects.Add(reference, resource);
        }
    }

    private IReadOnlyList<ResourceChange> Follow(params ResourceChange[] changes) => _endpoints.Follow(changes);

    private static IReadOnlyList<Endpoint> EndpointsIn(IReadOnlyList<ResourceChange> changes) =>
        Assert.IsType<EndpointSlice>(Assert.Single(changes).Object).Endpoints!;

    private static IEnumerable<string> Addresses(IReadOnlyList<ResourceChange> changes) => EndpointsIn(changes).Select(endpoint => endpoint.Addresses![0]);

    private static ResourceChange Gone(string kind, string name) => ResourceChange.Delete(new(kind, new(kind == "Node" ? "" : "default", name)));

    private static ResourceChange Service(string name, string key, string value) => ResourceChange.Upsert(new Service
    {
        Metadata = new() { Name = name, Namespace = "default" },
        Spec = new() { Selector = new Dictionary<string, string> { [key] = value }, Ports = [new() { Port = 80 }] },
    });

    private static ResourceChange Pod(string name, string key, string value, string address, string? node = null) => ResourceChange.Upsert(new Pod
    {
        Metadata = new() { Name = name, Namespace = "default", Labels = new Dictionary<string, string> { ["x"] = "y", [key] = value } },
        Spec = new() { NodeName = node },
        Status = new() { PodIP = address },
    });

    private static ResourceChange Slice(string name, string service) => ResourceChange.Upsert(new EndpointSlice
    {
        Metadata = new() { Name = name, Namespace = "default", Labels = new Dictionary<string, string> { [EndpointSlice.ServiceNameLabel] = service } },
    });

    private static ResourceChange Node(string name, string? zone) => ResourceChange.Upsert(new Node
    {
        Metadata = new() { Name = name, Labels = zone is null ? null : new Dictionary<string, string> { [Gateway.Model.Resources.Node.ZoneLabel] = zone } },
    });
}
