using System.Text;

namespace Gateway.Netlink.Ipvs;

/// <summary>Reads the name of a scheduler, and makes no new string of one that the kernel comes with.</summary>
internal static class IpvsSchedulerNames
{
    /// <summary>The kernel's own word where there is none.</summary>
    public const string None = "none";

    private static readonly string[] Known = ["rr", "wrr", "lc", "wlc", "sh", "mh", "dh", "lblc", "lblcr", "sed", "nq", "fo", "ovf", "twos", None];

    public static string Read(AttributeReader attribute)
    {
        var bytes = attribute.ReadStringBytes();
        foreach (var name in Known)
        {
            if (Ascii.Equals(bytes, name))
                return name;
        }
        return bytes.IsEmpty ? None : attribute.ReadString();
    }
}
