namespace Gateway.Ipvs.Network;

/// <summary>The settings under /proc/sys that forwarding by IPVS needs.</summary>
/// <param name="root">The folder that stands for /proc/sys.</param>
internal sealed class KernelSettings(string root = "/proc/sys")
{
    private static readonly Version ReuseSince = new(4, 1);
    private static readonly Version ReuseMended = new(5, 9);

    /// <param name="kernel">As in <c>6.1</c>.</param>
    public static IEnumerable<(string Name, string Value, string Reason)> For(Version kernel)
    {
        yield return ("net.ipv4.ip_forward", "1", "packets go on to other machines");
        yield return ("net.ipv4.vs.conntrack", "1", "the nftables table masquerades what IPVS has forwarded");
        yield return ("net.ipv4.vs.expire_nodest_conn", "1", "connections to a destination that is gone end at once");
        yield return ("net.ipv4.vs.expire_quiescent_template", "1", "clients do not stay on a destination that drains");
        if (kernel >= ReuseSince && kernel < ReuseMended)
            yield return (
                "net.ipv4.vs.conn_reuse_mode", "0", $"kernels from {ReuseSince} to before {ReuseMended} delay a connection that reuses a port by a second");
    }

    /// <summary>Sets what is other. Each that cannot be set is said, and the others are.</summary>
    public IReadOnlyList<SettingChange> Apply() => [.. For(KernelVersion()).Select(Apply).OfType<SettingChange>()];

    /// <summary>Zero where it cannot be told.</summary>
    public Version KernelVersion()
    {
        var release = Read("kernel.osrelease") ?? "";
        var numbers = release.Split('.', '-', '+');
        return numbers.Length > 1 && int.TryParse(numbers[0], out var major) && int.TryParse(numbers[1], out var minor) ? new(major, minor) : new(0, 0);
    }

    private SettingChange? Apply((string Name, string Value, string Reason) setting)
    {
        var before = Read(setting.Name);
        if (before == setting.Value)
            return null;
        try
        {
            File.WriteAllText(PathOf(setting.Name), setting.Value);
            return new(setting.Name, before, setting.Value, setting.Reason, null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(setting.Name, before, setting.Value, setting.Reason, error.Message);
        }
    }

    private string? Read(string name)
    {
        try
        {
            return File.ReadAllText(PathOf(name)).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string PathOf(string name) => Path.Combine(root, name.Replace('.', '/'));
}
