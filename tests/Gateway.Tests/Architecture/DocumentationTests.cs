using System.Reflection;
using System.Text.RegularExpressions;
using Gateway.Commands;
using Gateway.Configuration;
using Gateway.Model;
using Gateway.Model.Translation;
using Gateway.Tests.Configuration;

namespace Gateway.Tests.Architecture;

/// <summary>What users are told exists, and what exists is told.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void Every_key_of_the_configuration_is_explained()
    {
        using var environment = new TestEnvironment();
        var text = Page("configuration.md");

        Assert.DoesNotContain(environment.Read().Keys, key => !text.Contains($"`{key}`", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_annotation_is_explained()
    {
        var text = Page("annotations.md");

        Assert.DoesNotContain(
            ConstantsOf(typeof(Annotations)).Where(value => value != Annotations.Prefix),
            value => !text.Contains($"`{value[Annotations.Prefix.Length..]}`", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_policy_is_explained()
    {
        var text = Page("load-balancing.md");

        Assert.DoesNotContain(LoadBalancingPolicyNames.All, policy => !text.Contains($"| `{policy}`", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_exit_code_is_explained()
    {
        var text = Page("commands.md");

        Assert.DoesNotContain(
            typeof(ExitCode).GetFields().Select(field => (int)field.GetRawConstantValue()!),
            code => !text.Contains($"| {code} |", StringComparison.Ordinal));
    }

    [Fact]
    public void Links_lead_somewhere()
    {
        var pages = Directory.GetFiles(Path.Combine(RepositoryRoot.Path, "docs"), "*.md").Append(Path.Combine(RepositoryRoot.Path, "README.md"));
        var broken =
            from page in pages
            from Match link in Link().Matches(File.ReadAllText(page))
            let target = link.Groups["target"].Value
            where !target.Contains("://", StringComparison.Ordinal)
            where !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, target.Split('#')[0]))
            // Benchmarks are a tree of their own, which a copy of the sources may leave out.
            where !target.StartsWith("benchmarks/", StringComparison.Ordinal)
            select $"{Path.GetFileName(page)}: {target}";

        Assert.Empty(broken);
    }

    private static string Page(string name) => File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", name));

    private static IEnumerable<string> ConstantsOf(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Link();
}
