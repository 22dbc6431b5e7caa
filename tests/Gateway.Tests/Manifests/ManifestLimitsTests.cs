using System.Text;

namespace Gateway.Tests.Manifests;

public class ManifestLimitsTests
{
    [Fact]
    public void A_billion_laughs_are_refused()
    {
        var bomb = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (var i = 1; i < 10; i++)
            bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        AssertRefused(bomb.ToString(), "values");
    }

    [Fact]
    public void A_bomb_of_merge_keys_is_refused()
    {
        var keys = string.Join(", ", Enumerable.Range(0, 2000).Select(i => $"k{i}: 1"));
        var merges = string.Join(", ", Enumerable.Repeat("*a", 2000));
        AssertRefused($"a: &a {{{keys}}}\nb: {{<<: [{merges}]}}\n", "values");
    }

    [Fact]
    public void Bombs_that_are_small_one_by_one_are_refused_together()
    {
        var items = string.Join(", ", Enumerable.Repeat("x", 1000));
        var aliases = string.Join(", ", Enumerable.Repeat("*a", 400));
        var document = $"a: &a [{items}]\nb: [{aliases}]\n---\n";
        Assert.DoesNotContain(Yaml.Read(document).Problems, problem => problem.Message.Contains("values", StringComparison.Ordinal));
        AssertRefused(document + document + document.Replace("x", "y", StringComparison.Ordinal), "values");
    }

    [Fact]
    public void A_long_text_repeated_by_aliases_is_refused() =>
        AssertRefused($"a: &a {new string('x', 100_000)}\nb: [{string.Join(", ", Enumerable.Repeat("*a", 1000))}]\n", "MiB of text");

    [Fact]
    public void Nesting_has_a_limit()
    {
        AssertRefused("a: " + new string('[', 300) + new string(']', 300), "nested deeper than 200");
        AssertRefused("a: " + new string('[', 4_000_000), "nested deeper than 200");
    }

    [Fact]
    public void Nesting_through_aliases_has_the_same_limit()
    {
        var chain = new StringBuilder("a0: &a0 {x: 1}\n");
        for (var i = 1; i < 300; i++)
            chain.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} {{x: *a{i - 1}}}\n");
        AssertRefused(chain.ToString(), "nested deeper than 200");
    }

    [Fact]
    public void Nesting_in_JSON_has_the_same_limit()
    {
        var problem = Assert.Single(Yaml.Read("{\"a\":" + new string('[', 300) + new string(']', 300) + "}", "a.json").Problems);
        Assert.Contains("depth", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_within_the_limits_is_read()
    {
        var deep = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nx: " + new string('[', 150) + new string(']', 150);
        Assert.Empty(Yaml.Read(deep).Problems);
    }

    [Fact]
    public void A_file_of_more_than_4_MiB_is_refused()
    {
        var limit = 4 * 1024 * 1024;
        Assert.Empty(Yaml.Read(new string('#', limit)).Problems);
        AssertRefused(new string('#', limit + 1), "larger than 4 MiB");
    }

    private static void AssertRefused(string yaml, string reason)
    {
        var reading = Yaml.Read(yaml);
        Assert.Empty(reading.Objects);
        Assert.Contains(reason, Assert.Single(reading.Problems).Message, StringComparison.Ordinal);
    }
}
