using Gateway.Model.Resources;

namespace Gateway.Model.Tests.Translation;

/// <summary>
/// Endpoints in one line, so that a table of cases can be read: an address, where <c>7</c> stands for 10.0.0.7, and then any of
/// <c>ready</c>, <c>not-ready</c>, <c>serving</c>, <c>not-serving</c>, <c>terminating</c>, <c>not-terminating</c> (absent: nil),
/// <c>on=NODE</c>, <c>in=ZONE</c>, <c>for-node=A,B</c>, <c>for-zone=A,B</c>.
/// </summary>
internal static class EndpointText
{
    public static Endpoint Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new()
        {
            Addresses = [AddressOf(words[0])],
            Conditions = new() { Ready = Flag(words, "ready"), Serving = Flag(words, "serving"), Terminating = Flag(words, "terminating") },
            NodeName = Value(words, "on"),
            Zone = Value(words, "in"),
            Hints = new()
            {
                ForNodes = Value(words, "for-node")?.Split(',').Select(name => new ForNode { Name = name }).ToArray(),
                ForZones = Value(words, "for-zone")?.Split(',').Select(name => new ForZone { Name = name }).ToArray(),
            },
        };
    }

    /// <summary>The backends as addresses separated by blanks, short where <see cref="Parse"/> takes them short.</summary>
    public static string Write(ValueArray<Backend> backends) =>
        string.Join(' ', backends.Select(backend => backend.Address.StartsWith("10.0.0.", StringComparison.Ordinal) ? backend.Address[7..] : backend.Address));

    private static string AddressOf(string word) => word.All(char.IsAsciiDigit) ? $"10.0.0.{word}" : word;

    private static bool? Flag(string[] words, string name) => words.Contains(name) ? true : words.Contains($"not-{name}") ? false : null;

    private static string? Value(string[] words, string name) =>
        words.FirstOrDefault(word => word.StartsWith($"{name}=", StringComparison.Ordinal))?[(name.Length + 1)..];
}
