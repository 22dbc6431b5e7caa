namespace Gateway.Model.Tests;

public sealed class HostPatternTests
{
    [Theory]
    [InlineData("shop.example.com", "shop.example.com")]
    [InlineData("Shop.EXAMPLE.com", "shop.example.com")]
    [InlineData("localhost", "localhost")]
    [InlineData("*.example.com", "*.example.com")]
    [InlineData("a-1.example.com", "a-1.example.com")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("", HostRoutes.AnyHost)]
    [InlineData(null, HostRoutes.AnyHost)]
    public void A_host_is_kept_in_lower_case(string? text, string expected)
    {
        Assert.True(HostPattern.TryParse(text, out var host, out _));
        Assert.Equal(expected, host);
    }

    [Theory]
    [InlineData("*", "leave the host out")]
    [InlineData("*.", "valid DNS name")]
    [InlineData("*.*.example.com", "wildcard")]
    [InlineData("*a.example.com", "wildcard")]
    [InlineData("a.*.example.com", "wildcard")]
    [InlineData("10.0.0.1", "IP address")]
    [InlineData("*.10.0.0.1", "IP address")]
    [InlineData("::1", "IP address")]
    [InlineData("[fd00::1]", "IP address")]
    [InlineData("example.com:80", "port")]
    [InlineData("example.com.", "valid DNS name")]
    [InlineData(".example.com", "valid DNS name")]
    [InlineData("a..b", "valid DNS name")]
    [InlineData("-a.example.com", "valid DNS name")]
    [InlineData("a-.example.com", "valid DNS name")]
    [InlineData("a_b.example.com", "valid DNS name")]
    [InlineData("bücher.example", "valid DNS name")]
    [InlineData("a b", "valid DNS name")]
    [InlineData("a/b", "valid DNS name")]
    public void What_is_not_a_host_is_refused_with_the_reason(string text, string reason)
    {
        Assert.False(HostPattern.TryParse(text, out _, out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
        Assert.Contains(text, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void A_label_has_at_most_63_characters(int length, bool expected) =>
        Assert.Equal(expected, HostPattern.TryParse($"{new string('a', length)}.example.com", out _, out _));

    [Theory]
    [InlineData(253, true)]
    [InlineData(254, false)]
    public void A_name_has_at_most_253_characters(int length, bool expected)
    {
        var name = string.Concat(Enumerable.Repeat("a.", length))[..(length - 1)].TrimEnd('.');
        name = name.PadRight(length, 'b');
        Assert.Equal(expected, HostPattern.TryParse(name, out _, out _));
    }

    [Theory]
    [InlineData("a.example.com", "a.example.com", true)]
    [InlineData("a.example.com", "b.example.com", false)]
    [InlineData("*.example.com", "a.example.com", true)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("*.example.com", "a.b.example.com", false)]
    [InlineData("*.example.com", ".example.com", false)]
    [InlineData("*.example.com", "aexample.com", false)]
    [InlineData("*.example.com", "*.example.com", true)]
    [InlineData("*.com", "*.example.com", false)]
    [InlineData("a.example.com", "*.example.com", false)]
    [InlineData("", "anything", true)]
    public void A_star_stands_for_exactly_one_label(string pattern, string host, bool expected) =>
        Assert.Equal(expected, HostPattern.Matches(pattern, host));
}
