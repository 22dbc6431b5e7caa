using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace Gateway.Manifests.Documents;

/// <summary>
/// What a scalar means, by the rules that kubectl follows (sigs.k8s.io/yaml on go-yaml v2): YAML 1.1 booleans and octals, and
/// dates that stay text.
/// </summary>
internal static partial class YamlScalar
{
    private const string TagPrefix = "tag:yaml.org,2002:";

    /// <summary>The value of a scalar.</summary>
    /// <param name="tag">The full tag, or empty.</param>
    /// <exception cref="FormatException">The tag and the text do not agree, or JSON has no such value.</exception>
    public static (ScalarKind Kind, string Text) Resolve(string text, bool plain, string tag)
    {
        switch (tag)
        {
            case "":
                return plain ? ResolvePlain(text) : (ScalarKind.Text, text);
            case TagPrefix + "binary":
                return (ScalarKind.Text, DecodeBinary(text));
            case TagPrefix + "bool":
                return Require(ResolvePlain(text), ScalarKind.Boolean, "!!bool");
            case TagPrefix + "null":
                return Require(ResolvePlain(text), ScalarKind.Null, "!!null");
            case TagPrefix + "float":
                return Require(ResolvePlain(text), ScalarKind.Number, "!!float");
            case TagPrefix + "int":
                var number = Require(ResolvePlain(text), ScalarKind.Number, "!!int");
                return BigInteger.TryParse(number.Text, CultureInfo.InvariantCulture, out _) ? number : throw Disagree("!!int");
            default:
                return (ScalarKind.Text, text);
        }
    }

    private static (ScalarKind, string) ResolvePlain(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return (ScalarKind.Null, "null");
            case "true" or "True" or "TRUE" or "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON":
                return (ScalarKind.Boolean, "true");
            case "false" or "False" or "FALSE" or "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF":
                return (ScalarKind.Boolean, "false");
            case ".nan" or ".NaN" or ".NAN" or ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" or "-.inf" or "-.Inf" or "-.INF":
                throw new FormatException($"{text} is a number that JSON does not have");
        }
        if (text[0] is not ((>= '0' and <= '9') or '+' or '-' or '.'))
            return (ScalarKind.Text, text);
        return ResolveNumber(text) is { } number ? (ScalarKind.Number, number) : (ScalarKind.Text, text);
    }

    /// <summary>The number as JSON writes it, or null where the text is none. <c>08</c> is no octal and so counts as a decimal, 8.</summary>
    private static string? ResolveNumber(string text)
    {
        var digits = text[0] == '.' ? text : text.Replace("_", "", StringComparison.Ordinal);
        if (ParseInteger(digits) is { } integer)
            return integer.ToString(CultureInfo.InvariantCulture);
        if (!Decimal().IsMatch(digits) || !double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return null;
        if (double.IsInfinity(number))
            return null;
        // 80.0 is the whole number 80 once it is JSON, and so a valid port.
        return Math.Abs(number) < 1e15 && Math.Truncate(number) == number
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>An integer of any base: <c>0x1F</c>, <c>0o17</c>, <c>017</c>, <c>0b11</c>, <c>17</c>.</summary>
    private static BigInteger? ParseInteger(string text)
    {
        var sign = text[0] is '+' or '-' ? 1 : 0;
        var body = text.AsSpan(sign);
        var (radix, prefix) = body switch
        {
            ['0', 'x' or 'X', ..] => (16, 2),
            ['0', 'o' or 'O', ..] => (8, 2),
            ['0', 'b' or 'B', ..] => (2, 2),
            ['0', _, ..] => (8, 1),
            _ => (10, 0),
        };
        var digits = body[prefix..];
        if (digits.IsEmpty || digits.Length > MaxIntegerDigits)
            return null;
        var value = BigInteger.Zero;
        foreach (var character in digits)
        {
            var digit = char.IsAsciiHexDigit(character) ? Convert.ToInt32(character.ToString(), 16) : radix;
            if (digit >= radix)
                return null;
            value = value * radix + digit;
        }
        // A decimal that does not fit into 64 bits is a floating-point number to kubectl.
        if (radix == 10 && value > ulong.MaxValue)
            return null;
        return text[0] == '-' ? -value : value;
    }

    private const int MaxIntegerDigits = 128;

    private static string DecodeBinary(string text)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(text));
        }
        catch (ArgumentException error)
        {
            throw new FormatException("the !!binary value is not text; put base64 into `data` without the tag", error);
        }
        catch (FormatException error)
        {
            throw new FormatException("the !!binary value is not base64", error);
        }
    }

    private static (ScalarKind Kind, string Text) Require((ScalarKind Kind, string Text) value, ScalarKind kind, string tag) =>
        value.Kind == kind ? value : throw Disagree(tag);

    // The text may be a secret, so it is not repeated.
    private static FormatException Disagree(string tag) => new($"the value is no {tag}");

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Decimal();
}
