using Gateway.Commands;
using Gateway.Ipvs.Network;
using Gateway.Tests.Configuration;

namespace Gateway.Tests.Ipvs;

public sealed class IpvsPrepareCommandTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("gateway-sysctl-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly HashSet<string> _loaded = [];

    public IpvsPrepareCommandTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux");

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void Modules_are_loaded_before_the_settings_that_come_with_them_are_made()
    {
        Assert.Equal(ExitCode.Ok, Run());

        Assert.Equal(["dummy", "ip_vs", "ip_vs_mh", "ip_vs_rr", "ip_vs_wlc", "ip_vs_wrr", "nf_conntrack"], _loaded.Order(StringComparer.Ordinal));
        Assert.Equal("1", Setting("net/ipv4/vs/conntrack"));
        Assert.Equal("1", Setting("net/ipv4/ip_forward"));
        Assert.Contains("module ip_vs_mh: there\n", Output, StringComparison.Ordinal);
        Assert.Contains("net.ipv4.vs.conntrack: 1, was 0\n", Output, StringComparison.Ordinal);
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public void What_is_so_already_is_said_and_left()
    {
        Run();
        _output.GetStringBuilder().Clear();

        Assert.Equal(ExitCode.Ok, Run());
        Assert.Contains("net.ipv4.vs.conntrack: 1 already\n", Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ip_vs")]
    [InlineData("ip_vs_rr")]
    [InlineData("nf_conntrack")]
    [InlineData("dummy")]
    public void What_nothing_goes_without_is_named_and_makes_the_exit_code(string module)
    {
        Assert.Equal(ExitCode.Kernel, Run(without: module));

        Assert.Contains($"module {module}: not there: no such module\n", Output, StringComparison.Ordinal);
        Assert.StartsWith("gateway: not all is there that IPVS needs: " + module, _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_scheduler_that_has_a_stand_in_is_named_and_no_failure()
    {
        Assert.Equal(ExitCode.Ok, Run(without: "ip_vs_mh"));

        Assert.Contains("module ip_vs_mh: not there: no such module\n", Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_that_nothing_goes_without_and_cannot_be_made_is_a_failure_and_the_others_are_made()
    {
        Assert.Equal(ExitCode.Kernel, Run(without: "ip_vs", silently: true));

        Assert.Equal("1", Setting("net/ipv4/ip_forward"));
        Assert.Contains("net.ipv4.vs.conntrack: not there, cannot be set to 1: ", Output, StringComparison.Ordinal);
        Assert.Equal("gateway: not all is there that IPVS needs: net.ipv4.vs.conntrack", _error.ToString().Trim());
    }

    [Fact]
    public async Task Wrong_settings_of_the_gateway_are_told_before_anything_is_done()
    {
        using var environment = new TestEnvironment();
        environment.WithVariable("Gateway__Layer4__StrictArp", "perhaps");

        Assert.Equal(ExitCode.Configuration, await CommandLine.InvokeAsync(["ipvs", "prepare"], environment.Process, _output, _error));
        Assert.Contains("Gateway:Layer4:StrictArp", _error.ToString(), StringComparison.Ordinal);
    }

    private string Output => _output.ToString().ReplaceLineEndings("\n");

    private string Setting(string path) => File.ReadAllText(Path.Combine(_root, path)).Trim();

    private int Run(string? without = null, bool silently = false) => IpvsPrepareCommand.Run(
        module =>
        {
            if (module == without)
                return silently ? null : "no such module";
            if (_loaded.Add(module) && module == "ip_vs")
                Write("net/ipv4/vs/", "conntrack", "expire_nodest_conn", "expire_quiescent_template");
            if (!File.Exists(Path.Combine(_root, "net/ipv4/ip_forward")))
                Write("net/ipv4/", "ip_forward");
            return null;
        },
        new KernelSettings(_root),
        _output,
        _error);

    private void Write(string folder, params string[] names)
    {
        Directory.CreateDirectory(Path.Combine(_root, folder));
        foreach (var name in names)
            File.WriteAllText(Path.Combine(_root, folder, name), "0\n");
    }
}
