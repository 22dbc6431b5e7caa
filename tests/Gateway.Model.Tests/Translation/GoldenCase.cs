using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Gateway.Model.Resources;
using Gateway.Model.Translation;

namespace Gateway.Model.Tests.Translation;

/// <summary>
/// A folder with objects and what is to come of them: <c>input.json</c> holds a sentence, options and objects; <c>expected.txt</c> the desired state as text.
/// In the input, <c>{{certificate ID: NAMES}}</c> and <c>{{key ID}}</c> stand for a certificate and its key, made for the run.
/// </summary>
internal sealed partial record GoldenCase(string Folder, string About, TranslationOptions Options, IReadOnlyList<KubernetesObject> Objects)
{
    private static readonly JsonSerializerOptions Lenient = new(JsonSerializerDefaults.Web) { Converters = { new TextsConverter() } };

    public string ExpectedFile => Path.Combine(Folder, "expected.txt");

    public static string Root([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "Golden");

    public static GoldenCase Load(string name)
    {
        var folder = Path.Combine(Root(), name);
        using var document = JsonDocument.Parse(WithCertificates(File.ReadAllText(Path.Combine(folder, "input.json"))));
        var root = document.RootElement;
        var options = root.TryGetProperty("options", out var given) ? given.Deserialize<TranslationOptions>(Lenient)! : new();
        return new(folder, root.GetProperty("about").GetString()!, options, [.. root.GetProperty("items").EnumerateArray().Select(ReadObject)]);
    }

    private static KubernetesObject ReadObject(JsonElement item)
    {
        KubernetesObject resource = item.GetProperty("kind").GetString() switch
        {
            "Service" => item.Deserialize(ResourceJson.Default.Service)!,
            "EndpointSlice" => item.Deserialize(ResourceJson.Default.EndpointSlice)!,
            "Ingress" => item.Deserialize(ResourceJson.Default.Ingress)!,
            "IngressClass" => item.Deserialize(ResourceJson.Default.IngressClass)!,
            "Secret" => item.Deserialize(ResourceJson.Default.Secret)!,
            "Node" => item.Deserialize(ResourceJson.Default.Node)!,
            var other => throw new InvalidDataException($"no golden case needs kind {other}"),
        };
        var isClusterScoped = resource is IngressClass or Node;
        return isClusterScoped || resource.Metadata.Namespace.Length > 0
            ? resource
            : resource with { Metadata = resource.Metadata with { Namespace = "default" } };
    }

    private static string WithCertificates(string json)
    {
        var keys = new Dictionary<string, string>();
        json = CertificatePlace().Replace(json, match =>
        {
            var (certificate, key) = TestCertificate.Ecdsa(match.Groups["names"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            keys[match.Groups["id"].Value] = key;
            return InJson(certificate);
        });
        return KeyPlace().Replace(json, match => InJson(keys[match.Groups["id"].Value]));
    }

    private static string InJson(string text) => JsonEncodedText.Encode(text).ToString();

    /// <summary>The reader of collections does not know ours.</summary>
    private sealed class TextsConverter : JsonConverter<ValueArray<string>>
    {
        public override ValueArray<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<string[]>(ref reader, options)!.ToValueArray();

        public override void Write(Utf8JsonWriter writer, ValueArray<string> value, JsonSerializerOptions options) => throw new NotSupportedException();
    }

    [GeneratedRegex(@"\{\{certificate (?<id>\w+):(?<names>[^}]*)\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CertificatePlace();

    [GeneratedRegex(@"\{\{key (?<id>\w+)\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KeyPlace();
}
