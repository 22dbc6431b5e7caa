using System.Net.Http.Headers;
using System.Text;

namespace Gateway.KubernetesApi.Access;

/// <summary>The user of a context: how the gateway shows who it is.</summary>
internal sealed class UserReader(
    KubeconfigEntry user, KubeconfigEntry cluster, AccessEnvironment environment, List<string> problems, TimeProvider time, ILogger logger)
{
    public ICredentialSource Read()
    {
        if (user.Section("auth-provider") is { } removed)
            user.Report("auth-provider", $"{removed.Text("name")} is of a kind that Kubernetes has given up; use an exec plugin");
        var authorization = Authorization();
        var certificate = Certificate();
        // A token and a password are meant where they are written: kubectl does not call the plugin then either.
        return user.Section("exec") is { } exec && authorization is null && new ExecReader(exec, cluster, environment, problems).Read() is { } call
            ? new ExecCredentials(new ExecPlugin(call, time), certificate, time, logger)
            : new FieldCredentials(authorization, certificate);
    }

    private Reloaded<AuthenticationHeaderValue>? Authorization()
    {
        var (name, password) = (user.Text("username"), user.Text("password"));
        // The file has the say where there are both: it is the one that can be renewed.
        var token = user.FilePath("tokenFile") is { } file ? FieldContent.File("tokenFile", file)
            : user.Text("token") is { } text ? FieldContent.Inline("token", Encoding.UTF8.GetBytes(text))
            : null;
        if (name is null && password is null)
            return user.Load(token, AuthorizationHeader.Bearer, time, logger);
        if (token is not null)
            user.Report("token", "is there, and username or password too; one has to go");
        return user.Load(FieldContent.Inline("username", []), (_, _) => AuthorizationHeader.Basic(name ?? "", password ?? ""), time, logger);
    }

    private Reloaded<ClientCertificate>? Certificate()
    {
        if (user.Content("client-certificate") is not { } certificate)
            return null;
        if (user.Content("client-key") is { } key)
            return user.Load([certificate, key], contents => ClientCertificate.Parse(certificate.Name, contents[0], key.Name, contents[1]), time, logger);
        if (!user.Has("client-key-data"))
            user.Report("client-key", "is missing; the client-certificate is of no use without it");
        user.Load(certificate, CertificateList.Parse, time, logger);
        return null;
    }
}
