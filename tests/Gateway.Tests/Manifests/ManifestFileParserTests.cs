using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Manifests;
using Gateway.Manifests.Documents;
using Gateway.Model;

namespace Gateway.Tests.Manifests;

public class ManifestFileParserTests
{
    private static readonly ManifestFile Unread = ManifestFile.Unread("a.yaml");

    [Fact]
    public void A_file_that_does_not_parse_keeps_what_it_gave_before()
    {
        var before = Parse(Manifest.Join(Manifest.Service("a"), Manifest.Service("b")), Unread);
        var after = Parse(Manifest.Join(Manifest.Service("a", 81), "b: ["), before);
        Assert.True(after.IsBroken);
        Assert.Same(before.Entries, after.Entries);
        Assert.Equal("a.yaml:10:1", Assert.Single(after.Problems).Position.ToString());
    }

    [Fact]
    public void A_document_that_cannot_be_read_keeps_what_it_gave_before()
    {
        var before = Parse(Manifest.Join(Manifest.Service("a"), Manifest.Service("b")), Unread);
        var after = Parse(Manifest.Join(Manifest.Service("a", 81), Manifest.Service("b").Replace("80", "http", StringComparison.Ordinal)), before);
        Assert.False(after.IsBroken);
        Assert.Equal(["a", "b"], Names(after));
        Assert.NotSame(before.Entries[0].Object, after.Entries[0].Object);
        Assert.Same(before.Entries[1].Object, after.Entries[1].Object);
        Assert.Equal("a.yaml:15:11: Service default/b: spec.ports[0].port must be a whole number, not the text \"http\"", Assert.Single(after.Problems).ToString());
    }

    [Fact]
    public void A_document_that_lost_its_name_keeps_what_stood_in_its_place()
    {
        var before = Parse(Manifest.Join(Manifest.Service("a"), Manifest.Service("b")), Unread);
        Assert.Equal(["a", "b"], Names(Parse(Manifest.Join("apiVersion: v1\nkind: Service\n", Manifest.Service("b")), before)));
        Assert.Equal(["b", "a"], Names(Parse(Manifest.Join(Manifest.Service("b"), Manifest.Service("a")), before)));
        Assert.Equal(["a"], Names(Parse(Manifest.Join(Manifest.Service("a"), "apiVersion: v1\nkind: Service\n", "x: y"), before)));
    }

    [Fact]
    public void A_document_that_is_broken_for_a_while_is_whole_again_afterwards()
    {
        var before = Parse(Manifest.Service("a"), Unread);
        var broken = Parse("a: [", before);
        Assert.Equal(["a"], Names(Parse("a: {", broken)));
        var after = Parse(Manifest.Service("a", 81), broken);
        Assert.False(after.IsBroken);
        Assert.Empty(after.Problems);
        Assert.NotEqual(before.Entries[0].Object.Hash, after.Entries[0].Object.Hash);
    }

    [Fact]
    public void An_edit_parses_the_documents_it_touched_and_moves_the_others()
    {
        var services = Enumerable.Range(0, 100).Select(i => Manifest.Service($"s{i}")).ToArray();
        var before = Parse(Manifest.Join(services), Unread);
        services[50] = "# moved\n" + Manifest.Service("s50", 81);
        var after = Parse(Manifest.Join(services), before);

        Assert.Equal(Names(before), Names(after));
        Assert.Equal([50], Enumerable.Range(0, 100).Where(i => !ReferenceEquals(before.Entries[i].Object, after.Entries[i].Object)));
        Assert.Equal(before.Entries[99].Position with { Line = before.Entries[99].Position.Line + 1 }, after.Entries[99].Position);
    }

    [Fact]
    public void The_same_object_written_differently_has_the_same_hash()
    {
        var block = Parse(Manifest.Service("a"), Unread).Entries[0].Object;
        var flow = Parse("{apiVersion: v1, kind: 'Service', metadata: {name: \"a\", labels: null}, spec: {ports: [{port: 0x50}]}} # x", Unread).Entries[0].Object;
        Assert.Equal(block.Hash, flow.Hash);
    }

    [Fact]
    public void Any_edit_gives_what_a_first_reading_would_give()
    {
        string[] parts = ["---\n", "--- # c\r\n", Manifest.Service("a"), Manifest.Service("b", 81), "# c\n", "...\n", "x: |\n  ---\n", "\n", "%YAML 1.1\n", "{apiVersion: v1, kind: Node, metadata: {name: node}}\n", "text: \"---\n"];
        var texts = Gen.Elements(parts).ListOf().Select(string.Concat);
        Prop.ForAll(Arb.From(texts), Arb.From(texts), (first, second) =>
        {
            var edited = Parse(second, Parse(first, Unread));
            var fresh = Parse(second, Unread);
            Assert.Equal(fresh.IsBroken, edited.IsBroken);
            Assert.Equal(fresh.Problems.Where(IsError), edited.Problems.Where(IsError));
            if (fresh.Problems.Any(IsError))
                return;
            Assert.Equal(fresh.Entries.Select(entry => (entry.Reference, entry.Position, entry.Object.Hash)), edited.Entries.Select(entry => (entry.Reference, entry.Position, entry.Object.Hash)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_text_in_parts_gives_what_it_gives_in_one_where_it_can_be_read_in_one()
    {
        string[] lines = ["---\n", "---x\n", "a: 1\n", "b:\n", "  - c\n", "t: |\n", "  ---\n", "# ---\n", "...\n", "\r\n", "--- {d: 2}\n"];
        Prop.ForAll(Arb.From(Gen.Elements(lines).ListOf().Select(string.Concat)), text =>
        {
            var whole = Compose(text);
            var parts = YamlChunks.Split(Encoding.UTF8.GetBytes(text))
                .Select(chunk => Compose(Encoding.UTF8.GetString(chunk.Utf8.Span))).ToList();
            if (whole is not null)
                Assert.Equal(whole, string.Concat(parts));
        }).QuickCheckThrowOnFailure();
    }

    private static string? Compose(string text)
    {
        try
        {
            return string.Concat(YamlComposer.Compose(text).Select(document =>
                document.Faults.Count > 0 ? "fault" : Encoding.UTF8.GetString(NodeJson.Build(document.Root).Span)));
        }
        catch (ManifestSyntaxException)
        {
            return null;
        }
    }

    private static bool IsError(ManifestProblem problem) => problem.Severity == ConditionSeverity.Error;

    private static ManifestFile Parse(string text, ManifestFile previous) => ManifestFileParser.Parse(Encoding.UTF8.GetBytes(text), previous);

    private static IEnumerable<string> Names(ManifestFile file) => file.Entries.Select(entry => entry.Object.Resource.Metadata.Name);
}
