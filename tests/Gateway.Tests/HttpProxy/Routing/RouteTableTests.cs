using Gateway.HttpProxy.Routing;
using Gateway.Model;

namespace Gateway.Tests.HttpProxy.Routing;

public sealed class RouteTableTests
{
    private const string None = "";

    [Theory]
    [InlineData("/", "/", "/")]
    [InlineData("/", "/any/thing", "/")]
    [InlineData("=/foo", "/foo", "=/foo")]
    [InlineData("=/foo", "/bar", None)]
    [InlineData("=/foo", "/foo/", None)]
    [InlineData("=/foo/", "/foo", None)]
    [InlineData("/foo", "/foo", "/foo")]
    [InlineData("/foo", "/foo/", "/foo")]
    [InlineData("/foo/", "/foo", "/foo/")]
    [InlineData("/foo/", "/foo/", "/foo/")]
    [InlineData("/aaa/bb", "/aaa/bbb", None)]
    [InlineData("/aaa/bbb", "/aaa/bbb", "/aaa/bbb")]
    [InlineData("/aaa/bbb/", "/aaa/bbb", "/aaa/bbb/")]
    [InlineData("/aaa/bbb", "/aaa/bbb/", "/aaa/bbb")]
    [InlineData("/aaa/bbb", "/aaa/bbb/ccc", "/aaa/bbb")]
    [InlineData("/aaa/bbb", "/aaa/bbbxyz", None)]
    [InlineData("/ /aaa", "/aaa/ccc", "/aaa")]
    [InlineData("/ /aaa /aaa/bbb", "/aaa/bbb", "/aaa/bbb")]
    [InlineData("/ /aaa /aaa/bbb", "/ccc", "/")]
    [InlineData("/aaa", "/ccc", None)]
    [InlineData("/foo =/foo", "/foo", "=/foo")]
    [InlineData("/foo", "/FOO", None)]
    [InlineData("/foo", "/foo//", "/foo")]
    [InlineData("/foo", "//foo", None)]
    [InlineData("/a%20b", "/a b/c", "/a%20b")]
    [InlineData("/a%2fb", "/a%2Fb", "/a%2fb")]
    [InlineData("/foo", "", None)]
    [InlineData("/", "", "/")]
    public void A_path_is_matched_as_the_Ingress_API_says(string paths, string path, string expected)
    {
        var few = Table(("shop.test", paths));
        Assert.Equal(expected, Find(few, "shop.test", path));

        // A host with many paths is searched in another way, with the same result.
        var many = Table(("shop.test", paths + string.Concat(Enumerable.Range(0, 50).Select(i => $" /other{i} =/other{i}/exact"))));
        Assert.Equal(expected, Find(many, "shop.test", path));
    }

    [Theory]
    [InlineData("shop.test")]
    [InlineData("SHOP.Test")]
    [InlineData("shop.test:8080")]
    [InlineData("shop.test.")]
    public void A_host_is_found_in_any_case_and_with_a_port(string host) =>
        Assert.Equal("/", Find(Table(("shop.test", "/")), host, "/"));

    [Theory]
    [InlineData("bar.foo.test", "/wild")]
    [InlineData("BAR.foo.test:1", "/wild")]
    [InlineData("foo.test", None)]
    [InlineData("a.b.foo.test", None)]
    [InlineData(".foo.test", None)]
    public void A_wildcard_stands_for_exactly_one_label(string host, string expected) =>
        Assert.Equal(expected, Find(Table(("*.foo.test", "/wild")), host, "/wild"));

    [Fact]
    public void A_host_of_its_own_beats_the_wildcard_which_beats_any_host()
    {
        var table = Table(("a.test", "/own"), ("*.test", "/own /wild"), ("", "/own /wild /any"));
        Assert.Equal(["/own", "/wild", "/any", None], new[] { "/own", "/wild", "/any", "/none" }.Select(path => Find(table, "a.test", path)));
    }

    [Fact]
    public void Where_no_path_matches_the_default_of_the_most_specific_host_is_taken()
    {
        var table = Table(("a.test", "/own"))
            .With("*.test", Build(new HostRoutes("*.test", default, States.Route("wild-default", "web"))))
            .With("", Build(new HostRoutes("", [States.Route("/any", "web")], States.Route("any-default", "web"))));
        Assert.Equal("/own", Find(table, "a.test", "/own"));
        Assert.Equal("/any", Find(table, "a.test", "/any"));
        Assert.Equal("wild-default", Find(table, "a.test", "/none"));
        Assert.Equal("any-default", Find(table, "elsewhere", "/none"));
        Assert.Equal("any-default", Find(table, "", "/none"));
    }

    [Fact]
    public void A_removed_host_is_gone_and_the_earlier_table_still_has_it()
    {
        var before = Table(("a.test", "/"), ("*.b.test", "/"), ("", "/any"));
        var after = before.With("a.test", null).With("*.b.test", null).With("", null);
        Assert.Equal([None, None, None], new[] { "a.test", "x.b.test", "c" }.Select(host => Find(after, host, "/any")));
        Assert.Equal(["/", "/", "/any"], new[] { "a.test", "x.b.test", "c" }.Select(host => Find(before, host, "/any")));
        Assert.Equal(0, after.HostCount);
        Assert.Equal(3, before.HostCount);
    }

    [Theory]
    [InlineData("host77.test", "/path")]
    [InlineData("host77.test:8080", "/api/v1/items/5")]
    [InlineData("any.wild.test", "/path")]
    [InlineData("unknown.test", "/path")]
    public void A_lookup_allocates_nothing(string host, string path)
    {
        var table = Enumerable.Range(0, 1000).Aggregate(
            Table(("*.wild.test", "/"), ("", "/api")), (table, i) => table.With($"host{i}.test", Build(Host($"host{i}.test", "/ /api =/api/v1"))));
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
                table.Find(host, path);
        }));
    }

    private static RouteTable Table(params (string Host, string Paths)[] hosts) =>
        hosts.Aggregate(RouteTable.Empty, (table, host) => table.With(host.Host, Build(Host(host.Host, host.Paths))));

    private static HostRoutesTable Build(HostRoutes host) => HostRoutesTable.Build(host, route => new ProxyRoute(route, null));

    /// <summary>Paths by spaces, exact ones after an equals sign.</summary>
    private static HostRoutes Host(string host, string paths) => new(
        host,
        paths.Split(' ').Select(path => path.StartsWith('=') ? States.Exact(path[1..], null) : States.Route(path, null)).ToValueArray(),
        null);

    private static string Find(RouteTable table, string host, string path) => table.Find(host, path)?.Definition switch
    {
        { Match: PathMatch.Exact } route => "=" + route.Path,
        { } route => route.Path,
        null => None,
    };
}
