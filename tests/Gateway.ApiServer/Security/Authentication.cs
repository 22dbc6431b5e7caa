using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Gateway.ApiServer.Security;

/// <summary>Who may come in: the bearer of a token that is known, and whoever has a certificate of the authority for clients.</summary>
internal sealed class Authentication(Authority clients)
{
    private readonly ConcurrentDictionary<string, ApiUser> _tokens = new();

    /// <summary>By the header that says them.</summary>
    private readonly ConcurrentDictionary<string, ApiUser> _passwords = new();

    public string IssueToken(ApiUser user)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        _tokens[token] = user;
        return token;
    }

    public void AcceptPassword(string user, string password) =>
        _passwords[$"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}"] = new(user, ["system:authenticated"]);

    public bool Revoke(string token) => _tokens.TryRemove(token, out _);

    /// <summary>Null where nobody is recognised.</summary>
    public ApiUser? Authenticate(HttpContext context)
    {
        // A certificate goes before a token, and a wrong token is not made good by anything.
        if (context.Connection.ClientCertificate is { } certificate && clients.Signed(certificate))
            return UserOf(certificate);
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? _tokens.GetValueOrDefault(header["Bearer ".Length..].Trim())
            : _passwords.GetValueOrDefault(header);
    }

    private static ApiUser UserOf(X509Certificate2 certificate)
    {
        var parts = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Select(part => (Type: part.GetSingleElementType().Value, Value: part.GetSingleElementValue() ?? ""))
            .ToArray();
        return new(
            parts.FirstOrDefault(part => part.Type == "2.5.4.3").Value ?? "",
            [.. parts.Where(part => part.Type == "2.5.4.10").Select(part => part.Value), "system:authenticated"]);
    }
}
