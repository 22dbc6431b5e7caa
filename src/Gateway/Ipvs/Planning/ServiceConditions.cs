using System.Net;
using Gateway.Model;
using Gateway.Model.Translation;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Planning;

/// <summary>What there is to say about a Service because of how the kernel serves it.</summary>
internal static class ServiceConditions
{
    public const string NotAvailableReason = "IpvsNotAvailable";

    private const string LoadBalancingField = $"metadata.annotations[{Annotations.LoadBalancing}]";

    public static Condition NoScheduler(string wanted, string used) => new(
        ConditionSeverity.Warning, "SchedulerNotAvailable", "", $"the kernel has no IPVS scheduler {wanted} (module ip_vs_{wanted}); {used} is used");

    public static Condition NoRandom() => new(
        ConditionSeverity.Warning,
        "RandomIsRoundRobin",
        LoadBalancingField,
        "the kernel has no random scheduler; round robin, rr, is used, which balances no worse");

    public static Condition NoSlowStart() => new(
        ConditionSeverity.Warning,
        "NoSlowStart",
        $"metadata.annotations[{Annotations.SlowStart}]",
        "the kernel does not start backends slowly; new ones get their full share at once");

    public static Condition Foreign(IpvsServiceKey key) => new(
        ConditionSeverity.Error,
        "ForeignVirtualService",
        "",
        $"the kernel has a virtual service {key} that the gateway did not make; it is left alone, and the Service is not served there");

    public static Condition Taken(IpvsServiceKey key, ServicePortName winner) => new(
        ConditionSeverity.Error, "AddressInUse", "", $"{key} is served for {winner}, which comes first");

    public static Condition NotAnAddress(string text) => new(
        ConditionSeverity.Error, "InvalidAddress", "", $"\"{text}\" is no IP address that the kernel can balance; it is left out");

    public static Condition NoNodeAddress(IPFamily family) => new(
        ConditionSeverity.Warning, "NoNodeAddress", "", $"this node has no {family} address to serve the node port on");

    public static Condition NotAvailable(string reason) => new(
        ConditionSeverity.Error, NotAvailableReason, "", $"not served on layer 4, because the kernel's IPVS cannot be used: {reason}");

    public static Condition NotFiltered(string reason) => new(
        ConditionSeverity.Error, "FilterNotWritten", "", $"what is new is not served, because the gateway's nftables tables are not as they should be: {reason}");

    public static Condition NotBound(IPAddress address, string reason) => new(
        ConditionSeverity.Error, "AddressNotBound", "", $"{address} cannot be put on the gateway's link: {reason}");

    public static Condition LocalhostPortInUse(string port, string reason) => new(
        ConditionSeverity.Warning,
        "LocalhostPortInUse",
        "",
        $"the node port is not answered at {port}, where something else listens; it is at the node's addresses: {reason}");

    public static Condition LocalhostNotServed(string port, string reason) => new(
        ConditionSeverity.Warning, "LocalhostNotServed", "", $"the node port is not answered at {port}; it is at the node's addresses: {reason}");

    public static Condition SettingMissing(string setting, string? before, string after, string reason, string problem) => new(
        ConditionSeverity.Error,
        "KernelSettingMissing",
        "",
        $"{setting} is {before ?? "not there"} and has to be {after}, because {reason}; it cannot be set: {problem}");
}
