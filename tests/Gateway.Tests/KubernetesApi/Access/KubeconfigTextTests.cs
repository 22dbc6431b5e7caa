using Gateway.KubernetesApi.Access;

namespace Gateway.Tests.KubernetesApi.Access;

public sealed class KubeconfigTextTests
{
    [Theory]
    [InlineData("a: 0123", "{\"a\":\"0123\"}")]
    [InlineData("a: 12345678901234567890123", "{\"a\":12345678901234567890123}")]
    [InlineData("a: 1e3", "{\"a\":1e3}")]
    [InlineData("a: -x", "{\"a\":\"-x\"}")]
    [InlineData("a: 2026-01-01", "{\"a\":\"2026-01-01\"}")]
    [InlineData("a: [yes, True]", "{\"a\":[\"yes\",true]}")]
    [InlineData("a: \"yes\"", "{\"a\":\"yes\"}")]
    [InlineData("a: ~\nb:", "{\"a\":null,\"b\":null}")]
    [InlineData("a: |\n  one\n  two\n", "{\"a\":\"one\\ntwo\\n\"}")]
    [InlineData("a: &x {b: 1}\nc: *x", "{\"a\":{\"b\":1},\"c\":{\"b\":1}}")]
    [InlineData("a: &x {b: 1, d: 2}\nc: {<<: *x, b: 3}", "{\"a\":{\"b\":1,\"d\":2},\"c\":{\"b\":3,\"d\":2}}")]
    [InlineData("", "null")]
    [InlineData("# nothing\n", "null")]
    [InlineData("{\"a\":\t1}", "{\"a\":\t1}")]
    public void Values_keep_what_they_are(string text, string json) => Assert.Equal(json, KubeconfigText.Parse(text).GetRawText());

    [Theory]
    [InlineData("a: [1, 2", "is not YAML, at line 2, column 1")]
    [InlineData("a: *s3cr3t", "is not YAML, at line 1, column 1")]
    [InlineData("a: 1\na: 2", "has a key twice, at line 2, column 1")]
    [InlineData("a: &x [*x]", "is too large or too deep at line 1")]
    [InlineData("a: &x {<<: [*x, *x]}", "is too large or too deep at line 1")]
    [InlineData("[a]: 1", "has a key that is no single value, at line 1")]
    public void What_is_wrong_is_told_by_its_place_and_not_by_the_text(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => KubeconfigText.Parse(text)).Message);

    [Fact]
    public void A_few_lines_cannot_stand_for_more_than_memory_holds()
    {
        var lines = Enumerable.Range(1, 30).Select(level => $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 9))}]");
        var text = $"a0: &a0 [lol]\n{string.Join('\n', lines)}";

        Assert.Contains("too large", Assert.Throws<FormatException>(() => KubeconfigText.Parse(text)).Message, StringComparison.Ordinal);
    }
}
