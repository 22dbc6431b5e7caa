using System.Net;
using Gateway.Model;
using Gateway.Status;
using static Gateway.Tests.Status.States;

namespace Gateway.Tests.Status;

public sealed class OverviewBuilderTests
{
    private static readonly Listeners Usual = new(8080, 8443, new(IPAddress.Any, 8081), "/home/me/ca.crt");

    private static readonly DesiredState OneShop = DesiredState.Empty.With("shop.localhost", Prefix("/", Shop)).With(Cluster(Shop, 1, 2));

    [Fact]
    public void A_route_of_an_Ingress_is_reachable_in_clear_and_over_TLS()
    {
        Assert.Equal(
            [new("http://shop.localhost:8080/", "default/shop:http", 2), new("https://shop.localhost:8443/", "default/shop:http", 2)],
            Build(OneShop).Routes);
    }

    [Fact]
    public void Without_a_certificate_there_is_no_TLS()
    {
        var overview = Build(OneShop, Usual with { DevelopmentAuthority = null });

        Assert.Equal(["http://shop.localhost:8080/"], overview.Routes.Select(route => route.Url));
    }

    [Fact]
    public void A_certificate_of_ones_own_is_TLS_enough()
    {
        var overview = Build(OneShop.With("shop.localhost", Certificate("one", 2030)), Usual with { DevelopmentAuthority = null });

        Assert.Contains("https://shop.localhost:8443/", overview.Routes.Select(route => route.Url));
    }

    [Fact]
    public void The_usual_ports_need_not_be_written()
    {
        var overview = Build(OneShop, Usual with { HttpPort = 80, HttpsPort = 443 });

        Assert.Equal(["http://shop.localhost/", "https://shop.localhost/"], overview.Routes.Select(route => route.Url));
    }

    [Fact]
    public void Services_by_name_come_after_the_hosts_that_somebody_chose()
    {
        var byName = new HttpRoute(PathMatch.Prefix, "/", Shop, new("Service", Shop.Service));

        var overview = Build(OneShop.With("a.default.localhost", byName));

        Assert.Equal("http://a.default.localhost:8080/", overview.Routes[^1].Url);
    }

    [Fact]
    public void Names_of_the_cluster_are_not_for_the_person_at_the_screen()
    {
        Assert.Empty(Build(DesiredState.Empty.With("shop.default.svc.cluster.local", Prefix("/", Shop))).Routes);
    }

    [Fact]
    public void Wildcards_and_all_hosts_are_shown_by_a_name_that_works()
    {
        var overview = Build(DesiredState.Empty.With("*.shop.localhost", Prefix("/x", Shop)).WithDefault("", Api), Usual with { HttpsPort = null });

        Assert.Equal(["http://localhost:8080/", "http://any.shop.localhost:8080/x"], overview.Routes.Select(route => route.Url));
    }

    [Fact]
    public void Of_many_routes_the_rest_is_counted()
    {
        var many = DesiredState.Empty.With("a", [.. Enumerable.Range(0, 50).Select(number => Prefix($"/{number}", Shop))]);

        var overview = Build(many, Usual with { HttpsPort = null });

        Assert.Equal((20, 30), (overview.Routes.Count, overview.More));
    }

    [Fact]
    public void The_notes_hold_the_ports_a_command_that_trusts_the_development_authority_and_the_address_of_health()
    {
        Assert.Equal(
            [
                "listening on port 8080 (HTTP) and 8443 (HTTPS)",
                "try HTTPS: curl --cacert /home/me/ca.crt https://shop.localhost:8443/",
                "health: http://127.0.0.1:8081/readyz",
            ],
            Build(OneShop).Notes);
    }

    [Fact]
    public void Conditions_of_the_first_state_are_told()
    {
        var state = OneShop.With(Ingress, new Condition(ConditionSeverity.Warning, "Odd", "", "it is odd"));

        Assert.Equal("! Ingress default/shop: Odd: it is odd", Assert.Single(Build(state).Conditions).ToString());
    }

    private static Overview Build(DesiredState state, Listeners? listeners = null) =>
        OverviewBuilder.Build("manifests in x", state, listeners ?? Usual, "cluster.local");
}
