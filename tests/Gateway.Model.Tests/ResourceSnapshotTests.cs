using FsCheck;
using FsCheck.Fluent;
using Gateway.Model.Resources;

namespace Gateway.Model.Tests;

public sealed class ResourceSnapshotTests
{
    private static readonly NamespacedName Web = new("shop", "web");
    private static readonly NamespacedName Api = new("shop", "api");

    [Fact]
    public void Objects_of_every_kind_are_kept_by_name()
    {
        var meta = new ObjectMeta { Namespace = "shop", Name = "web" };

        var snapshot = ResourceSnapshot.Of(
            new Service { Metadata = meta }, Slice("web"), new Node { Metadata = meta }, new NamespaceResource { Metadata = meta },
            new Ingress { Metadata = meta }, new IngressClass { Metadata = meta }, new Secret { Metadata = meta });

        Assert.Equal(
            (1, 1, 1, 1, 1, 1, 1),
            (snapshot.Services.Count, snapshot.EndpointSlices.Count, snapshot.Nodes.Count, snapshot.Namespaces.Count,
            snapshot.Ingresses.Count, snapshot.IngressClasses.Count, snapshot.Secrets.Count));
        Assert.NotNull(snapshot.Services.Find(Web));
    }

    [Fact]
    public void Objects_are_found_by_kind_and_reference_and_all_together()
    {
        var meta = new ObjectMeta { Namespace = "shop", Name = "web" };
        KubernetesObject[] all =
        [
            new Service { Metadata = meta }, Slice("web"), new Node { Metadata = meta }, new NamespaceResource { Metadata = meta },
            new Ingress { Metadata = meta }, new IngressClass { Metadata = meta }, new Secret { Metadata = meta },
        ];
        var snapshot = ResourceSnapshot.Of(all);

        Assert.All(all, resource => Assert.Same(resource, snapshot.Find(resource.Reference)));
        Assert.All(all, resource => Assert.Same(resource, Assert.Single(snapshot.ObjectsOf(resource.Kind))));
        Assert.Equal(all.ToHashSet(ReferenceEqualityComparer.Instance), snapshot.Objects.ToHashSet(ReferenceEqualityComparer.Instance));
        Assert.Null(snapshot.Find(new("Service", new("shop", "other"))));
        Assert.Null(snapshot.Find(new("Pod", new("shop", "web"))));
        Assert.Empty(snapshot.ObjectsOf("Pod"));
    }

    [Fact]
    public void Each_kind_is_removed_by_its_reference()
    {
        var meta = new ObjectMeta { Namespace = "shop", Name = "web" };
        KubernetesObject[] all =
        [
            new Service { Metadata = meta }, Slice("web"), new Node { Metadata = meta }, new NamespaceResource { Metadata = meta },
            new Ingress { Metadata = meta }, new IngressClass { Metadata = meta }, new Secret { Metadata = meta },
        ];

        var snapshot = ResourceSnapshot.Of(all).Apply(all.Select(resource => ResourceChange.Delete(resource.Reference)));

        Assert.Equal(
            (0, 0, 0, 0, 0, 0, 0, 0),
            (snapshot.Services.Count, snapshot.EndpointSlices.Count, snapshot.SlicesByService.Count, snapshot.Nodes.Count, snapshot.Namespaces.Count,
            snapshot.Ingresses.Count, snapshot.IngressClasses.Count, snapshot.Secrets.Count));
    }

    [Fact]
    public void A_kind_that_is_not_kept_leaves_the_snapshot_as_it_is()
    {
        Assert.Same(ResourceSnapshot.Empty, ResourceSnapshot.Empty.Apply(ResourceChange.Upsert(new Pod { Metadata = new() { Name = "p" } })));
    }

    [Fact]
    public void An_earlier_snapshot_does_not_change()
    {
        var before = ResourceSnapshot.Of(Slice("s", "web"));

        _ = before.Apply(ResourceChange.Delete(Slice("s").Reference));

        Assert.Single(before.SlicesByService.Find(Web)!.Slices);
    }

    [Fact]
    public void Slices_are_found_by_the_Service_they_name_ordered_by_name()
    {
        var snapshot = ResourceSnapshot.Of(Slice("s3", "web"), Slice("s1", "web"), Slice("s2", "api"));

        Assert.Equal(["s1", "s3"], NamesOf(snapshot, Web));
        Assert.Equal(["s2"], NamesOf(snapshot, Api));
    }

    [Fact]
    public void A_slice_that_names_no_Service_is_in_no_index()
    {
        var snapshot = ResourceSnapshot.Of(Slice("s1"), Slice("s2", ""));

        Assert.Equal((2, 0), (snapshot.EndpointSlices.Count, snapshot.SlicesByService.Count));
    }

    [Fact]
    public void The_Service_of_a_slice_is_in_the_slices_namespace()
    {
        var slice = Slice("s1", "web");

        var snapshot = ResourceSnapshot.Of(slice with { Metadata = slice.Metadata with { Namespace = "other" } });

        Assert.Null(snapshot.SlicesByService.Find(Web));
        Assert.NotNull(snapshot.SlicesByService.Find(new("other", "web")));
    }

    [Fact]
    public void A_slice_that_changes_replaces_itself()
    {
        var changed = Slice("s1", "web") with { AddressType = "IPv6" };

        var snapshot = ResourceSnapshot.Of(Slice("s1", "web"), Slice("s2", "web"), changed);

        Assert.Equal(["IPv6", null], snapshot.SlicesByService.Find(Web)!.Slices.Select(slice => slice.AddressType));
    }

    [Fact]
    public void A_slice_that_moves_to_another_Service_leaves_the_first()
    {
        var snapshot = ResourceSnapshot.Of(Slice("s1", "web"), Slice("s1", "api"));

        Assert.Null(snapshot.SlicesByService.Find(Web));
        Assert.Equal(["s1"], NamesOf(snapshot, Api));
    }

    [Fact]
    public void A_slice_that_loses_its_label_leaves_the_index()
    {
        var snapshot = ResourceSnapshot.Of(Slice("s1", "web"), Slice("s2", "web"), Slice("s1"));

        Assert.Equal(["s2"], NamesOf(snapshot, Web));
    }

    [Fact]
    public void A_change_of_one_slice_leaves_the_groups_of_other_Services_the_same_instance()
    {
        var before = ResourceSnapshot.Of(Slice("s1", "web"), Slice("s2", "api"));

        var after = before.Apply(ResourceChange.Upsert(Slice("s1", "web")));

        Assert.Same(before.SlicesByService.Find(Api), after.SlicesByService.Find(Api));
        Assert.Equal(Web, Assert.Single(after.SlicesByService.ChangesSince(before.SlicesByService)).Key);
    }

    [Fact]
    public void The_index_always_says_what_the_slices_say()
    {
        var slice = Gen.Zip(Gen.Choose(1, 5), Gen.Elements("web", "api", "", null))
            .Select(pair => Slice($"s{pair.Item1}", pair.Item2));
        var change = Gen.Zip(slice, Gen.Elements(true, true, false))
            .Select(pair => pair.Item2 ? ResourceChange.Upsert(pair.Item1) : ResourceChange.Delete(pair.Item1.Reference));

        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(change.ArrayOf().ToArbitrary(), changes =>
        {
            var snapshot = ResourceSnapshot.Empty.Apply(changes);

            var expected = snapshot.EndpointSlices.Values
                .Where(kept => !string.IsNullOrEmpty(kept.Label(EndpointSlice.ServiceNameLabel)))
                .GroupBy(kept => new NamespacedName("shop", kept.Label(EndpointSlice.ServiceNameLabel)!))
                .OrderBy(group => group.Key)
                .Select(group => $"{group.Key}: {string.Join(' ', group.Select(kept => kept.Metadata.Name).Order())}");
            Assert.Equal(
                expected,
                snapshot.SlicesByService.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {string.Join(' ', NamesOf(snapshot, pair.Key))}"));
        }));
    }

    private static IEnumerable<string> NamesOf(ResourceSnapshot snapshot, NamespacedName service) =>
        snapshot.SlicesByService.Find(service)!.Slices.Select(slice => slice.Metadata.Name);

    private static EndpointSlice Slice(string name, string? service = null) => new()
    {
        Metadata = new()
        {
            Namespace = "shop",
            Name = name,
            Labels = service is null ? null : new Dictionary<string, string> { [EndpointSlice.ServiceNameLabel] = service },
        },
    };
}
