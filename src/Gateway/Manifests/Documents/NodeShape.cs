using System.Text.Json.Serialization.Metadata;
using Gateway.Model.Resources;

namespace Gateway.Manifests.Documents;

/// <summary>
/// Says where and why a tree does not fit a type. The serializer is the judge of whether it fits, but it stops at the first fault
/// and speaks of .NET types; this names every fault in the words of the manifest.
/// </summary>
internal static class NodeShape
{
    /// <param name="quoteValues">False for secrets, whose values never reach a message.</param>
    public static IReadOnlyList<DocumentFault> Check(ManifestNode node, JsonTypeInfo type, bool quoteValues)
    {
        var faults = new List<DocumentFault>();
        Check(node, type.Type, new(type.Options, quoteValues, faults), "");
        return [.. faults.OrderBy(fault => fault.Position.Line).ThenBy(fault => fault.Position.Column)];
    }

    /// <summary>A list holds values: an API server refuses an object with an empty item.</summary>
    public static List<DocumentFault> CheckItems(ManifestNode node)
    {
        var faults = new List<DocumentFault>();
        CheckItems(node, faults, "");
        return faults;
    }

    private static void CheckItems(ManifestNode node, List<DocumentFault> faults, string path)
    {
        if (!node.HasNullItem)
            return;
        if (node is MappingNode mapping)
        {
            foreach (var entry in mapping.Entries)
                CheckItems(entry.Value, faults, FieldPath.Child(path, entry.Key));
        }
        else if (node is SequenceNode sequence)
        {
            foreach (var (index, item) in sequence.Items.Index())
            {
                if (item.IsNull)
                    faults.Add(new(item.Position, $"{FieldPath.Item(path, index)} is empty"));
                CheckItems(item, faults, FieldPath.Item(path, index));
            }
        }
    }

    private sealed record Context(System.Text.Json.JsonSerializerOptions Options, bool QuoteValues, List<DocumentFault> Faults);

    private static void Check(ManifestNode node, Type type, Context context, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var contract = context.Options.GetTypeInfo(type);
        switch (contract.Kind, node)
        {
            case (JsonTypeInfoKind.Object, MappingNode mapping):
                foreach (var property in contract.Properties)
                    if (mapping.Find(property.Name) is { Value.IsNull: false } entry)
                        Check(entry.Value, property.PropertyType, context, FieldPath.Child(path, entry.Key));
                break;
            case (JsonTypeInfoKind.Dictionary, MappingNode mapping):
                foreach (var entry in mapping.Entries.Where(entry => !entry.Value.IsNull))
                    Check(entry.Value, contract.ElementType!, context, FieldPath.Child(path, entry.Key));
                break;
            case (JsonTypeInfoKind.Enumerable, SequenceNode sequence):
                foreach (var (index, item) in sequence.Items.Index())
                    Check(item, contract.ElementType!, context, FieldPath.Item(path, index));
                break;
            case (JsonTypeInfoKind.None, ScalarNode scalar) when Fits(scalar, type):
                break;
            default:
                context.Faults.Add(new(node.Position, $"{path} must be {Expected(contract)}, not {Found(node, context)}{Hint(node, type)}"));
                break;
        }
    }

    private static bool Fits(ScalarNode scalar, Type type) =>
        type == typeof(string) ? scalar.Kind == ScalarKind.Text
        : type == typeof(bool) ? scalar.Kind == ScalarKind.Boolean
        : type == typeof(int) ? scalar.Kind == ScalarKind.Number && int.TryParse(scalar.Text, out _)
        : type == typeof(long) ? scalar.Kind == ScalarKind.Number && long.TryParse(scalar.Text, out _)
        : type == typeof(IntOrString) ? scalar.Kind == ScalarKind.Text || (scalar.Kind == ScalarKind.Number && int.TryParse(scalar.Text, out _))
        : type == typeof(DateTimeOffset) ? scalar.Kind == ScalarKind.Text && DateTimeOffset.TryParse(scalar.Text, out _)
        : true;

    private static string Expected(JsonTypeInfo contract) => contract.Kind switch
    {
        JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "a mapping",
        JsonTypeInfoKind.Enumerable => "a list",
        _ when contract.Type == typeof(string) => "text",
        _ when contract.Type == typeof(bool) => "true or false",
        _ when contract.Type == typeof(int) || contract.Type == typeof(long) => "a whole number",
        _ when contract.Type == typeof(IntOrString) => "a port number or a port name",
        _ when contract.Type == typeof(DateTimeOffset) => "a time such as 2026-01-31T12:00:00Z",
        _ => "something else",
    };

    private static string Found(ManifestNode node, Context context) => node switch
    {
        ScalarNode { Kind: ScalarKind.Text, Text.Length: <= 80 } text when context.QuoteValues => $"the text \"{text.Text}\"",
        ScalarNode { Kind: ScalarKind.Number } number when context.QuoteValues => $"the number {number.Text}",
        ScalarNode { Kind: ScalarKind.Boolean } boolean when context.QuoteValues => boolean.Text,
        _ => node.Description,
    };

    private static string Hint(ManifestNode node, Type type) =>
        type == typeof(string) && node is ScalarNode { Kind: ScalarKind.Number or ScalarKind.Boolean } ? ": quote it" : "";
}
