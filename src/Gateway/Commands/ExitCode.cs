namespace Gateway.Commands;

/// <summary>What the process says when it ends (contract: scripts read it).</summary>
internal static class ExitCode
{
    /// <summary>Done, or stopped when asked to. Validation found no errors.</summary>
    public const int Ok = 0;

    /// <summary>Validation found errors, or the gateway failed while it ran.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>A key or a value of the configuration is wrong.</summary>
    public const int Configuration = 3;

    /// <summary>A listener cannot be opened, such as on a port that is in use.</summary>
    public const int Listen = 4;

    /// <summary>The manifests cannot be read at all.</summary>
    public const int Manifests = 5;

    /// <summary>The kubeconfig or the service account cannot be used.</summary>
    public const int Cluster = 6;

    /// <summary>The kernel's IPVS cannot be used by an <c>ipvs</c> command, or lacks something after <c>ipvs prepare</c>.</summary>
    public const int Kernel = 7;
}
