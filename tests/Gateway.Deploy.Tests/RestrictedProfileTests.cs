using System.Text.Json.Nodes;

namespace Gateway.Deploy.Tests;

/// <summary>That the profile is known: whatever is written over a pod that is of it is found.</summary>
public sealed class RestrictedProfileTests
{
    private const string Pod = """
        spec:
          securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
          volumes: [ { name: state, emptyDir: {} } ]
          containers:
            - name: gateway
              ports: [ { containerPort: 8080 } ]
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
        """;

    [Fact]
    public void A_pod_of_the_profile_is_of_it() => Assert.Empty(RestrictedProfile.Violations(Changed("spec", "{}")));

    [Theory]
    [InlineData("spec", "{ hostNetwork: true }", "hostNetwork")]
    [InlineData("spec", "{ hostPID: true }", "hostPID")]
    [InlineData("spec", "{ hostIPC: true }", "hostIPC")]
    [InlineData("spec", "{ volumes: [ { name: node, hostPath: { path: / } } ] }", "volume hostPath")]
    [InlineData("spec.securityContext", "{ runAsNonRoot: false }", "runAsNonRoot")]
    [InlineData("spec.securityContext", "{ runAsUser: 0 }", "runAsUser 0")]
    [InlineData("spec.securityContext", "{ seccompProfile: { type: Unconfined } }", "seccompProfile")]
    [InlineData("spec.securityContext", "{ sysctls: [ { name: kernel.msgmax, value: '1' } ] }", "sysctls")]
    [InlineData("spec.securityContext", "{ appArmorProfile: { type: Unconfined } }", "appArmorProfile")]
    [InlineData("container.securityContext", "{ privileged: true }", "privileged")]
    [InlineData("container.securityContext", "{ allowPrivilegeEscalation: true }", "allowPrivilegeEscalation")]
    [InlineData("container.securityContext", "{ allowPrivilegeEscalation: null }", "allowPrivilegeEscalation")]
    [InlineData("container.securityContext", "{ runAsNonRoot: false }", "runAsNonRoot")]
    [InlineData("container.securityContext", "{ runAsUser: 0 }", "runAsUser 0")]
    [InlineData("container.securityContext", "{ seccompProfile: { type: Unconfined } }", "seccompProfile")]
    [InlineData("container.securityContext", "{ capabilities: { drop: [NET_RAW] } }", "capabilities not dropped")]
    [InlineData("container.securityContext", "{ capabilities: { drop: [ALL], add: [NET_BIND_SERVICE, SYS_TIME] } }", "capability SYS_TIME")]
    [InlineData("container.securityContext", "{ procMount: Unmasked }", "procMount")]
    [InlineData("container.securityContext", "{ seLinuxOptions: { type: spc_t } }", "seLinuxOptions")]
    [InlineData("container", "{ ports: [ { containerPort: 8080, hostPort: 8080 } ] }", "hostPort")]
    [InlineData("container", "{ livenessProbe: { httpGet: { host: 10.0.0.1 } } }", "livenessProbe.httpGet.host")]
    public void What_goes_beyond_it_is_found(string at, string fields, string violation) =>
        Assert.Equal([violation], RestrictedProfile.Violations(Changed(at, fields)));

    private static Pod Changed(string at, string fields)
    {
        var pod = YamlJson.Parse(Pod).Single()!;
        var target = at.StartsWith("container", StringComparison.Ordinal) ? pod.At("spec.containers").Items().Single() : pod;
        var path = at.Replace("container.", "", StringComparison.Ordinal);
        foreach (var (field, value) in YamlJson.Parse(fields).Single()!.AsObject())
            (path == "container" ? target : target.At(path))![field] = value?.DeepClone();
        return new(pod);
    }
}
