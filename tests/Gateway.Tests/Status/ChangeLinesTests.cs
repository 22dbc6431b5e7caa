using Gateway.Model;
using Gateway.Status;
using static Gateway.Tests.Status.States;

namespace Gateway.Tests.Status;

public sealed class ChangeLinesTests
{
    private static readonly DesiredState Before = DesiredState.Empty
        .With("shop.localhost", Prefix("/", Shop))
        .With(Cluster(Shop, 1, 2));

    [Fact]
    public void Equal_states_have_no_changes() => Assert.Empty(ChangeLines.Build(Before, Before));

    [Fact]
    public void A_new_route_says_where_it_leads()
    {
        Changes(
            Before.With("shop.localhost", Prefix("/", Shop), Prefix("/api", Api)).With(Cluster(Api, 9)),
            "+ route shop.localhost/api: default/api:8080 (1 endpoint)");
    }

    [Fact]
    public void A_new_host_says_each_of_its_routes_by_path()
    {
        Changes(
            Before.With("a.localhost", Prefix("/b", Shop), Exact("/a", Shop)),
            "+ route a.localhost =/a: default/shop:http (2 endpoints)",
            "+ route a.localhost/b: default/shop:http (2 endpoints)");
    }

    [Fact]
    public void A_route_that_leads_elsewhere_says_from_where_to_where()
    {
        Changes(
            Before.With("shop.localhost", Prefix("/", Api)).With(Cluster(Api, 9)),
            "~ route shop.localhost/: default/shop:http → default/api:8080 (1 endpoint)");
    }

    [Fact]
    public void A_route_that_leads_nowhere_says_what_is_answered()
    {
        Changes(Before.With("shop.localhost", Prefix("/", null)), "~ route shop.localhost/: default/shop:http → no usable Service, answers 503");
    }

    [Fact]
    public void A_route_that_is_gone_says_where_it_led() => Changes(Before.WithoutHost("shop.localhost"), "- route shop.localhost/: was default/shop:http");

    [Fact]
    public void Default_backends_are_routes_too() => Changes(Before.WithDefault("", Shop), "+ route * (default): default/shop:http (2 endpoints)");

    [Fact]
    public void A_route_of_another_object_to_the_same_place_is_no_change()
    {
        Changes(Before.With("shop.localhost", Prefix("/", Shop) with { Source = new("Ingress", new("default", "other")) }));
    }

    [Fact]
    public void Endpoints_that_come_and_go_are_counted_and_named()
    {
        Changes(Before.With(Cluster(Shop, 2, 3, 4)), "~ endpoints of default/shop:http: 2 → 3 (+127.0.0.1:3, +127.0.0.1:4, -127.0.0.1:1)");
    }

    [Fact]
    public void Of_many_endpoints_a_few_are_named()
    {
        Changes(
            Before.With(Cluster(Shop, 1, 2, 3, 4, 5, 6, 7)),
            "~ endpoints of default/shop:http: 2 → 7 (+127.0.0.1:3, +127.0.0.1:4, +127.0.0.1:5, +2 more)");
    }

    [Fact]
    public void A_cluster_without_endpoints_says_why()
    {
        Changes(
            Before.With(new HttpCluster(Shop) { NoBackendsReason = "no endpoint is ready" }),
            "~ endpoints of default/shop:http: 2 → 0 (-127.0.0.1:1, -127.0.0.1:2, no endpoint is ready)");
    }

    [Fact]
    public void Another_weight_is_told()
    {
        var cluster = new HttpCluster(Shop) { Backends = [new("127.0.0.1", 1), new("127.0.0.1", 2, Weight: 5)] };

        Changes(Before.With(cluster), "~ endpoints of default/shop:http: 2 → 2 (127.0.0.1:2 weight 1 → 5)");
    }

    [Fact]
    public void Another_policy_affinity_or_protocol_is_told()
    {
        var cluster = Cluster(Shop, 1, 2) with
        {
            LoadBalancing = new(LoadBalancingPolicyNames.Maglev, TimeSpan.FromSeconds(30), new(HashKeySource.Header, "X-User")),
            Affinity = new(AffinityKind.ClientIP, TimeSpan.FromSeconds(60)),
            Protocol = UpstreamProtocol.Https,
        };

        Changes(
            Before.With(cluster),
            "~ load balancing of default/shop:http: round-robin → maglev on Header X-User, slow start 30s",
            "~ affinity of default/shop:http: none → client address for 60s",
            "~ protocol to default/shop:http: Http1 → Https");
    }

    [Fact]
    public void Certificates_that_come_change_and_go_are_told()
    {
        var first = Before.With("shop.localhost", Certificate("one", 2030));
        var second = Before.With("shop.localhost", Certificate("two", 2031));

        Changes(Before, first, "+ certificate for shop.localhost: Secret default/one, valid until 2030-01-02");
        Changes(first, second, "~ certificate for shop.localhost: replaced by Secret default/two, valid until 2031-01-02");
        Changes(second, second.WithoutCertificate("shop.localhost"), "- certificate for shop.localhost: was Secret default/two, valid until 2031-01-02");
    }

    [Fact]
    public void A_condition_that_appears_is_told_and_so_is_its_end()
    {
        var bad = Before.With(Ingress, new Condition(ConditionSeverity.Error, "ServiceNotFound", "spec.rules[0]", "there is no Service x"));

        Changes(Before, bad, "! Ingress default/shop: ServiceNotFound at spec.rules[0]: there is no Service x");
        Changes(bad, bad.Without(Ingress), "  Ingress default/shop: no longer ServiceNotFound at spec.rules[0]");
    }

    [Fact]
    public void A_condition_with_another_message_is_told_once()
    {
        var one = Before.With(Ingress, new Condition(ConditionSeverity.Warning, "Bad", "spec", "one"));
        var two = Before.With(Ingress, new Condition(ConditionSeverity.Warning, "Bad", "spec", "two"));

        Changes(one, two, "! Ingress default/shop: Bad at spec: two");
    }

    [Fact]
    public void Keys_never_reach_a_line()
    {
        var lines = ChangeLines.Build(Before, Before.With("a", Certificate("one", 2030)));

        Assert.DoesNotContain("key", Assert.Single(lines).ToString(), StringComparison.Ordinal);
    }

    private static void Changes(DesiredState after, params string[] expected) => Changes(Before, after, expected);

    private static void Changes(DesiredState before, DesiredState after, params string[] expected) =>
        Assert.Equal(expected, ChangeLines.Build(before, after).Select(line => line.ToString()));
}
