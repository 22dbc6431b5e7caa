using System.Text.Json.Nodes;

namespace Gateway.ApiServer.Tests.Support;

/// <summary>A request to a real server, and what it answered.</summary>
internal sealed record Capture(
    string Method, string Path, string ContentType, string? Body, int Status, IReadOnlyDictionary<string, string> Headers, string Answer)
{
    public static string Folder => System.IO.Path.Combine(AppContext.BaseDirectory, "Captures");

    public JsonNode Json => JsonNode.Parse(Answer)!;

    /// <summary>Of a watch.</summary>
    public IReadOnlyList<WatchEvent> Events => [.. Answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(WatchEvent.Parse)];

    // > METHOD PATH (remark)
    // > Header: value
    // > body: text
    // HTTP/2 STATUS
    // header: value
    // (empty)
    // the body of the answer
    public static Capture Read(string name)
    {
        var lines = File.ReadAllLines(System.IO.Path.Combine(Folder, name + ".http"));
        var request = lines.TakeWhile(line => line.StartsWith("> ", StringComparison.Ordinal)).Select(line => line[2..]).ToArray();
        var first = request[0].Split(' ');
        var head = lines.Skip(request.Length).TakeWhile(line => line.Length > 0).ToArray();
        return new(
            first[0],
            first[1],
            After(request, "Content-Type: ") ?? "application/json",
            After(request, "body: "),
            int.Parse(head[0].Split(' ')[1]),
            head.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(header => header[0], header => header[1]),
            string.Join('\n', lines.Skip(request.Length + head.Length + 1)).TrimEnd('\n'));
    }

    private static string? After(string[] lines, string prefix) => lines.FirstOrDefault(line => line.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];
}
