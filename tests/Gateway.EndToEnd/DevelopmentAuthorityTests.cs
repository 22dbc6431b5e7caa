using System.Net;

namespace Gateway.EndToEnd;

public sealed class DevelopmentAuthorityTests
{
    [Fact]
    public async Task Where_the_authority_cannot_be_kept_that_is_told_and_everything_else_works()
    {
        using var folder = new TestFolder();
        await using var upstream = await Upstream.StartAsync("one");
        folder.Write("shop.yaml", Manifest.Service("shop", upstream.Port));
        var notAFolder = Path.Combine(folder.Manifests, "shop.yaml", "ca");

        await using var gateway = await GatewayProcess.ServeAsync(
            folder, start => start.Environment["Gateway__Http__DevelopmentCertificateFolder"] = notAFolder, "--manifests", "manifests");

        using var client = new Client(gateway);
        Assert.Equal((HttpStatusCode.OK, "one"), await client.GetAsync("shop.default.localhost"));
        Assert.Contains($"No development certificates: {notAFolder} cannot be used", gateway.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", gateway.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_authority_is_made_once_and_kept()
    {
        using var folder = new TestFolder();
        var certificate = Path.Combine(folder.Home, ".gateway", "dev-ca", "ca.crt");
        await (await GatewayProcess.ServeAsync(folder, null, "--manifests", "manifests")).DisposeAsync();
        var made = await File.ReadAllTextAsync(certificate);

        await (await GatewayProcess.ServeAsync(folder, null, "--manifests", "manifests")).DisposeAsync();

        Assert.Equal(made, await File.ReadAllTextAsync(certificate));
    }
}
