using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Gateway.Model;

/// <summary>
/// The hosts that routes and certificates are for: a DNS name (RFC 1123, lower case), <c>*.name</c> for exactly one label more, or
/// <see cref="HostRoutes.AnyHost"/>. After networking.k8s.io/v1 IngressRule; the wildcard of the Gateway API means something else.
/// </summary>
public static class HostPattern
{
    private const string WildcardPrefix = "*.";
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <param name="text">A host in any case. Empty is <see cref="HostRoutes.AnyHost"/>.</param>
    /// <param name="problem">A sentence that says what is wrong with it.</param>
    public static bool TryParse(string? text, out string host, [NotNullWhen(false)] out string? problem)
    {
        host = (text ?? "").ToLowerInvariant();
        var name = host.StartsWith(WildcardPrefix, StringComparison.Ordinal) ? host[WildcardPrefix.Length..] : host;
        problem = host.Length == 0 || (IsDnsName(name) && !IPAddress.TryParse(name, out _)) ? null : $"host {host} {ProblemOf(host, name)}";
        return problem is null;
    }

    public static bool IsWildcard(string host) => host.StartsWith(WildcardPrefix, StringComparison.Ordinal);

    /// <summary>Whether a pattern covers a host, or a certificate's name a server name. Both in lower case.</summary>
    public static bool Matches(string pattern, string host)
    {
        if (pattern.Length == 0 || pattern == host)
            return true;
        var dot = host.IndexOf('.');
        return dot > 0 && IsWildcard(pattern) && pattern.AsSpan(1).SequenceEqual(host.AsSpan(dot)) && host[0] != '*';
    }

    /// <summary>RFC 1123: labels of letters, digits and inner dashes. Lower case alone.</summary>
    public static bool IsDnsName(string name)
    {
        if (name.Length is 0 or > LongestName)
            return false;
        foreach (var label in name.AsSpan().Split('.'))
            if (!IsLabel(name.AsSpan(label)))
                return false;
        return true;
    }

    private static bool IsLabel(ReadOnlySpan<char> label) =>
        label.Length is > 0 and <= LongestLabel
        && label[0] != '-'
        && label[^1] != '-'
        && !label.ContainsAnyExcept(LabelCharacters);

    // The cases, in order: a bare star, an address, a port, a star elsewhere, anything else.
    private static string ProblemOf(string host, string name) =>
        host == "*" ? "is not a host; leave the host out to mean all hosts"
        : IPAddress.TryParse(name.Trim('[', ']'), out _) ? "is an IP address; a host is a DNS name"
        : host.Contains(':') ? "must not hold a port"
        : name.Contains('*') ? "is not a valid wildcard; a star stands for the whole first label, once"
        : "is not a valid DNS name";
}
