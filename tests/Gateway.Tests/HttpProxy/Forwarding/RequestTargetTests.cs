using Gateway.HttpProxy.Forwarding;

namespace Gateway.Tests.HttpProxy.Forwarding;

public sealed class RequestTargetTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/a/b?c=d&e=/../f")]
    [InlineData("/a%20b/%E4%BD%A0")]
    [InlineData("/group%2Fproject/raw")]
    [InlineData("/a%2fb%5Cc")]
    [InlineData("//a///b//")]
    [InlineData("/.well-known/acme-challenge/x")]
    [InlineData("/a/...b/..c/d..")]
    [InlineData("/100%")]
    [InlineData("/%zz%4")]
    [InlineData("/a;b=c/(d)!'*")]
    [InlineData("/a?%2e%2e/%00")]
    [InlineData("/%41%2d")]
    [InlineData("/a#b")]
    public void A_target_without_dot_segments_is_forwarded_as_it_came(string target) =>
        Assert.Equal(target, RequestTarget.Build(target));

    [Theory]
    [InlineData("/a/../b")]
    [InlineData("/a/./b")]
    [InlineData("/a/..")]
    [InlineData("/a/%2e%2e/b?c")]
    [InlineData("/a/.%2E/b")]
    [InlineData("/..%2e/../x")]
    [InlineData("http://shop.test/a%20b")]
    [InlineData("http://shop.test/a/../b")]
    public void A_target_with_dot_segments_is_forwarded_as_it_was_matched(string target) =>
        Assert.Equal("", RequestTarget.Build(target));

    [Theory]
    [InlineData("/public/..%2fadmin")]
    [InlineData("/admin%2f..")]
    [InlineData("/public/%2e%2e%2fadmin")]
    [InlineData("/public/..%5cadmin")]
    [InlineData("/public/..\\admin")]
    [InlineData("/public%2f..%2fadmin")]
    [InlineData("/a/../public/..%2fadmin")]
    [InlineData("/public/%252e%252e/admin")]
    [InlineData("/public/..%252fadmin")]
    [InlineData("/a\tb")]
    [InlineData("/a\rb")]
    [InlineData("/a b")]
    [InlineData("/a\u00e9")]
    [InlineData("/a\0")]
    [InlineData("http://shop.test/public/..%2fadmin")]
    public void A_target_that_others_could_read_in_another_way_is_refused(string target) =>
        Assert.Null(RequestTarget.Build(target));

    [Theory]
    [InlineData("http://shop.test/a/b?c", "/a/b?c")]
    [InlineData("http://shop.test", "/")]
    [InlineData("http://shop.test?q=1", "/?q=1")]
    [InlineData("https://shop.test:8443/", "/")]
    public void Of_an_absolute_target_the_path_and_query_are_forwarded(string target, string expected) =>
        Assert.Equal(expected, RequestTarget.Build(target));
}
