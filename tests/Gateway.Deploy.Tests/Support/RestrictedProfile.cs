using System.Text.Json.Nodes;

namespace Gateway.Deploy.Tests.Support;

/// <summary>
/// The profile "restricted" of the Pod Security Standards, those of "baseline" that it includes among them, for Linux: what a pod asks for beyond
/// it, a line for each field. https://kubernetes.io/docs/concepts/security/pod-security-standards/
/// </summary>
internal static class RestrictedProfile
{
    private static readonly string[] VolumeTypes =
        ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    private static readonly string[] Hosts =
    [
        "livenessProbe.httpGet.host", "readinessProbe.httpGet.host", "startupProbe.httpGet.host", "livenessProbe.tcpSocket.host",
        "readinessProbe.tcpSocket.host", "startupProbe.tcpSocket.host", "lifecycle.postStart.httpGet.host", "lifecycle.preStop.httpGet.host",
        "lifecycle.postStart.tcpSocket.host", "lifecycle.preStop.tcpSocket.host",
    ];

    public static IEnumerable<string> Violations(Pod pod) =>
        HostNamespaces(pod).Concat(Volumes(pod)).Concat(PodContext(pod)).Concat(pod.Containers.SelectMany(container => OfContainer(pod, container)));

    private static IEnumerable<string> HostNamespaces(Pod pod) => new[] { "hostNetwork", "hostPID", "hostIPC" }.Where(field => (bool?)pod.Spec[field] == true);

    private static IEnumerable<string> Volumes(Pod pod) => pod.Spec["volumes"].Items()
        .SelectMany(volume => volume.AsObject().Select(field => field.Key))
        .Where(field => field != "name" && !VolumeTypes.Contains(field))
        .Select(field => $"volume {field}");

    private static IEnumerable<string> PodContext(Pod pod)
    {
        var context = pod.Spec["securityContext"];
        if (context.At("sysctls").Items().Any())
            yield return "sysctls";
        foreach (var field in Confinement(context))
            yield return field;
    }

    private static IEnumerable<string> OfContainer(Pod pod, Container container)
    {
        var own = container.Json["securityContext"];
        var whole = pod.Spec["securityContext"];
        if ((bool?)own.At("privileged") == true)
            yield return "privileged";
        if ((bool?)own.At("allowPrivilegeEscalation") != false)
            yield return "allowPrivilegeEscalation";
        if ((bool?)(own.At("runAsNonRoot") ?? whole.At("runAsNonRoot")) != true)
            yield return "runAsNonRoot";
        if ((int?)own.At("runAsUser") == 0 || (int?)whole.At("runAsUser") == 0)
            yield return "runAsUser 0";
        if ((string?)(own.At("seccompProfile.type") ?? whole.At("seccompProfile.type")) is not ("RuntimeDefault" or "Localhost"))
            yield return "seccompProfile";
        if (!own.At("capabilities.drop").Texts().Contains("ALL"))
            yield return "capabilities not dropped";
        foreach (var capability in own.At("capabilities.add").Texts().Where(capability => capability != "NET_BIND_SERVICE"))
            yield return $"capability {capability}";
        if (container.Json["ports"].Items().Any(port => (int?)port["hostPort"] is > 0))
            yield return "hostPort";
        if ((string?)own.At("procMount") is not (null or "Default"))
            yield return "procMount";
        foreach (var host in Hosts.Where(host => (string?)container.Json.At(host) is { Length: > 0 }))
            yield return host;
        foreach (var field in Confinement(own))
            yield return field;
    }

    /// <summary>Fields by which a pod could leave the confinement that the node gives it.</summary>
    private static IEnumerable<string> Confinement(JsonNode? context)
    {
        if ((string?)context.At("appArmorProfile.type") is not (null or "RuntimeDefault" or "Localhost"))
            yield return "appArmorProfile";
        if ((string?)context.At("seLinuxOptions.type") is not (null or "" or "container_t" or "container_init_t" or "container_kvm_t" or "container_engine_t")
            || context.At("seLinuxOptions.user") is not null
            || context.At("seLinuxOptions.role") is not null)
            yield return "seLinuxOptions";
    }
}
