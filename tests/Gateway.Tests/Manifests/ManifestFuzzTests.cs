using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Manifests;

namespace Gateway.Tests.Manifests;

public class ManifestFuzzTests
{
    private static readonly string[] Pieces =
    [
        "apiVersion: v1\n", "kind: Service\n", "metadata: {name: a}\n", "spec:\n", "  ports:\n", "  - port: 80\n", "    ", "  ", "\t", "\n", "\r\n", "---\n", "...\n",
        "- ", "? ", ": ", ":", ", ", "{", "}", "[", "]", "&a ", "*a", "<<: ", "!!int ", "!", "!<", "|", ">", "|+2\n", "'", "\"", "\\", "#", "%YAML 1.1\n", "%TAG ! x\n", "@", "`",
        "a", "é", "𝄞", "\uFEFF", "\u0085", "\u2028", "0x", "1e9", "null", "~", "\"\\ud800\"", "\0", "{\"a\":1}", "true", "items: []\n", "kind: List\n",
    ];

    [Fact]
    public void No_text_whatever_does_more_than_give_objects_and_problems()
    {
        var texts =
            from start in Gen.Elements("", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n", "x: ", "x:\n  ", "x: [")
            from pieces in Gen.Elements(Pieces).ListOf()
            select start + string.Concat(pieces);
        Prop.ForAll(Arb.From(texts), text =>
        {
            foreach (var file in new[] { "a.yaml", "a.json" })
            {
                var reading = ManifestReader.Parse([new(file, Encoding.UTF8.GetBytes(text))]);
                Assert.All(reading.Problems, problem => Assert.True(problem.Position is { Line: >= 1, Column: >= 1 } && problem.Message.Length > 0, problem.ToString()));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void No_bytes_whatever_do_more_than_give_problems()
    {
        var bytes = Gen.Elements((byte)0xFF, (byte)0xFE, (byte)0xEF, (byte)0xBB, (byte)0xBF, (byte)0xD8, (byte)0x00, (byte)'a', (byte)':', (byte)' ', (byte)'\n').ListOf();
        Prop.ForAll(Arb.From(bytes), content =>
        {
            var reading = ManifestReader.Parse([new("a.yaml", content.ToArray()), new("a.json", content.ToArray())]);
            Assert.Empty(reading.Objects);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }
}
