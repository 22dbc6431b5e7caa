using System.Text.Json;

namespace Gateway.Deploy.Tests.Image;

/// <summary>The Dockerfile, as far as this one uses the format.</summary>
internal sealed record Dockerfile(IReadOnlyList<Instruction> Instructions)
{
    public static Dockerfile Parse(string text)
    {
        var lines = text.Split('\n').Where(line => !line.TrimStart().StartsWith('#'));
        var whole = string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal);
        return new([.. whole.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Instruction.Parse)]);
    }

    /// <summary>Each from its FROM to the next one.</summary>
    public IEnumerable<IReadOnlyList<Instruction>> Stages
    {
        get
        {
            for (var rest = Instructions; rest.Count > 0;)
            {
                Instruction[] stage = [rest[0], .. rest.Skip(1).TakeWhile(instruction => instruction.Keyword != "FROM")];
                rest = [.. rest.Skip(stage.Length)];
                yield return stage;
            }
        }
    }

    /// <summary>The value of an instruction of the last stage, which is the image.</summary>
    public string Of(string keyword) => Assert.Single(Stages.Last(), instruction => instruction.Keyword == keyword).Value;

    public IReadOnlyList<string> EntryPoint => JsonSerializer.Deserialize<string[]>(Of("ENTRYPOINT"))!;
}

internal sealed record Instruction(string Keyword, string Value)
{
    public IReadOnlyList<string> Words => Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static Instruction Parse(string line) => line.Split(' ', 2) is [var keyword, var value] ? new(keyword, value.Trim()) : new(line, "");
}
