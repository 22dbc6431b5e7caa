using System.Net.Http.Headers;
using System.Text;

namespace Gateway.KubernetesApi.Access;

/// <summary>From a token, or a name and a password, to the header that shows them.</summary>
internal static class AuthorizationHeader
{
    /// <param name="field">Where the token is from, for the message.</param>
    /// <exception cref="FormatException">It is no token.</exception>
    public static AuthenticationHeaderValue Bearer(string field, byte[] content)
    {
        var token = Encoding.Latin1.GetString(content).Trim();
        if (token.Length == 0)
            throw new FormatException($"{field} is empty");
        return IsPlain(token) ? new("Bearer", token) : throw new FormatException($"{field} holds characters that no token has");
    }

    public static AuthenticationHeaderValue Basic(string user, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    private static bool IsPlain(string token) => !token.AsSpan().ContainsAnyExceptInRange('!', '~');
}
