namespace Gateway.KubernetesApi.Access;

/// <summary>The cluster of a context.</summary>
internal sealed class ClusterReader(KubeconfigEntry cluster, AccessEnvironment environment, List<string> problems, TimeProvider time, ILogger logger)
{
    /// <summary>Null where there is no server that could be asked.</summary>
    public ClusterAddress? Read()
    {
        var isInsecure = cluster.Flag("insecure-skip-tls-verify");
        var authorities = cluster.Content("certificate-authority");
        if (isInsecure && authorities is not null)
            cluster.Report("insecure-skip-tls-verify", "is true although there is a certificate-authority; one has to go");
        var serverName = cluster.Text("tls-server-name");
        if (serverName is not null && Uri.CheckHostName(serverName) == UriHostNameType.Unknown)
            cluster.Report("tls-server-name", "is not a host name");
        var hasTls = isInsecure || authorities is not null;
        if (Server(hasTls) is not { } server)
            return null;
        return new()
        {
            Server = server,
            TlsServerName = serverName,
            IsInsecure = isInsecure,
            Authorities = cluster.Load(authorities, (field, content) => CertificateList.Parse(field, content), time, logger),
            Proxy = Proxy() ?? EnvironmentProxy.Find(server, environment, problems),
        };
    }

    /// <summary>
    /// A URL, or <c>host:port</c>, which is HTTPS where anything is said about TLS. The text itself is not told: what is no URL may hold a password.
    /// </summary>
    private Uri? Server(bool hasTls)
    {
        if (cluster.Required("server") is not { } text)
            return null;
        var url = text.Contains("://", StringComparison.Ordinal) ? text : $"{(hasTls ? "https" : "http")}://{text}";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https") || server.Host.Length == 0)
            cluster.Report("server", "is not an http or https URL");
        else if (server.UserInfo.Length > 0)
            cluster.Report("server", "holds a user name; credentials belong to the user of the context");
        else if (server.Query.Length + server.Fragment.Length > 0)
            cluster.Report("server", "holds more than a host, a port and a path");
        else
            return server;
        return null;
    }

    private Uri? Proxy()
    {
        if (cluster.Text("proxy-url") is not { } text)
            return null;
        if (EnvironmentProxy.TryParse(text, out var proxy))
            return proxy;
        cluster.Report("proxy-url", "is not an http, https or socks5 URL");
        return null;
    }
}
