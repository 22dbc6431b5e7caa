using Gateway.Configuration;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Configuration;

public sealed class ConfigurationPrecedenceTests : IDisposable
{
    private readonly TestEnvironment _environment = new();

    public void Dispose() => _environment.Dispose();

    [Fact]
    public void With_nothing_written_every_key_has_the_default_of_the_contract()
    {
        var options = Options();

        Assert.Equal(SourceKind.Manifests, options.Source);
        Assert.Equal("deploy/dev", options.Manifests);
        Assert.Equal("host-1", options.NodeName);
        Assert.Equal("yarp-gateway.io/controller", options.ControllerName);
        Assert.Equal("yarp", options.IngressClass);
        Assert.Equal("yarp-gateway.io/load-balancer", options.LoadBalancerClass);
        Assert.Equal(["127.10.0.0/24"], options.AddressPools.Select(pool => pool.ToString()));
        Assert.Equal(["127.10.0.0/24"], options.Translation.AddressPools);
        Assert.Equal((8080, 8443), (options.Http.HttpPort, options.Http.HttpsPort));
        Assert.Equal("localhost", options.ServiceDomain);
        Assert.Empty(options.Http.TrustedProxies);
        Assert.Equal(Layer4Mode.Auto, options.Layer4Mode);
        Assert.True(options.LocalhostNodePorts);
        Assert.Equal("127.0.0.1:1053", options.DnsListen.ToString());
        Assert.Equal("cluster.local", options.DnsZone);
        Assert.Equal("127.0.0.1:9901", options.AdminListen.ToString());
        Assert.Equal("0.0.0.0:8081", options.HealthListen.ToString());
        Assert.Equal(TimeSpan.FromSeconds(5), options.ShutdownTimeout);
    }

    [Fact]
    public void The_file_that_comes_with_the_program_says_what_the_defaults_are()
    {
        var defaults = Options();

        _environment.WithSettings(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "appsettings.json")));

        var shipped = Options();
        Assert.Equal(defaults.AddressPools, shipped.AddressPools);
        Assert.Equal(defaults.PodNetworks, shipped.PodNetworks);
        Assert.Equal(defaults.Http.TrustedProxies, shipped.Http.TrustedProxies);
        Assert.Equal(defaults.Kubernetes.Namespaces, shipped.Kubernetes.Namespaces);
        Assert.Equal(defaults.Status.PublishAddresses, shipped.Status.PublishAddresses);
        Assert.Equal(WithoutLists(defaults), WithoutLists(shipped));
    }

    [Fact]
    public void The_file_that_comes_with_the_program_names_every_key()
    {
        var shipped = new ConfigurationBuilder().AddJsonFile(Path.Combine(RepositoryRoot.Path, "appsettings.json")).Build();

        var named = shipped.GetSection("Gateway").AsEnumerable(makePathsRelative: true).Select(pair => pair.Key).ToHashSet();

        Assert.Empty(_environment.Read().Keys.Except(named));
    }

    [Fact]
    public void Each_place_wins_over_those_before_it()
    {
        Assert.Equal(8080, Options().Http.HttpPort);

        _environment.WithSettings("""{ "Gateway": { "Http": { "HttpPort": 1 } } }""");
        Assert.Equal(1, Options().Http.HttpPort);

        _environment.WithFile(_environment.CurrentDirectory, "more.json", """{ "Gateway": { "Http": { "HttpPort": 2 } } }""").WithConfigFile("more.json");
        Assert.Equal(2, Options().Http.HttpPort);

        _environment.WithVariable("Gateway__Http__HttpPort", "3");
        Assert.Equal(3, Options().Http.HttpPort);

        _environment.WithOption("--http-port", "Http:HttpPort", "4");
        Assert.Equal(4, Options().Http.HttpPort);
    }

    [Fact]
    public void A_place_that_says_nothing_about_a_key_leaves_it_to_those_before_it()
    {
        _environment
            .WithSettings("""{ "Gateway": { "Http": { "HttpPort": 1, "HttpsPort": 2 } } }""")
            .WithVariable("Gateway__Http__HttpsPort", "")
            .WithOption("--http-port", "Http:HttpPort", "4");

        Assert.Equal((4, 2), (Options().Http.HttpPort, Options().Http.HttpsPort));
    }

    [Fact]
    public void A_list_in_a_later_place_replaces_the_whole_list()
    {
        _environment
            .WithSettings("""{ "Gateway": { "Http": { "TrustedProxies": [ "10.0.0.0/8", "fd00::/8" ] } } }""")
            .WithVariable("Gateway__Http__TrustedProxies__0", "192.168.0.1");

        Assert.Equal(["192.168.0.1/32"], Options().Http.TrustedProxies.Select(network => network.ToString()));
    }

    [Fact]
    public void An_empty_list_in_a_later_place_empties_the_list()
    {
        _environment
            .WithSettings("""{ "Gateway": { "AddressPools": [] } }""");

        Assert.Empty(Options().AddressPools);
    }

    [Fact]
    public void A_list_may_be_written_as_one_text_with_commas()
    {
        _environment.WithVariable("Gateway__Http__TrustedProxies", "10.0.0.0/8, 192.168.7.9/16");

        Assert.Equal(["10.0.0.0/8", "192.168.0.0/16"], Options().Http.TrustedProxies.Select(network => network.ToString()));
    }

    [Fact]
    public void The_settings_of_another_program_in_the_current_directory_are_not_read()
    {
        _environment
            .WithSettings("""{ "ConnectionStrings": { "Main": "x" } }""")
            .WithFile(_environment.ProgramDirectory, "appsettings.json", """{ "Gateway": { "IngressClass": "own" } }""");

        Assert.Equal("own", Options().IngressClass);
    }

    [Fact]
    public void The_node_name_comes_from_the_downward_api_where_it_is_set()
    {
        _environment.WithVariable("NODE_NAME", "node-7");

        Assert.Equal("node-7", Options().NodeName);
    }

    [Fact]
    public void Names_of_keys_know_no_case()
    {
        _environment.WithVariable("GATEWAY__HTTP__HTTPPORT", "7");

        Assert.Equal(7, Options().Http.HttpPort);
    }

    [Fact]
    public void Environment_variables_that_differ_in_case_alone_are_no_fault()
    {
        _environment.WithVariable("http_proxy", "a").WithVariable("HTTP_PROXY", "b");

        Assert.Equal(8080, Options().Http.HttpPort);
    }

    /// <summary>Records compare lists by reference.</summary>
    private static GatewayOptions WithoutLists(GatewayOptions options) => options with
    {
        AddressPools = [],
        PodNetworks = [],
        Kubernetes = options.Kubernetes with { Namespaces = [] },
        Http = options.Http with { TrustedProxies = [] },
        Status = options.Status with { PublishAddresses = [] },
    };

    private GatewayOptions Options()
    {
        var configuration = _environment.Read();
        Assert.Empty(configuration.Problems);
        return configuration.Options;
    }
}
