namespace Gateway.Ipvs.Network;

/// <summary>The settings under /proc/sys that forwarding by IPVS needs.</summary>
/// <param name="root">The folder that stands for /proc/sys.</param>
/// <param name="strictArp">Whether links are to answer ARP for their own addresses alone.</param>
internal sealed class KernelSettings(string root = "/proc/sys", bool strictArp = false)
{
    /// <summary>Without it, answers of endpoints on other machines do not go on to the client.</summary>
    public const string Forwarding = "net.ipv4.ip_forward";

    /// <summary>Without it, nothing that IPVS forwards is masqueraded.</summary>
    public const string Tracking = "net.ipv4.vs.conntrack";

    private static readonly Version ReuseSince = new(4, 1);
    private static readonly Version ReuseMended = new(5, 9);

    /// <param name="kernel">As in <c>6.1</c>.</param>
    public static IEnumerable<(string Name, string Value, string Reason)> For(Version kernel, bool strictArp = false)
    {
        yield return (Forwarding, "1", "packets go on to other machines");
        yield return (Tracking, "1", "the nftables table masquerades what IPVS has forwarded");
        yield return ("net.ipv4.vs.expire_nodest_conn", "1", "connections to a destination that is gone end at once");
        yield return ("net.ipv4.vs.expire_quiescent_template", "1", "clients do not stay on a destination that drains");
        if (kernel >= ReuseSince && kernel < ReuseMended)
            yield return (
                "net.ipv4.vs.conn_reuse_mode", "0", $"kernels from {ReuseSince} to before {ReuseMended} delay a connection that reuses a port by a second");
        if (!strictArp)
            yield break;
        yield return ("net.ipv4.conf.all.arp_ignore", "1", "no link answers for the gateway's addresses (Layer4:StrictArp)");
        yield return ("net.ipv4.conf.all.arp_announce", "2", "no link asks with the gateway's addresses (Layer4:StrictArp)");
    }

    /// <summary>Of the kernel that there is.</summary>
    public IReadOnlyList<(string Name, string Value, string Reason)> Wanted => [.. For(KernelVersion(), strictArp)];

    /// <summary>Sets what is other. Each that cannot be set is said, and the others are.</summary>
    public IReadOnlyList<SettingChange> Apply() => [.. Wanted.Select(Apply).OfType<SettingChange>()];

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
