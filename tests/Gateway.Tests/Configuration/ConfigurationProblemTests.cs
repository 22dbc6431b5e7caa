namespace Gateway.Tests.Configuration;

public sealed class ConfigurationProblemTests : IDisposable
{
    private readonly TestEnvironment _environment = new();

    public void Dispose() => _environment.Dispose();

    [Theory]
    [InlineData("Source", "cluster", "one of auto, kubernetes, manifests")]
    [InlineData("Source", "1", "one of auto")]
    [InlineData("Http__HttpPort", "65536", "a whole number from 0 to 65535")]
    [InlineData("Http__HttpPort", "-1", "a whole number from 0 to 65535")]
    [InlineData("Http__HttpsPort", "https", "a whole number from 0 to 65535")]
    [InlineData("Http__ServiceDomain", "no_domain", "a domain name")]
    [InlineData("Http__ServiceDomain", "a..b", "a domain name")]
    [InlineData("Http__TrustedProxies__0", "10.0.0.0/33", "a network")]
    [InlineData("Http__TrustedProxies", "10.0.0.0/8,all", "a network")]
    [InlineData("Http__ConnectTimeout", "5", "a duration")]
    [InlineData("Http__ConnectTimeout", "0", "a duration from 0.001s")]
    [InlineData("Http__ListenAddress", "everywhere", "an IP address")]
    [InlineData("Http__InlineScheduling", "yes", "true or false")]
    [InlineData("Layer4__Mode", "kernel", "one of auto, ipvs, userspace, off")]
    [InlineData("Dns__Listen", "1053", "an address and port")]
    [InlineData("Dns__Zone", "-x", "a domain name")]
    [InlineData("Admin__Listen", "127.0.0.1", "an address and port")]
    [InlineData("Health__Listen", "127.0.0.1:99999", "an address and port")]
    [InlineData("AddressPools__0", "127.10.0/24", "a network")]
    [InlineData("ShutdownTimeout", "2 minutes", "a duration")]
    [InlineData("LastKnownGood__Secrets", "maybe", "true or false")]
    [InlineData("Status__PublishAddresses", "192.0.2.1,not_a_name", "an IP address or a host name")]
    [InlineData("Status__PublishAddresses__0", "192.0.2.256", "an IP address or a host name")]
    [InlineData("Status__PublishService", "web", "a namespace and a name")]
    [InlineData("Status__PublishService", "a/b/c", "a namespace and a name")]
    public void A_bad_value_is_told_with_its_key_its_place_and_what_would_be_right(string key, string value, string expected)
    {
        var problem = Assert.Single(Problems(_environment.WithVariable($"Gateway__{key}", value)));

        Assert.StartsWith($"environment variable Gateway__{key}: Gateway:", problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_value_is_quoted()
    {
        Assert.Equal(
            ["option --http-port: Gateway:Http:HttpPort is \"eighty\", which is not a whole number from 0 to 65535"],
            Problems(_environment.WithOption("--http-port", "Http:HttpPort", "eighty")));
    }

    [Theory]
    [InlineData("Gateway__Htpp__HttpPort", "Gateway:Http:HttpPort")]
    [InlineData("Gateway__Http__HttpPorts", "Gateway:Http:HttpPort")]
    [InlineData("Gateway__HttpsPort", "Gateway:Http:HttpsPort")]
    [InlineData("Gateway__Manifest", "Gateway:Manifests")]
    [InlineData("Gateway__Zone", "Gateway:Dns:Zone")]
    public void An_unknown_key_is_told_with_the_nearest_known_one(string variable, string nearest)
    {
        var problem = Assert.Single(Problems(_environment.WithVariable(variable, "1")));

        Assert.Contains("there is no key Gateway:", problem, StringComparison.Ordinal);
        Assert.EndsWith($"did you mean {nearest}?", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_key_that_is_like_none_is_told_without_a_guess()
    {
        Assert.Equal(
            ["environment variable Gateway__Flux__Capacitor: there is no key Gateway:Flux:Capacitor"],
            Problems(_environment.WithVariable("Gateway__Flux__Capacitor", "on")));
    }

    [Fact]
    public void A_section_where_a_value_belongs_is_an_unknown_key()
    {
        var problem = Assert.Single(Problems(_environment.WithSettings("""{ "Gateway": { "Manifests": { "Path": "x" } } }""")));

        Assert.Contains("there is no key Gateway:Manifests:Path", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_outside_of_the_section_is_told_where_it_belongs()
    {
        _environment.WithFile(_environment.CurrentDirectory, "c.json", """{ "Http": { "HttpPort": 9 } }""").WithConfigFile("c.json");

        Assert.EndsWith("c.json: there is no section Http; keys of the gateway go into the section Gateway", Assert.Single(Problems(_environment)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_slip_in_the_name_of_the_section_is_seen()
    {
        _environment.WithFile(_environment.CurrentDirectory, "c.json", """{ "Gatway": { "Http": { "HttpPort": 9 } } }""").WithConfigFile("c.json");

        Assert.EndsWith("there is no section Gatway; did you mean Gateway?", Assert.Single(Problems(_environment)), StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_of_all_places_are_told_at_once()
    {
        _environment
            .WithSettings("""{ "Gateway": { "Http": { "HttpPort": "x" }, "Colour": "red" } }""")
            .WithVariable("Gateway__Layer4__Mode", "y")
            .WithOption("--https-port", "Http:HttpsPort", "z");

        Assert.Equal(4, Problems(_environment).Count);
    }

    [Fact]
    public void A_bad_value_that_a_later_place_replaces_does_no_harm()
    {
        _environment.WithSettings("""{ "Gateway": { "Http": { "HttpPort": "x" } } }""").WithVariable("Gateway__Http__HttpPort", "80");

        Assert.Empty(Problems(_environment));
    }

    [Fact]
    public void A_file_that_is_not_there_is_told()
    {
        Assert.Contains("none.json: cannot be read", Assert.Single(Problems(_environment.WithConfigFile("none.json"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_told_with_the_place_in_it()
    {
        _environment.WithSettings("{ \"Gateway\": {\n  \"Http\": oops } }");

        var problem = Assert.Single(Problems(_environment));
        Assert.Contains("appsettings.json: is not valid JSON", problem, StringComparison.Ordinal);
        Assert.Contains("LineNumber: 1", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_logs_and_static_routes_have_sections_of_their_own()
    {
        Assert.Empty(Problems(_environment.WithSettings("""{ "Gateway": {}, "Logging": { "LogLevel": { "Default": "Debug" } }, "ReverseProxy": {} }""")));
    }

    private static List<string> Problems(TestEnvironment environment) => [.. environment.Read().Problems.Select(problem => problem.ToString())];
}
