using System.Security.Cryptography;
using System.Text;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.ClusterStatus.Events;

/// <summary>What is to be told on an object: what of it is refused, or done in another way than asked.</summary>
internal static class EventPlan
{
    private const int MaxName = 253;
    private const int MaxNote = 1024;
    private const int MaxInstance = 128;
    private const string ClusterScopedNamespace = "default";

    public static IEnumerable<PlannedEvent> Build(KubernetesObject resource, ObjectConditions conditions) =>
        conditions.Items
            .Where(condition => condition.Severity is ConditionSeverity.Warning or ConditionSeverity.Error)
            .Select(condition => new PlannedEvent(NameOf(resource, condition), NamespaceOf(resource), condition))
            .DistinctBy(planned => planned.Name);

    public static bool HasAny(ObjectConditions? conditions) =>
        conditions?.Items.Any(condition => condition.Severity is ConditionSeverity.Warning or ConditionSeverity.Error) ?? false;

    public static KubernetesEvent Write(PlannedEvent planned, KubernetesObject resource, EventVoice voice, StatusOptions options, DateTimeOffset now) => new()
    {
        Metadata = new(planned.Name, planned.Namespace),
        EventTime = ApiTime.Micro(now),
        ReportingController = options.ControllerName,
        ReportingInstance = options.Identity.Length <= MaxInstance ? options.Identity : options.Identity[..MaxInstance],
        Action = voice.Action,
        Reason = planned.Condition.Reason,
        Type = "Warning",
        Note = NoteOf(voice.Preface, planned.Condition),
        Regarding = new(
            ApiPaths.VersionOf(resource.Kind),
            resource.Kind,
            resource.Metadata.Namespace.Length == 0 ? null : resource.Metadata.Namespace,
            resource.Metadata.Name,
            resource.Metadata.Uid,
            resource.Metadata.ResourceVersion),
    };

    /// <summary>The same for the same thing about the same object, whichever replica says it, and whenever: the API itself refuses the second one.</summary>
    private static string NameOf(KubernetesObject resource, Condition condition)
    {
        var what = string.Join('\n', resource.Metadata.Uid, resource.Kind, condition.Reason, condition.Field, condition.Message);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 8));
        var room = MaxName - hash.Length - 1;
        var name = resource.Metadata.Name.Length <= room ? resource.Metadata.Name : resource.Metadata.Name[..room].TrimEnd('.', '-');
        return $"{name}.{hash}";
    }

    /// <summary>Events on objects without a namespace have one all the same.</summary>
    private static string NamespaceOf(KubernetesObject resource) =>
        resource.Metadata.Namespace.Length == 0 ? ClusterScopedNamespace : resource.Metadata.Namespace;

    private static string NoteOf(string preface, Condition condition)
    {
        var note = preface + (condition.Field.Length == 0 ? condition.Message : $"{condition.Field}: {condition.Message}");
        if (Encoding.UTF8.GetByteCount(note) <= MaxNote)
            return note;
        // The longest beginning of whole characters that leaves room for the mark.
        var bytes = 0;
        var text = new StringBuilder();
        foreach (var rune in note.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MaxNote - Encoding.UTF8.GetByteCount("…"))
                break;
            text.Append(rune.ToString());
        }
        return text.Append('…').ToString();
    }
}

/// <summary>One thing to tell, by its name.</summary>
internal sealed record PlannedEvent(string Name, string Namespace, Condition Condition);
