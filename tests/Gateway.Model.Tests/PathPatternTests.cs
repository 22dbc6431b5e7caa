using FsCheck;
using FsCheck.Fluent;

namespace Gateway.Model.Tests;

public sealed class PathPatternTests
{
    [Theory]
    [InlineData(PathMatch.Prefix, "/foo/", "/foo")]
    [InlineData(PathMatch.Prefix, "/foo", "/foo")]
    [InlineData(PathMatch.Prefix, "/", "/")]
    [InlineData(PathMatch.Prefix, "", "/")]
    [InlineData(PathMatch.Prefix, null, "/")]
    [InlineData(PathMatch.Exact, "/foo/", "/foo/")]
    [InlineData(PathMatch.Exact, "/", "/")]
    [InlineData(PathMatch.Exact, "/a.b", "/a.b")]
    [InlineData(PathMatch.Prefix, "/...", "/...")]
    public void Only_a_prefix_loses_the_slash_at_its_end(PathMatch match, string? text, string expected)
    {
        Assert.True(PathPattern.TryParse(match, text, out var path, out _));
        Assert.Equal(expected, path);
    }

    [Theory]
    [InlineData(PathMatch.Exact, "")]
    [InlineData(PathMatch.Exact, null)]
    [InlineData(PathMatch.Prefix, "foo")]
    [InlineData(PathMatch.Prefix, "//")]
    [InlineData(PathMatch.Prefix, "/foo//")]
    [InlineData(PathMatch.Exact, "/a/./b")]
    [InlineData(PathMatch.Exact, "/a/..")]
    [InlineData(PathMatch.Prefix, "/a/../")]
    [InlineData(PathMatch.Prefix, "/a%2Fb")]
    public void What_the_API_would_refuse_is_refused(PathMatch match, string? text)
    {
        Assert.False(PathPattern.TryParse(match, text, out _, out var problem));
        Assert.NotEqual("", problem);
    }

    [Theory]
    [InlineData("/Foo", "/foo")]
    [InlineData("/foo", "/FOO")]
    public void Case_counts(string pattern, string path)
    {
        Assert.False(PathPattern.Matches(PathMatch.Exact, pattern, path));
        Assert.False(PathPattern.Matches(PathMatch.Prefix, pattern, path));
    }

    /// <summary>Against the words of the KEP: split by slashes, leave empty ends away, compare element by element.</summary>
    [Fact]
    public void A_prefix_matches_where_its_elements_are_the_first_of_the_path()
    {
        var paths = Gen.Elements("a", "b", "ab", "").ListOf().Select(elements => "/" + string.Join('/', elements)).ToArbitrary();
        Check.QuickThrowOnFailure(Prop.ForAll(paths, paths, (pattern, path) =>
        {
            if (PathPattern.TryParse(PathMatch.Prefix, pattern, out var prefix, out _))
                Assert.Equal(ElementsOf(path).Take(ElementsOf(pattern).Length).SequenceEqual(ElementsOf(pattern)), PathPattern.Matches(PathMatch.Prefix, prefix, path));
        }));
    }

    [Fact]
    public void Exact_comes_before_prefix_and_then_the_longer_path()
    {
        HttpRoute[] routes = [Route(PathMatch.Prefix, "/"), Route(PathMatch.Prefix, "/aa"), Route(PathMatch.Exact, "/a"), Route(PathMatch.Prefix, "/ab"), Route(PathMatch.Exact, "/abc")];

        Array.Sort(routes, PathPattern.ComparePrecedence);

        Assert.Equal(["Exact /abc", "Exact /a", "Prefix /aa", "Prefix /ab", "Prefix /"], routes.Select(route => $"{route.Match} {route.Path}"));
    }

    /// <summary>Only slashes at the end say nothing: an empty element in the middle of a request's path is an element.</summary>
    private static string[] ElementsOf(string path) => path.TrimEnd('/').Length == 0 ? [] : path[1..].TrimEnd('/').Split('/');

    private static HttpRoute Route(PathMatch match, string path) => new(match, path, null, new("Ingress", new("default", "web")));
}
