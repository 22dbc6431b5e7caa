using System.Text;

namespace Gateway.ApiServer.Security;

internal static class Kubeconfig
{
    public static string Build(Uri server, string authorityPem, string token) => Build(server, authorityPem, [("token", token)]);

    public static string Build(Uri server, string authorityPem, ClientCertificate certificate) => Build(
        server, authorityPem, [("client-certificate-data", Base64(certificate.CertificatePem)), ("client-key-data", Base64(certificate.KeyPem))]);

    /// <summary>For nobody else to read.</summary>
    public static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(Encoding.UTF8.GetBytes(text));
    }

    private static string Build(Uri server, string authorityPem, IEnumerable<(string Name, string Value)> credentials) => $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: double
          cluster:
            server: {server.GetLeftPart(UriPartial.Authority)}
            certificate-authority-data: {Base64(authorityPem)}
        contexts:
        - name: double
          context:
            cluster: double
            user: double
        current-context: double
        users:
        - name: double
          user:
        {string.Join('\n', credentials.Select(credential => $"    {credential.Name}: {credential.Value}"))}

        """;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
