using System.Globalization;
using System.Net;
using Gateway.Model;
using Gateway.Model.Translation;

namespace Gateway.Configuration;

/// <summary>
/// Reads typed values from layers, the later over the earlier. A value that cannot be used is noted as a problem and read as its default, so
/// that one reading finds every problem. Each key that was asked for is a known one; what else is written is a problem too.
/// </summary>
internal sealed class SectionReader(IReadOnlyList<ConfigurationLayer> layers)
{
    public const string Root = "Gateway";

    private readonly SortedSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _lists = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ConfigurationProblem> _problems = [];

    /// <summary>Takes a text if it is a <typeparamref name="T"/> that the key allows.</summary>
    public delegate bool Parser<T>(string text, out T value);

    /// <summary>Every key that was asked for, without <see cref="Root"/>.</summary>
    public IReadOnlyCollection<string> KnownKeys => _known;

    /// <summary>Problems of the values read so far, then every key that nobody asked for. Call it last.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems() => [.. _problems, .. UnknownKeys.In(layers, _known, _lists)];

    public string Text(string key, string fallback) => OptionalText(key) ?? fallback;

    public string? OptionalText(string key) => Written(key)?.Value;

    /// <summary>A domain name in lower case, without the dot at its end.</summary>
    public string DomainName(string key, string fallback) =>
        TryRead<string>(key, "a domain name such as cluster.local", TryParseDomainName, out var name) ? name : fallback;

    public bool Flag(string key, bool fallback) => TryRead<bool>(key, "true or false", bool.TryParse, out var flag) ? flag : fallback;

    /// <summary>A port; 0 lets the system choose.</summary>
    public int Port(string key, int fallback) => Number(key, fallback, 0, IPEndPoint.MaxPort);

    public int Number(string key, int fallback, int least, int most)
    {
        return TryRead<int>(key, $"a whole number from {least} to {most}", Parse, out var number) ? number : fallback;

        bool Parse(string text, out int value) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most;
    }

    public T Choice<T>(string key, T fallback)
        where T : struct, Enum
    {
        var names = string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()));
        return TryRead<T>(key, "one of " + names, Parse, out var choice) ? choice : fallback;

        static bool Parse(string text, out T value) => Enum.TryParse(text, ignoreCase: true, out value) && char.IsAsciiLetter(text[0]);
    }

    public TimeSpan Time(string key, TimeSpan fallback, TimeSpan least, TimeSpan most) => OptionalTime(key, least, most) ?? fallback;

    public TimeSpan? OptionalTime(string key, TimeSpan least, TimeSpan most)
    {
        var expected = $"a duration from {least.TotalSeconds:0.###}s to {most.TotalSeconds:0.###}s, such as 30s, 500ms or 1m30s";
        return TryRead<TimeSpan>(key, expected, Parse, out var time) ? time : null;

        bool Parse(string text, out TimeSpan value) => Duration.TryParse(text, out value) && value >= least && value <= most;
    }

    public IPEndPoint Listen(string key, IPEndPoint fallback) =>
        TryRead<IPEndPoint>(key, "an address and port such as 127.0.0.1:8081, [::1]:8081 or *:8081", ListenAddress.TryParse, out var endPoint)
            ? endPoint
            : fallback;

    public IPAddress? OptionalAddress(string key) => TryRead<IPAddress>(key, "an IP address", IPAddress.TryParse!, out var address) ? address : null;

    public IReadOnlyList<string> Texts(string key)
    {
        return TryReadList<string>(key, "a name", Parse, out var texts) ? texts : [];

        static bool Parse(string text, out string value) => (value = text).Length > 0;
    }

    /// <summary>Where something is reached: IP addresses, and host names in lower case.</summary>
    public IReadOnlyList<string> Addresses(string key)
    {
        return TryReadList<string>(key, "an IP address or a host name", Parse, out var addresses) ? addresses : [];

        static bool Parse(string text, out string value)
        {
            if (IPAddress.TryParse(text, out var address))
                value = address.ToString();
            else if (!TryParseDomainName(text, out value) || char.IsAsciiDigit(value[^1]))
                return false;
            return true;
        }
    }

    /// <summary>An object's namespace and name.</summary>
    public NamespacedName? ObjectName(string key)
    {
        return TryRead<NamespacedName>(key, "a namespace and a name such as default/web", Parse, out var name) ? name : null;

        static bool Parse(string text, out NamespacedName value)
        {
            var parts = text.Split('/');
            value = parts.Length == 2 ? new(parts[0], parts[1]) : default;
            return parts is [{ Length: > 0 }, { Length: > 0 }];
        }
    }

    public IReadOnlyList<IPNetwork> Networks(string key, IReadOnlyList<IPNetwork> fallback) =>
        TryReadList<IPNetwork>(key, "a network such as 10.0.0.0/8, fd00::/8 or a single address", NetworkText.TryParse, out var networks)
            ? networks
            : fallback;

    private static bool TryParseDomainName(string text, out string value)
    {
        value = text.TrimEnd('.').ToLowerInvariant();
        return value.Length <= 253 && value.Split('.').All(label => label is [not '-', ..] and [.., not '-'] && label.Length <= 63
            && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'));
    }

    private bool TryRead<T>(string key, string expected, Parser<T> parse, out T value)
    {
        if (Written(key) is { } written)
            return TryParse(key, expected, parse, written, out value);
        value = default!;
        return false;
    }

    /// <summary>A list is taken whole from the last layer that has one: an element for each item, or one text with commas between them.</summary>
    private bool TryReadList<T>(string key, string expected, Parser<T> parse, out IReadOnlyList<T> items)
    {
        _known.Add(key);
        _lists.Add(key);
        items = [];
        var layer = layers.LastOrDefault(layer => layer.Values.GetSection(Full(key)).Exists());
        if (layer is null)
            return false;
        var list = new List<T>();
        foreach (var written in Items(layer, layer.Values.GetSection(Full(key))))
            if (TryParse(key, expected, parse, written, out var item))
                list.Add(item);
        items = list;
        return true;
    }

    private static IEnumerable<WrittenValue> Items(ConfigurationLayer layer, IConfigurationSection section)
    {
        var texts = (section.Value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return section.GetChildren()
            .Select(child => new WrittenValue(child.Value ?? "", layer.Origin(child.Path)))
            .Concat(texts.Select(text => new WrittenValue(text, layer.Origin(section.Path))));
    }

    private bool TryParse<T>(string key, string expected, Parser<T> parse, WrittenValue written, out T value)
    {
        if (parse(written.Value, out value))
            return true;
        _problems.Add(new(written.Origin, $"{Full(key)} is \"{written.Value}\", which is not {expected}"));
        return false;
    }

    private WrittenValue? Written(string key)
    {
        _known.Add(key);
        var path = Full(key);
        var layer = layers.LastOrDefault(layer => !string.IsNullOrEmpty(layer.Values[path]));
        return layer is null ? null : new(layer.Values[path]!, layer.Origin(path));
    }

    private static string Full(string key) => $"{Root}:{key}";

    private sealed record WrittenValue(string Value, string Origin);
}
