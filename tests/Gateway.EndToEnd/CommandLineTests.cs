namespace Gateway.EndToEnd;

public sealed class CommandLineTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_version_is_the_version_alone()
    {
        var exit = await GatewayProcess.RunAsync(_folder, null, "--version");

        Assert.Equal(0, exit.Code);
        Assert.Matches(@"^\d+\.\d+\.\d+(-\S+)?$", exit.Output.Trim());
    }

    [Fact]
    public async Task Help_has_the_commands_examples_exit_codes_and_where_to_read_on()
    {
        var exit = await GatewayProcess.RunAsync(_folder, null, "--help");

        Assert.Equal(0, exit.Code);
        Assert.All(
            ["run", "validate", "--manifests", "--config", "Examples:", "Exit codes:", "docs/configuration.md"],
            word => Assert.Contains(word, exit.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Manifests_in_order_are_valid()
    {
        _folder.Write("all.yaml", Manifest.Service("shop", 5001, 5002) + "\n---\n" + Manifest.Ingress("shop.test", "shop"));

        var exit = await GatewayProcess.RunAsync(_folder, null, "validate", "manifests");

        Assert.Equal((0, "4 objects in 1 file, 3 hosts, 3 routes: 0 errors, 0 warnings"), (exit.Code, exit.Output.Trim()));
    }

    [Fact]
    public async Task Each_problem_is_a_line_with_its_place_object_field_and_reason()
    {
        _folder.Write("bad.yaml", Manifest.Ingress("shop.test", "nobody"));
        _folder.Write("broken.yaml", "kind: Service\n  metadata: {}\n");

        var exit = await GatewayProcess.RunAsync(_folder, null, "validate", "manifests");

        var lines = exit.Output.Trim().Split('\n');
        Assert.Equal(1, exit.Code);
        Assert.Equal(3, lines.Length);
        Assert.Matches(@"^manifests/bad\.yaml:\d+:\d+: error: Ingress default/shop-test, spec\.rules\[0\]\.http\.paths\[0\]\.backend\.service\S*: ServiceNotFound: ", lines[0]);
        Assert.Matches(@"^manifests/broken\.yaml:2:\d+: error: ", lines[1]);
        Assert.EndsWith(": 2 errors, 0 warnings", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warnings_alone_are_valid()
    {
        _folder.Write("shop.yaml", Manifest.Service("shop", [], "yarp-gateway.io/load-balancing: fastest"));

        var exit = await GatewayProcess.RunAsync(_folder, null, "validate", "manifests/shop.yaml");

        Assert.Equal(0, exit.Code);
        Assert.Contains("manifests/shop.yaml:5:", exit.Output, StringComparison.Ordinal);
        Assert.EndsWith("0 errors, 1 warning", exit.Output.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_is_valid()
    {
        var exit = await GatewayProcess.RunAsync(_folder, null, "validate", Repository.Demo);

        Assert.Equal(0, exit.Code);
        Assert.EndsWith("0 errors, 0 warnings", exit.Output.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_is_not_there_has_an_exit_code_of_its_own()
    {
        var exit = await GatewayProcess.RunAsync(_folder, null, "validate", "none");

        Assert.Equal(5, exit.Code);
        Assert.Contains("none", exit.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validation_without_a_path_is_wrong_usage() => Assert.Equal(2, (await GatewayProcess.RunAsync(_folder, null, "validate")).Code);
}
