namespace Gateway.Configuration;

/// <summary>Whether this gateway balances TCP and UDP, decided at the start by what it was given, and not by what its kernel has at the time.</summary>
/// <param name="WhyNot">For the log, where somebody may have expected it; else null.</param>
internal sealed record Layer4Choice(bool InKernel, string? WhyNot)
{
    /// <summary>
    /// By itself only in a cluster: on a laptop, nobody asked for it. There it goes by a right that all replicas of a deployment have or have not, because the
    /// one that writes the status gives addresses for all. Whether the kernel has IPVS is asked later, and again.
    /// </summary>
    /// <param name="mayProgramme">Whether this process may change the network of its machine.</param>
    public static Layer4Choice Of(Layer4Mode mode, SourceKind source, bool mayProgramme) => (mode, source) switch
    {
        (Layer4Mode.Ipvs, _) => new(true, null),
        (Layer4Mode.Auto, SourceKind.Kubernetes) when mayProgramme => new(true, null),
        (Layer4Mode.Auto, SourceKind.Kubernetes) => new(false, OperatingSystem.IsLinux() ? "it has no CAP_NET_ADMIN" : "this is not Linux"),
        _ => new(false, null),
    };
}
