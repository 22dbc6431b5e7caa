using System.Text;
using Gateway.Manifests;

namespace Gateway.Tests.Manifests;

public class ManifestSyntaxTests
{
    [Theory]
    [InlineData("a: 1\n\tb: 2\n", "a.yaml:2:1: ")]
    [InlineData("a: b: c\n", "a.yaml:1:5: ")]
    [InlineData("a: 1\nb: [1, 2\nc: 3\n", "a.yaml:3:1: expected ',' or a closing bracket, in what starts at line 2, column 4")]
    [InlineData("a: 1\n---\nb: [1, 2\nc: 3\n", "a.yaml:4:1: expected ',' or a closing bracket, in what starts at line 3, column 4")]
    [InlineData("a: 1\n---\nb: {\n", "a.yaml:4:1: ")]
    [InlineData("a: 1\n---\nb: 1\n---\nc: \"x\n", "a.yaml:6:1: while scanning a quoted scalar, found unexpected end of stream, in what starts at line 5, column 4")]
    [InlineData("a: 'x\n", "a.yaml:2:1: ")]
    [InlineData("a: @x\n", "a.yaml:1:5: ")]
    [InlineData("- a\nb: c\n", "a.yaml:2:1: ")]
    [InlineData("a: |\n  x\n y\n", "a.yaml:3:3: ")]
    public void A_fault_of_syntax_names_file_line_column_and_reason(string yaml, string start)
    {
        var problem = Assert.Single(Yaml.Read(yaml).Problems);
        Assert.StartsWith(start, problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", problem.Message, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Message);
    }

    [Fact]
    public void A_byte_order_mark_says_nothing() => AssertOneService(Encoding.UTF8.GetPreamble(), Encoding.UTF8);

    [Fact]
    public void UTF_16_with_a_byte_order_mark_is_read()
    {
        AssertOneService(Encoding.Unicode.GetPreamble(), Encoding.Unicode);
        AssertOneService(Encoding.BigEndianUnicode.GetPreamble(), Encoding.BigEndianUnicode);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_refused_where_they_are() =>
        Assert.Equal("a.yaml:2:4: this is not UTF-8 text", Problem([.. "a: 1\nb: "u8, 0xE9, .. "\n"u8]));

    [Fact]
    public void A_file_full_of_zeroes_is_refused_rather_than_taken_for_an_empty_one() =>
        Assert.Equal("a.yaml:1:1: a control character (0x00) is not allowed in a manifest", Problem(new byte[4096]));

    private static void AssertOneService(byte[] preamble, Encoding encoding)
    {
        byte[] bytes = [.. preamble, .. encoding.GetBytes("apiVersion: v1\nkind: Service\nmetadata: {name: é}\n")];
        var reading = ManifestReader.Parse([new("a.yaml", bytes)]);
        Assert.Empty(reading.Problems);
        Assert.Equal("Service default/é", Assert.Single(reading.Objects).Reference.ToString());
    }

    private static string Problem(byte[] bytes) => Assert.Single(ManifestReader.Parse([new("a.yaml", bytes)]).Problems).ToString();
}
