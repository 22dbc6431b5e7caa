namespace Gateway.Netlink.Tests.Support;

/// <summary>Bytes as they are written in a test: pairs of digits, spaces and lines wherever they help, and after // what the bytes mean.</summary>
internal static class Hex
{
    public static byte[] Parse(string text) => Convert.FromHexString(string.Concat(
        text.Split('\n').Select(line => line.Split("//")[0]).SelectMany(line => line).Where(character => !char.IsWhiteSpace(character))));

    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
