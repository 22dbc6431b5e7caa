using System.Text.Json.Nodes;

namespace Gateway.ApiServer.Tests.Support;

/// <summary>Reads a watch line by line.</summary>
internal sealed class WatchReader(HttpResponseMessage response, Stream stream) : IDisposable
{
    private readonly StreamReader _reader = new(stream);

    /// <summary>Null at the end.</summary>
    public async Task<string?> LineAsync() => await _reader.ReadLineAsync(Deadline.Token());

    public async Task<WatchEvent> NextAsync() => WatchEvent.Parse(await LineAsync() ?? throw new EndOfStreamException("the watch ended"));

    /// <summary>Everything up to the end.</summary>
    public async Task<IReadOnlyList<WatchEvent>> RestAsync()
    {
        var events = new List<WatchEvent>();
        while (await LineAsync() is { } line)
            events.Add(WatchEvent.Parse(line));
        return events;
    }

    public void Dispose()
    {
        _reader.Dispose();
        response.Dispose();
    }
}

internal sealed record WatchEvent(string Type, JsonNode Object)
{
    public string? Name => Object["metadata"]?["name"]?.GetValue<string>();

    public string? Version => Object["metadata"]?["resourceVersion"]?.GetValue<string>();

    public static WatchEvent Parse(string line) => JsonNode.Parse(line) is { } json
        ? new(json["type"]!.GetValue<string>(), json["object"]!)
        : throw new FormatException(line);

    public override string ToString() => $"{Type} {Name}";
}
