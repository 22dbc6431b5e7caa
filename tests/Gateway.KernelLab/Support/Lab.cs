namespace Gateway.KernelLab.Support;

/// <summary>What lab.sh says of the place it has made.</summary>
internal static class Lab
{
    /// <summary>Null in the lab.</summary>
    public static string? WhySkipped { get; } = Environment.GetEnvironmentVariable("GATEWAY_KERNEL_LAB") is { Length: > 0 }
        ? null
        : Environment.GetEnvironmentVariable("GATEWAY_KERNEL_LAB_SKIPPED") ?? "needs the kernel lab: run tests/Gateway.KernelLab/lab.sh";

    /// <summary>Whether the kernel is the one that lab.sh brings along, and not that of the host.</summary>
    public static bool IsMachine { get; } = Environment.GetEnvironmentVariable("GATEWAY_KERNEL_LAB") == "machine";
}
