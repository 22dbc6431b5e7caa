using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Gateway.Manifests.Documents;
using Gateway.Model;

namespace Gateway.Manifests;

/// <summary>The bytes of a file into what it gives. Pure.</summary>
internal static class ManifestFileParser
{
    /// <summary>
    /// Reads a file. What cannot be read stays what it was in <paramref name="previous"/>: all of the file where the text is not YAML or JSON,
    /// else the objects in question. Parts whose text is the same are taken over unread.
    /// </summary>
    public static ManifestFile Parse(ReadOnlyMemory<byte> bytes, ManifestFile previous, bool keepNodes = false)
    {
        var linesBefore = 0;
        long nodes = 0, textLength = 0;
        try
        {
            var text = ManifestText.Parse(bytes);
            var isJson = previous.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
            var parts = new List<(TextChunk Chunk, UInt128 Hash, ParsedChunk Parsed)>();
            foreach (var chunk in isJson ? [new TextChunk(0, text)] : YamlChunks.Split(text))
            {
                linesBefore = chunk.LinesBefore;
                var hash = HashOf(chunk.Utf8.Span);
                var parsed = previous.Chunks.GetValueOrDefault(hash) ?? Parse(chunk, isJson, keepNodes);
                parts.Add((chunk, hash, parsed));
                RefuseIfTooLarge(nodes += parsed.NodeCount, textLength += parsed.TextLength);
            }
            return Combine(parts, previous);
        }
        catch (ManifestSyntaxException error)
        {
            return previous.Broken(At(previous.Path, error.Position.Below(linesBefore)), error.MessageBelow(linesBefore));
        }
    }

    private static ParsedChunk Parse(TextChunk chunk, bool isJson, bool keepNodes)
    {
        var documents = isJson ? JsonComposer.Compose(chunk.Utf8.Span) : YamlComposer.Compose(Encoding.UTF8.GetString(chunk.Utf8.Span));
        return new(
            DocumentReader.Read(documents, keepNodes),
            documents.Sum(document => document.Root.NodeCount),
            documents.Sum(document => document.Root.TextLength));
    }

    private static ManifestFile Combine(List<(TextChunk Chunk, UInt128 Hash, ParsedChunk Parsed)> parts, ManifestFile previous)
    {
        var slots = new List<(DocumentSlot Slot, int LinesBefore)>();
        var problems = new List<ManifestProblem>();
        var chunks = new Dictionary<UInt128, ParsedChunk>();
        foreach (var (chunk, hash, parsed) in parts)
        {
            chunks[hash] = parsed;
            slots.AddRange(parsed.Content.Slots.Select(slot => (slot, chunk.LinesBefore)));
            problems.AddRange(parsed.Content.Remarks.Select(remark => new ManifestProblem(
                remark.Severity, At(previous.Path, remark.Position.Below(chunk.LinesBefore)), remark.Object, remark.Message)));
        }
        return new()
        {
            Path = previous.Path,
            Entries = Entries(slots, previous),
            // A kind that is skipped is worth one line in a file, however many objects of it there are.
            Problems = [.. problems.DistinctBy(problem => problem.Severity == ConditionSeverity.Info ? problem.Message : (object)problem)],
            Chunks = chunks,
        };
    }

    /// <summary>
    /// The objects in order. One that could not be read stays what it was: by its name, or where that is unknown, the one that stood in its
    /// place while the file had as many objects as now.
    /// </summary>
    private static List<ManifestEntry> Entries(List<(DocumentSlot Slot, int LinesBefore)> slots, ManifestFile previous)
    {
        var entries = new List<ManifestEntry>(slots.Count);
        var named = slots.Where(slot => slot.Slot.Reference is not null).Select(slot => slot.Slot.Reference!.Value).ToHashSet();
        foreach (var (index, (slot, linesBefore)) in slots.Index())
        {
            if (slot.Object is { } read)
                entries.Add(new(read, At(previous.Path, read.Position.Below(linesBefore))));
            else if (slot.Reference is { } reference && previous.Entries.FirstOrDefault(entry => entry.Reference == reference) is { } same)
                entries.Add(same);
            else if (slot.Reference is null && previous.Entries.Count == slots.Count && !named.Contains(previous.Entries[index].Reference))
                entries.Add(previous.Entries[index]);
        }
        return entries;
    }

    private static void RefuseIfTooLarge(long nodes, long textLength)
    {
        if (nodes > ManifestLimits.MaxNodes || textLength > ManifestLimits.MaxTextLength)
            throw new ManifestSyntaxException(TextPosition.Start, "too many values in one file once every alias is written out");
    }

    private static ManifestPosition At(string path, TextPosition position) => new(path, position.Line, position.Column);

    private static UInt128 HashOf(ReadOnlySpan<byte> bytes) => MemoryMarshal.Read<UInt128>(SHA256.HashData(bytes));
}
