using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Gateway.ApiServer.Resources;

namespace Gateway.ApiServer.Admission;

/// <summary>What an object may be called.</summary>
internal static partial class Names
{
    private const string Subdomain = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and " +
        "end with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
        "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private const string Label = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an " +
        "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string Label1035 = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and " +
        "end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    /// <summary>Without vowels and what looks like another sign, so that no words come of it.</summary>
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    public static string Generate(string prefix) => prefix + RandomNumberGenerator.GetString(Alphabet, 5);

    // rbac          anything that can be a segment of a path
    // Namespace     a label
    // Service       a label that begins with a letter
    // else          a subdomain
    public static void Check(ResourceType type, string field, string name, FieldErrors errors)
    {
        var checkedName = field == "metadata.generateName" ? TrimDashes(name) : name;
        if (type.Group == "rbac.authorization.k8s.io")
        {
            if (name is "." or ".." || name.Contains('/', StringComparison.Ordinal) || name.Contains('%', StringComparison.Ordinal))
                errors.Invalid(field, name, "may not contain '/' or '%'");
        }
        else if (type == CoreResources.Namespace)
            CheckPattern(LabelPattern(), 63, Label);
        else if (type == CoreResources.Service)
            CheckPattern(Label1035Pattern(), 63, Label1035);
        else
            CheckPattern(SubdomainPattern(), 253, Subdomain);

        void CheckPattern(Regex pattern, int length, string rule)
        {
            if (!pattern.IsMatch(checkedName))
                errors.Invalid(field, name, rule);
            if (name.Length > length)
                errors.Invalid(field, name, $"must be no more than {length} characters");
        }
    }

    /// <summary>A prefix may end with one dash, since more follows.</summary>
    private static string TrimDashes(string prefix) => prefix.EndsWith('-') ? prefix[..^1] + "a" : prefix;

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SubdomainPattern();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelPattern();

    [GeneratedRegex("^[a-z]([-a-z0-9]*[a-z0-9])?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label1035Pattern();
}
