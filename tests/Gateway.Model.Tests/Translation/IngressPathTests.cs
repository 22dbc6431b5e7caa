using Gateway.Model.Translation;
using static Gateway.Model.Tests.Translation.TestObjects;

namespace Gateway.Model.Tests.Translation;

/// <summary>The table of KEP-1453, through translation and lookup.</summary>
public sealed class IngressPathTests
{
    [Theory]
    [InlineData("Prefix /", "/", "Prefix /")]
    [InlineData("Prefix /", "/any/thing", "Prefix /")]
    [InlineData("Exact /foo", "/foo", "Exact /foo")]
    [InlineData("Exact /foo", "/bar", null)]
    [InlineData("Exact /foo", "/foo/", null)]
    [InlineData("Exact /foo/", "/foo", null)]
    [InlineData("Prefix /foo", "/foo", "Prefix /foo")]
    [InlineData("Prefix /foo", "/foo/", "Prefix /foo")]
    [InlineData("Prefix /foo/", "/foo", "Prefix /foo/")]
    [InlineData("Prefix /foo/", "/foo/", "Prefix /foo/")]
    [InlineData("Prefix /aaa/bb", "/aaa/bbb", null)]
    [InlineData("Prefix /aaa/bbb", "/aaa/bbb", "Prefix /aaa/bbb")]
    [InlineData("Prefix /aaa/bbb/", "/aaa/bbb", "Prefix /aaa/bbb/")]
    [InlineData("Prefix /aaa/bbb", "/aaa/bbb/", "Prefix /aaa/bbb")]
    [InlineData("Prefix /aaa/bbb", "/aaa/bbb/ccc", "Prefix /aaa/bbb")]
    [InlineData("Prefix /aaa/bbb", "/aaa/bbbxyz", null)]
    [InlineData("Prefix /, Prefix /aaa", "/aaa/ccc", "Prefix /aaa")]
    [InlineData("Prefix /, Prefix /aaa, Prefix /aaa/bbb", "/aaa/bbb", "Prefix /aaa/bbb")]
    [InlineData("Prefix /, Prefix /aaa, Prefix /aaa/bbb", "/ccc", "Prefix /")]
    [InlineData("Prefix /aaa", "/ccc", null)]
    [InlineData("Prefix /foo, Exact /foo", "/foo", "Exact /foo")]
    public void The_request_goes_to_the_rule_that_the_API_names_and_else_to_the_default_backend(string rules, string request, string? expected)
    {
        var (ingress, services) = IngressOf(rules.Split(", "));
        var state = Translator.Translate(ResourceSnapshot.Of([ingress, .. services.Values]), TranslationResult.Empty, TestOptions.InCluster).Desired.Http;

        var taken = RouteLookup.Find(state, "foo.example.com", request);

        Assert.Equal(expected is null ? "default" : services[expected].Metadata.Name, taken?.Cluster?.Service.Name);
    }

    [Theory]
    [InlineData("bar.foo.com", "wildcard")]
    [InlineData("baz.bar.foo.com", "any")]
    [InlineData("foo.com", "any")]
    [InlineData("precise.foo.com", "precise")]
    [InlineData("other.example.com", "any")]
    public void A_wildcard_is_exactly_one_label_and_gives_way_to_a_precise_host(string host, string expected)
    {
        var snapshot = ResourceSnapshot.Of(
            Ingress(
                "web",
                Rule("*.foo.com", Path("Prefix", "/", "wildcard")),
                Rule("precise.foo.com", Path("Prefix", "/", "precise")),
                Rule(null, Path("Prefix", "/", "any"))),
            Service("wildcard"), Service("precise"), Service("any"));

        var state = Translator.Translate(snapshot, TranslationResult.Empty, TestOptions.InCluster).Desired.Http;

        Assert.Equal(expected, RouteLookup.Find(state, host, "/")?.Cluster?.Service.Name);
    }

    [Fact]
    public void Where_no_path_of_a_precise_host_matches_the_wildcard_is_asked()
    {
        var snapshot = ResourceSnapshot.Of(
            Ingress("web", Rule("*.foo.com", Path("Prefix", "/", "wildcard")), Rule("precise.foo.com", Path("Prefix", "/only", "precise"))),
            Service("wildcard"), Service("precise"));

        var state = Translator.Translate(snapshot, TranslationResult.Empty, TestOptions.InCluster).Desired.Http;

        Assert.Equal("wildcard", RouteLookup.Find(state, "precise.foo.com", "/other")?.Cluster?.Service.Name);
    }

    /// <summary>A Service for each rule, so that the cluster says which rule was taken.</summary>
    private static (Gateway.Model.Resources.Ingress Ingress, Dictionary<string, Gateway.Model.Resources.Service> Services) IngressOf(string[] rules)
    {
        var services = rules.Select((rule, i) => (rule, Service: Service($"rule-{i}"))).ToDictionary(item => item.rule, item => item.Service);
        var paths = rules.Select(rule => Path(rule.Split(' ')[0], rule.Split(' ')[1], services[rule].Metadata.Name));
        var ingress = Ingress("web", Rule("foo.example.com", [.. paths]));
        services.Add("default", Service("default"));
        return (ingress with { Spec = ingress.Spec! with { DefaultBackend = Backend("default") } }, services);
    }
}
