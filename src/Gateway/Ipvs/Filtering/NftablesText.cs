using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Model;

namespace Gateway.Ipvs.Filtering;

/// <summary>
/// The gateway's tables, <c>ip gateway</c> and <c>ip6 gateway</c>, as text for <c>nft -f -</c>, which takes effect as a whole or not at all. What is asked
/// of a packet never depends on how many services there are: they are elements of sets.
/// </summary>
internal static class NftablesText
{
    public const string Table = "gateway";

    /// <summary>
    /// The bit of the packet's mark that asks for its source to be masqueraded; other bits are left as they are. None that kube-proxy (0x4000, 0x8000) or the
    /// portmap plugin (0x2000) uses.
    /// </summary>
    public const uint MasqueradeMark = 0x1000;

    /// <summary>Lines of a bounded length, of which there may be any number.</summary>
    private const int ElementsPerLine = 500;

    public static readonly ValueArray<AddressFamily> Families = [AddressFamily.InterNetwork, AddressFamily.InterNetworkV6];

    /// <summary>Makes the tables anew, whatever is there.</summary>
    public static string Whole(IEnumerable<NftElement> elements, ValueArray<IPNetwork> podNetworks)
    {
        var text = new StringBuilder();
        foreach (var family in Families)
            text.Append(TableOf(family, podNetworks));
        AppendElements(text, "add", Texts(elements));
        return text.ToString();
    }

    /// <summary>Changes elements of tables that are there. Removals come first, so that an interval may take the place of another.</summary>
    public static string Changes(IEnumerable<NftElement> added, IEnumerable<NftElement> removed)
    {
        var text = new StringBuilder();
        AppendElements(text, "delete", Texts(removed));
        AppendElements(text, "add", Texts(added));
        return text.ToString();
    }

    /// <summary>Puts elements of tables that are there right.</summary>
    public static string Repair(FilterDifference difference, ValueArray<IPNetwork> podNetworks)
    {
        var text = new StringBuilder();
        AppendElements(text, "delete", difference.Foreign);
        AppendElements(text, "add", Texts(difference.Missing));
        if (difference.PodNetworks > 0)
            foreach (var family in Families)
            {
                text.Append($"flush set {Name(family)} {Name(NftSet.PodNetworks)}\n");
                AppendElements(text, "add", TextsOf(family, podNetworks).Select(network => new ElementText(family, NftSet.PodNetworks, network)));
            }
        return text.ToString();
    }

    /// <summary>Removes the tables, whether they are there or not.</summary>
    public static string Removal() => string.Concat(Families.Select(family => $"add table {Name(family)}\ndelete table {Name(family)}\n"));

    /// <summary>Such as <c>ip gateway</c>.</summary>
    public static string Name(AddressFamily family) => $"{Protocol(family)} {Table}";

    /// <summary>The name that nft knows it by.</summary>
    public static string Name(NftSet set) => set switch
    {
        // nft has the shorter word for a statement of its own.
        NftSet.Masquerade => "masqueraded",
        NftSet.MasqueradeOffCluster => "masqueraded_off_cluster",
        NftSet.SourceRanges => "source_ranges",
        NftSet.PodNetworks => "pod_networks",
        _ => set.ToString().ToLowerInvariant(),
    };

    private static string Protocol(AddressFamily family) => family == AddressFamily.InterNetwork ? "ip" : "ip6";

    private static IEnumerable<string> TextsOf(AddressFamily family, ValueArray<IPNetwork> podNetworks) =>
        podNetworks.Where(network => network.BaseAddress.AddressFamily == family).Select(network => network.ToString());

    private static IEnumerable<ElementText> Texts(IEnumerable<NftElement> elements) =>
        elements.Select(element => new ElementText(element.Family, element.Set, element.Text));

    private static void AppendElements(StringBuilder text, string verb, IEnumerable<ElementText> elements)
    {
        foreach (var set in elements.GroupBy(element => (element.Family, element.Set)))
            foreach (var line in set.Select(element => element.Text).Order(StringComparer.Ordinal).Chunk(ElementsPerLine))
                text.Append($"{verb} element {Name(set.Key.Family)} {Name(set.Key.Set)} {{ ").AppendJoin(", ", line).Append(" }\n");
    }

    /// <summary>
    /// The chains, in the order in which a packet meets them:
    /// 1. <c>mark_incoming</c>, <c>mark_outgoing</c>: before IPVS changes the destination, the first packets of connections to be masqueraded are marked. Those
    ///    are also connections of the node itself to an address on the gateway's link: the kernel gives them that very address as their source, to which
    ///    an endpoint elsewhere would not answer, as it is local there, too;
    /// 2. <c>guard_outgoing</c>, <c>guard_incoming</c>: also before IPVS, what may not come is dropped or refused;
    /// 3. <c>leaving</c>: after IPVS has chosen, what is marked, and what a backend sends to itself, gets the address of the link it leaves by;
    /// 4. <c>left</c>: the mark has done its duty. A tunnel would hand it down to the packet it wraps around this one, which would be masqueraded once more.
    /// </summary>
    private static string TableOf(AddressFamily family, ValueArray<IPNetwork> podNetworks)
    {
        var (ip, type) = (Protocol(family), family == AddressFamily.InterNetwork ? "ipv4_addr" : "ipv6_addr");
        var service = $"{type} . inet_proto . inet_service";
        var destination = $"{ip} daddr . meta l4proto . th dport";
        var mark = $"meta mark set meta mark | {MasqueradeMark}";
        var networks = TextsOf(family, podNetworks).ToArray();
        var elements = networks.Length == 0 ? "" : $" elements = {{ {string.Join(", ", networks)} }};";
        return $$"""
            add table {{Name(family)}}
            delete table {{Name(family)}}
            table {{Name(family)}} {
              set services { type {{service}}; }
              set addresses { type {{type}}; }
              set owned { type {{service}}; }
              set masqueraded { type {{service}}; }
              set masqueraded_off_cluster { type {{service}}; }
              set hairpin { type {{type}} . {{type}}; }
              map verdicts { type {{service}} : verdict; }
              set limited { type {{service}}; }
              set source_ranges { type {{service}} . {{type}}; flags interval; }
              set pod_networks { type {{type}}; flags interval; auto-merge;{{elements}} }
              chain {{NftElement.Refuse}} {
                meta l4proto tcp reject with tcp reset
                reject
              }
              chain guard {
                {{destination}} @limited {{destination}} . {{ip}} saddr != @source_ranges drop
                ct state new {{destination}} vmap @verdicts
                ct state new {{ip}} daddr @addresses meta l4proto { tcp, udp, sctp } {{destination}} != @services goto {{NftElement.Refuse}}
              }
              chain marking {
                {{destination}} @masqueraded {{mark}}
                {{ip}} saddr != @pod_networks {{destination}} @masqueraded_off_cluster {{mark}}
              }
              chain mark_incoming { type filter hook prerouting priority mangle; policy accept; ct state new jump marking; }
              chain mark_outgoing {
                type route hook output priority mangle; policy accept;
                ct state new jump marking
                ct state new {{ip}} saddr @addresses {{destination}} @services {{mark}}
              }
              chain guard_outgoing { type filter hook output priority mangle - 1; policy accept; jump guard; }
              chain guard_incoming { type filter hook input priority filter; policy accept; jump guard; }
              chain leaving {
                type nat hook postrouting priority srcnat; policy accept;
                meta mark & {{MasqueradeMark}} != 0 masquerade fully-random
                {{ip}} saddr . {{ip}} daddr @hairpin masquerade fully-random
              }
              chain left {
                type filter hook postrouting priority srcnat + 1; policy accept;
                meta mark & {{MasqueradeMark}} != 0 meta mark set meta mark & {{~MasqueradeMark}}
              }
            }

            """;
    }
}
