using System.Globalization;

namespace Gateway.KubernetesApi.Access;

/// <summary>The cluster that the gateway's pod is in, by what the kubelet puts into every pod.</summary>
internal sealed class ServiceAccount(AccessEnvironment environment, List<string> problems, TimeProvider time, ILogger logger)
{
    private const string HostVariable = "KUBERNETES_SERVICE_HOST";
    private const string PortVariable = "KUBERNETES_SERVICE_PORT";

    public static bool IsThere(AccessEnvironment environment) => environment.Variable(HostVariable) is not null;

    public AccessPlan? Read()
    {
        var server = Server();
        var authorities = Load("certificate authority", "ca.crt", CertificateList.Parse);
        var token = Load("token", "token", AuthorizationHeader.Bearer);
        if (server is null || authorities is null || token is null)
            return null;
        return new()
        {
            Cluster = new() { Server = server, Authorities = authorities, Proxy = EnvironmentProxy.Find(server, environment, problems) },
            Credentials = new FieldCredentials(token, null),
            Namespace = Namespace(),
            Origin = "service account",
        };
    }

    private Uri? Server()
    {
        var host = environment.Variable(HostVariable)!;
        var port = environment.Variable(PortVariable) ?? "443";
        var kind = Uri.CheckHostName(host);
        if (kind == UriHostNameType.Unknown)
            problems.Add($"service account: {HostVariable} is not a host");
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            problems.Add($"service account: {PortVariable} is not a port");
        else if (kind != UriHostNameType.Unknown)
            return new UriBuilder(Uri.UriSchemeHttps, host, number).Uri;
        return null;
    }

    private Reloaded<T>? Load<T>(string field, string file, Func<string, byte[], T> parse)
        where T : class
    {
        var content = FieldContent.File(field, Path.Combine(environment.ServiceAccountDirectory, file));
        try
        {
            return new([content], contents => parse(content.Name, contents[0]), time, logger);
        }
        catch (FormatException error)
        {
            problems.Add($"service account: {error.Message}");
            return null;
        }
    }

    private string? Namespace()
    {
        try
        {
            return File.ReadAllText(Path.Combine(environment.ServiceAccountDirectory, "namespace")).Trim() is { Length: > 0 } name ? name : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
