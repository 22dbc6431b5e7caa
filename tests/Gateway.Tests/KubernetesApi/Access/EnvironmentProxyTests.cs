using Gateway.KubernetesApi.Access;

namespace Gateway.Tests.KubernetesApi.Access;

public sealed class EnvironmentProxyTests
{
    [Theory]
    [InlineData("https://api.test", "http://proxy:3128", "", "http://proxy:3128/")]
    [InlineData("https://api.test", "proxy:3128", "", "http://proxy:3128/")]
    [InlineData("https://api.test", "socks5h://proxy:1080", "", "socks5://proxy:1080/")]
    [InlineData("https://api.test", "http://proxy", "other.test", "http://proxy/")]
    [InlineData("https://api.test", "http://proxy", "api.test", null)]
    [InlineData("https://api.test", "http://proxy", "API.TEST", null)]
    [InlineData("https://api.test", "http://proxy", "test", null)]
    [InlineData("https://api.test", "http://proxy", ".test", null)]
    [InlineData("https://api.test", "http://proxy", "*.test", null)]
    [InlineData("https://api.test", "http://proxy", ".api.test", "http://proxy/")]
    [InlineData("https://api.test", "http://proxy", "pi.test", "http://proxy/")]
    [InlineData("https://api.test", "http://proxy", "*", null)]
    [InlineData("https://api.test:6443", "http://proxy", "api.test:6443", null)]
    [InlineData("https://api.test:6443", "http://proxy", "api.test:443", "http://proxy/")]
    [InlineData("https://10.96.0.1", "http://proxy", " 192.168.0.0/16 , 10.0.0.0/8", null)]
    [InlineData("https://10.96.0.1", "http://proxy", "10.97.0.0/16", "http://proxy/")]
    [InlineData("https://10.96.0.1", "http://proxy", "10.96.0.1", null)]
    [InlineData("https://10.96.0.1:6443", "http://proxy", "10.96.0.1:6443", null)]
    [InlineData("https://[fd00::1]", "http://proxy", "fd00::/8", null)]
    [InlineData("https://[fd00::1]", "http://proxy", "[fd00::1]", null)]
    [InlineData("https://[fd00::1]:6443", "http://proxy", "[fd00::1]:6443", null)]
    [InlineData("https://[fd00::1]", "http://proxy", "fd00::2", "http://proxy/")]
    [InlineData("https://127.0.0.1:6443", "http://proxy", "", null)]
    [InlineData("https://[::1]:6443", "http://proxy", "", null)]
    [InlineData("https://localhost:6443", "http://proxy", "", null)]
    public void A_server_is_asked_by_the_proxy_unless_it_is_exempt(string server, string proxy, string exempt, string? expected)
    {
        foreach (var names in new[] { ("HTTPS_PROXY", "NO_PROXY"), ("https_proxy", "no_proxy") })
        {
            var problems = new List<string>();
            var environment = new AccessEnvironment(new Dictionary<string, string?> { [names.Item1] = proxy, [names.Item2] = exempt }, "/home", "/");

            Assert.Equal(expected, EnvironmentProxy.Find(new(server), environment, problems)?.ToString());
            Assert.Empty(problems);
        }
    }

    [Fact]
    public void A_server_without_TLS_has_a_variable_of_its_own()
    {
        var environment = new AccessEnvironment(new Dictionary<string, string?> { ["HTTPS_PROXY"] = "http://one", ["HTTP_PROXY"] = "http://two" }, "/home", "/");

        Assert.Equal("http://two/", EnvironmentProxy.Find(new("http://api.test"), environment, [])?.ToString());
    }

    [Fact]
    public void What_is_no_proxy_is_a_problem_and_is_not_told()
    {
        var problems = new List<string>();
        var environment = new AccessEnvironment(new Dictionary<string, string?> { ["HTTPS_PROXY"] = "ftp://u:s3cr3t@proxy" }, "/home", "/");

        Assert.Null(EnvironmentProxy.Find(new("https://api.test"), environment, problems));
        Assert.Equal(["HTTPS_PROXY: is not an http, https or socks5 URL"], problems);
    }
}
