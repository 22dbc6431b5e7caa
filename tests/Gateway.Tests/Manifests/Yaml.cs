using System.Text;
using Gateway.Manifests;
using Gateway.Manifests.Documents;

namespace Gateway.Tests.Manifests;

/// <summary>Short forms for tests of texts.</summary>
internal static class Yaml
{
    /// <summary>The documents as JSON, one to a line; a document with faults as the faults.</summary>
    public static string ToJson(string yaml) => string.Join('\n', YamlComposer.Compose(yaml).Select(Print));

    public static string ToJsonFromJson(string json) => string.Join('\n', JsonComposer.Compose(Encoding.UTF8.GetBytes(json)).Select(Print));

    public static ManifestReading Read(string text, string file = "a.yaml") => ManifestReader.Parse([new(file, Encoding.UTF8.GetBytes(text))]);

    public static ManifestReading Read(params (string File, string Text)[] files) =>
        ManifestReader.Parse(files.Select(file => KeyValuePair.Create(file.File, Encoding.UTF8.GetBytes(file.Text))));

    public static string Problems(string text, string file = "a.yaml") => string.Join('\n', Read(text, file).Problems);

    private static string Print(ComposedDocument document) => document.Faults.Count == 0
        ? Encoding.UTF8.GetString(NodeJson.Build(document.Root).Span)
        : string.Join("; ", document.Faults.Select(fault => $"{fault.Position.Line}:{fault.Position.Column} {fault.Message}"));
}
