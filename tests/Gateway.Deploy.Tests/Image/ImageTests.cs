using System.Diagnostics;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace Gateway.Deploy.Tests.Image;

/// <summary>The image, as far as it can be known without Docker: the commands of its Dockerfile are run, and what they make is started.</summary>
public sealed partial class ImageTests(PublishedGateway published) : IClassFixture<PublishedGateway>, IDisposable
{
    private readonly string _mountPoint = Directory.CreateTempSubdirectory("gateway-root-").FullName;

    /// <summary>What the base image sets, and the pod.</summary>
    private static Dictionary<string, string?> Environment => new(PodOfEveryVariant().Environment(PodFields.In("yarp-gateway")))
    {
        ["HOME"] = "/home/app",
        ["ASPNETCORE_HTTP_PORTS"] = "8080",
        ["DOTNET_RUNNING_IN_CONTAINER"] = "true",
        ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "true",
        ["Gateway__Http__HttpPort"] = "0",
        ["Gateway__Http__HttpsPort"] = "0",
        ["Gateway__Health__Listen"] = "127.0.0.1:0",
    };

    public void Dispose() => Directory.Delete(_mountPoint);

    [Fact]
    public async Task The_entry_point_is_there_and_says_its_version()
    {
        var result = await Command.RunAsync(new("dotnet", [await ProgramAsync(), "--version"]));

        Assert.Matches(@"^\d+\.\d+\.\d+\s*$", result.Output);
    }

    [Theory]
    [InlineData("gateway.dll")]
    [InlineData("Gateway.Model.dll")]
    [InlineData("Yarp.ReverseProxy.dll")]
    public async Task It_is_compiled_ahead_of_time(string assembly)
    {
        using var reader = new PEReader(File.OpenRead(Path.Combine(await published.FolderAsync(), assembly)));

        Assert.True(reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0);
    }

    [Fact]
    public async Task It_serves_where_nothing_can_be_written_as_a_user_who_may_do_nothing()
    {
        await ReadOnlyMachine.EnsurePossibleAsync();
        var user = int.Parse(PublishedGateway.Dockerfile.Of("USER"), null);
        var start = ReadOnlyMachine.Start(_mountPoint, await published.FolderAsync(), user, ["dotnet", await ProgramAsync()], Environment);
        start.RedirectStandardOutput = true;
        using var gateway = Process.Start(start)!;
        try
        {
            using var client = new HttpClient();
            client.DefaultRequestHeaders.Host = "shop.localhost";
            var port = await PortAsync(gateway);

            Assert.StartsWith("Hello from echo-", await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/")), StringComparison.Ordinal);
            await AssertConfinedAsync(gateway, user);
        }
        finally
        {
            gateway.Kill();
            await gateway.WaitForExitAsync();
        }
    }

    [Fact]
    public void It_has_the_user_and_the_ports_of_the_pod()
    {
        var pod = YamlJson.Parse(Repository.Read("deploy", "pod", "pod.yaml")).Single();

        Assert.Equal(PublishedGateway.Dockerfile.Of("USER"), pod.At("spec.template.spec.securityContext.runAsUser")!.ToString());
        Assert.Equal(PublishedGateway.Dockerfile.Of("EXPOSE"), string.Join(' ', PodOfEveryVariant().Ports.Values));
    }

    [Theory]
    [InlineData("nftables")]
    [InlineData("kmod")]
    public void The_image_of_a_node_has_the_programs_that_the_gateway_runs(string package)
    {
        var node = Assert.Single(PublishedGateway.Dockerfile.Stages, stage => stage[0].Words is [.., "AS", "node"]);

        Assert.Contains(package, node.Where(instruction => instruction.Keyword == "RUN").SelectMany(instruction => instruction.Words));
    }

    [Theory]
    [InlineData("src/Gateway/Program.cs", true)]
    [InlineData("deploy/dev/shop.yaml", true)]
    [InlineData("Directory.Build.props", true)]
    [InlineData("src/Gateway/bin/Release/net10.0/gateway.dll", false)]
    [InlineData("src/Gateway/obj/project.assets.json", false)]
    [InlineData("tests/Gateway.Tests/Eventually.cs", false)]
    [InlineData("deploy/base/clusterrole.yaml", false)]
    [InlineData(".git/config", false)]
    public void The_context_is_what_the_image_is_built_from(string path, bool included) => Assert.Equal(included, PublishedGateway.Context.Includes(path));

    private static Container PodOfEveryVariant() =>
        new Pod(YamlJson.Parse(Repository.Read("deploy", "pod", "pod.yaml")).Single().At("spec.template")!).Gateway;

    /// <summary>The program of the entry point, where it was published.</summary>
    private async Task<string> ProgramAsync()
    {
        var entryPoint = PublishedGateway.Dockerfile.EntryPoint;
        Assert.Equal("dotnet", entryPoint[0]);
        return Path.Combine(await published.FolderAsync(), Path.GetRelativePath(PublishedGateway.Dockerfile.Of("WORKDIR"), entryPoint[1]));
    }

    private static async Task<string> PortAsync(Process gateway)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await gateway.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            if (ListeningLine().Match(line) is { Success: true } match)
                return match.Groups["port"].Value;
        throw new InvalidOperationException("it ended before it listened");
    }

    /// <summary>That the machine was what it is called.</summary>
    private static async Task AssertConfinedAsync(Process gateway, int user)
    {
        var status = await File.ReadAllTextAsync($"/proc/{gateway.Id}/status");
        var mounts = await File.ReadAllLinesAsync($"/proc/{gateway.Id}/mounts");

        Assert.Matches($@"Uid:\s+{user}\s", status);
        Assert.Matches(@"CapEff:\s+0+\n", status);
        Assert.Contains(mounts, mount => mount.Split(' ') is [_, "/", _, var options, ..] && options.Split(',').Contains("ro"));
    }

    [GeneratedRegex(@"listening on port (?<port>\d+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex ListeningLine();
}
