using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gateway.EndToEnd;

/// <summary>What a start that cannot be says, and the exit code it says it with.</summary>
public sealed class FailedStartTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--http-port", "Gateway:Http:HttpPort")]
    [InlineData("--https-port", "Gateway:Http:HttpsPort")]
    public async Task A_port_in_use_is_told_with_the_port_and_the_key(string option, string key)
    {
        using var other = new TcpListener(IPAddress.Any, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var exit = await GatewayProcess.RunAsync(
            _folder,
            start =>
            {
                start.Environment["Gateway__Http__HttpPort"] = "0";
                start.Environment["Gateway__Http__HttpsPort"] = "0";
                start.Environment["Gateway__Health__Listen"] = "127.0.0.1:0";
            },
            "--manifests",
            "manifests",
            option,
            port.ToString(CultureInfo.InvariantCulture));

        Told(exit, 4, $"port {port}", key, option, "in use");
    }

    [Fact]
    public async Task The_port_of_health_in_use_is_told_with_its_address_and_key()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = other.LocalEndpoint.ToString()!;

        var exit = await GatewayProcess.RunAsync(_folder, start => start.Environment["Gateway__Health__Listen"] = address, "--manifests", "manifests", "--http-port", "0", "--https-port", "0");

        Told(exit, 4, address, "Gateway:Health:Listen", "in use");
    }

    [Fact]
    public async Task An_unknown_option_is_told_with_the_one_that_was_meant()
    {
        Told(await GatewayProcess.RunAsync(_folder, null, "--manifest", "x"), 2, "--manifest", "did you mean --manifests?");
    }

    [Fact]
    public async Task An_unknown_command_is_told_with_the_one_that_was_meant()
    {
        Told(await GatewayProcess.RunAsync(_folder, null, "valdate"), 2, "valdate", "did you mean validate?");
    }

    [Fact]
    public async Task An_unknown_key_is_told_with_the_file_and_the_one_that_was_meant()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "prod.json"), """{ "Gateway": { "Http": { "HtpPort": 80 } } }""");

        var exit = await GatewayProcess.RunAsync(_folder, null, "--config", "prod.json");

        Told(exit, 3, "prod.json", "Gateway:Http:HtpPort", "did you mean Gateway:Http:HttpPort?");
    }

    [Fact]
    public async Task A_bad_value_is_told_with_its_key_and_its_place()
    {
        var exit = await GatewayProcess.RunAsync(_folder, start => start.Environment["Gateway__Layer4__Mode"] = "kernel");

        Told(exit, 3, "Gateway__Layer4__Mode", "Gateway:Layer4:Mode", "\"kernel\"", "auto, ipvs, userspace, off");
    }

    [Fact]
    public async Task A_config_file_that_is_not_there_is_told() => Told(await GatewayProcess.RunAsync(_folder, null, "--config", "none.json"), 3, "none.json", "cannot be read");

    [Fact]
    public async Task A_folder_that_is_not_there_is_told() => Told(await GatewayProcess.RunAsync(_folder, null, "--manifests", "none"), 5, "none");

    [Fact]
    public async Task A_kubeconfig_that_is_not_there_is_told() => Told(await GatewayProcess.RunAsync(_folder, null, "--kubeconfig", "none.yaml"), 6, "none.yaml");

    [Fact]
    public async Task A_bad_section_of_static_routes_is_told()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder.Path, "routes.json"), """{ "ReverseProxy": { "Routes": { "api": { "ClusterId": "api", "Match": {} } } } }""");

        Told(await GatewayProcess.RunAsync(_folder, null, "--manifests", "manifests", "--config", "routes.json"), 3, "ReverseProxy", "api");
    }

    /// <summary>One or two lines on standard error, and no stack trace anywhere.</summary>
    private static void Told(GatewayExit exit, int code, params string[] words)
    {
        Assert.Equal(code, exit.Code);
        Assert.All(words, word => Assert.Contains(word, exit.Errors, StringComparison.Ordinal));
        Assert.InRange(exit.Errors.Split('\n').Length, 1, 2);
        Assert.DoesNotContain("   at ", exit.Output + exit.Errors, StringComparison.Ordinal);
    }
}
