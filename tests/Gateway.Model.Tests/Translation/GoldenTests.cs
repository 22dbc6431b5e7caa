using Gateway.Model.Resources;
using Gateway.Model.Translation;

namespace Gateway.Model.Tests.Translation;

/// <summary>One rule of translation per folder of <c>Golden</c>. <c>UPDATE_GOLDEN=1</c> rewrites what is expected: read the difference before committing it.</summary>
public sealed class GoldenTests
{
    private static readonly bool Update = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    public static TheoryData<string> Cases() => [.. Directory.GetDirectories(GoldenCase.Root()).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Translation_gives_what_the_folder_expects(string name)
    {
        var golden = GoldenCase.Load(name);

        var actual = $"# {golden.About}\n{Translate(golden, golden.Objects)}";

        if (Update)
            File.WriteAllText(golden.ExpectedFile, actual);
        Assert.Equal(File.ReadAllText(golden.ExpectedFile), actual);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_order_in_which_objects_arrive_says_nothing(string name)
    {
        var golden = GoldenCase.Load(name);

        Assert.Equal(Translate(golden, golden.Objects), Translate(golden, golden.Objects.Reverse()));
    }

    private static string Translate(GoldenCase golden, IEnumerable<KubernetesObject> objects)
    {
        // One object at a time, so that each case also exercises the taking over of earlier results.
        var result = TranslationResult.Empty;
        foreach (var resource in objects)
            result = Translator.Translate(result.Snapshot.Apply(ResourceChange.Upsert(resource)), result, golden.Options);
        return DesiredStateText.Build(result.Desired);
    }
}
