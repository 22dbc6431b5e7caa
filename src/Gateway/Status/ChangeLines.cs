using Gateway.Model;

namespace Gateway.Status;

/// <summary>What is different between two desired states, in lines: routes, endpoints, certificates, conditions.</summary>
internal static class ChangeLines
{
    public static IReadOnlyList<ChangeLine> Build(DesiredState before, DesiredState after) =>
    [
        .. after.Http.Hosts.ChangesSince(before.Http.Hosts).OrderBy(change => change.Key, StringComparer.Ordinal)
            .SelectMany(change => RouteChanges.Build(change.Before, change.After, after.Http)),
        .. after.Http.Clusters.ChangesSince(before.Http.Clusters).OrderBy(change => change.Key)
            .SelectMany(change => ClusterChanges.Build(change.Before, change.After)),
        .. after.Http.Certificates.ChangesSince(before.Http.Certificates).OrderBy(change => change.Key, StringComparer.Ordinal)
            .Select(CertificateChange),
        .. after.Conditions.ChangesSince(before.Conditions).OrderBy(change => change.Key)
            .SelectMany(change => ConditionChanges.Build(change.Key, change.Before, change.After)),
    ];

    private static ChangeLine CertificateChange(MapChange<string, TlsCertificate> change)
    {
        var host = change.Key.Length == 0 ? "all other hosts" : change.Key;
        return change switch
        {
            { Before: null } => new(ChangeKind.Added, $"certificate for {host}", Describe(change.After!)),
            { After: null } => new(ChangeKind.Removed, $"certificate for {host}", $"was {Describe(change.Before)}"),
            _ => new(ChangeKind.Changed, $"certificate for {host}", $"replaced by {Describe(change.After)}"),
        };
    }

    private static string Describe(TlsCertificate certificate) => $"Secret {certificate.Secret}, valid until {certificate.NotAfter:yyyy-MM-dd}";
}
