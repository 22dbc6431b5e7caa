namespace Gateway.Tests.Manifests;

/// <summary>YAML means what it means to kubectl: sigs.k8s.io/yaml on go-yaml v2.</summary>
public class YamlSemanticsTests
{
    [Theory]
    [InlineData("true", "true")]
    [InlineData("True", "true")]
    [InlineData("yes", "true")]
    [InlineData("On", "true")]
    [InlineData("y", "true")]
    [InlineData("n", "false")]
    [InlineData("NO", "false")]
    [InlineData("off", "false")]
    [InlineData("tRuE", "\"tRuE\"")]
    [InlineData("yess", "\"yess\"")]
    [InlineData("'yes'", "\"yes\"")]
    [InlineData("\"no\"", "\"no\"")]
    public void Booleans_are_those_of_YAML_1_1(string written, string json) => AssertValue(written, json);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("8080", "8080")]
    [InlineData("+8080", "8080")]
    [InlineData("-5", "-5")]
    [InlineData("0777", "511")]
    [InlineData("0o777", "511")]
    [InlineData("-010", "-8")]
    [InlineData("08", "8")]
    [InlineData("0x1F", "31")]
    [InlineData("0b101", "5")]
    [InlineData("1_000", "1000")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("123456789012345678901234567890", "1.2345678901234568E+29")]
    [InlineData("0x1FFFFFFFFFFFFFFFF", "36893488147419103231")]
    [InlineData("0xZZ", "\"0xZZ\"")]
    [InlineData("0b12", "\"0b12\"")]
    [InlineData("_1", "\"_1\"")]
    [InlineData("1.2.3.4", "\"1.2.3.4\"")]
    [InlineData("12:30:45", "\"12:30:45\"")]
    [InlineData("30s", "\"30s\"")]
    [InlineData("+", "\"+\"")]
    [InlineData("'80'", "\"80\"")]
    public void Integers_may_have_any_base(string written, string json) => AssertValue(written, json);

    [Theory]
    [InlineData("1.5", "1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("+.5", "0.5")]
    [InlineData("1.", "1")]
    [InlineData("80.0", "80")]
    [InlineData("8e1", "80")]
    [InlineData("1e-3", "0.001")]
    [InlineData("1e400", "\"1e400\"")]
    [InlineData(".", "\".\"")]
    [InlineData("..", "\"..\"")]
    [InlineData("1.5.0", "\"1.5.0\"")]
    [InlineData("1e", "\"1e\"")]
    public void Floating_point_numbers_that_are_whole_count_as_whole(string written, string json) => AssertValue(written, json);

    [Theory]
    [InlineData("2026-01-31", "\"2026-01-31\"")]
    [InlineData("2026-01-31T12:00:00Z", "\"2026-01-31T12:00:00Z\"")]
    [InlineData("2026-01-31 12:00:00", "\"2026-01-31 12:00:00\"")]
    public void Times_stay_text(string written, string json) => AssertValue(written, json);

    [Theory]
    [InlineData("a:")]
    [InlineData("a: ~")]
    [InlineData("a: null")]
    [InlineData("a: NULL")]
    [InlineData("a: !!null x\na2: 1")]
    public void A_key_with_null_is_as_good_as_absent(string yaml)
    {
        if (yaml.Contains("!!null", StringComparison.Ordinal))
            Assert.Equal("1:4 the value is no !!null", Yaml.ToJson(yaml));
        else
            Assert.Equal("{\"b\":1}", Yaml.ToJson(yaml + "\nb: 1"));
    }

    [Theory]
    [InlineData("!!str 5", "\"5\"")]
    [InlineData("!!str true", "\"true\"")]
    [InlineData("! 5", "\"5\"")]
    [InlineData("!!int '5'", "5")]
    [InlineData("!!float 5", "5")]
    [InlineData("!!bool 'yes'", "true")]
    [InlineData("!!binary aGVsbG8=", "\"hello\"")]
    [InlineData("!mine 5", "\"5\"")]
    [InlineData("!mine {x: 5}", "{\"x\":5}")]
    public void Tags_say_what_a_value_is(string written, string json) => AssertValue(written, json);

    [Theory]
    [InlineData("a: !!int x", "1:4 the value is no !!int")]
    [InlineData("a: !!int 1.5", "1:4 the value is no !!int")]
    [InlineData("a: !!bool 1", "1:4 the value is no !!bool")]
    [InlineData("a: !!binary '*'", "1:4 the !!binary value is not base64")]
    [InlineData("a: .inf", "1:4 .inf is a number that JSON does not have")]
    [InlineData("a: .NaN", "1:4 .NaN is a number that JSON does not have")]
    public void A_value_that_JSON_cannot_hold_is_a_fault_of_the_document(string yaml, string fault) => Assert.Equal(fault, Yaml.ToJson(yaml));

    [Theory]
    [InlineData("80: x", "{\"80\":\"x\"}")]
    [InlineData("0x10: x", "{\"16\":\"x\"}")]
    [InlineData("on: x", "{\"true\":\"x\"}")]
    [InlineData("1.5: x", "{\"1.5\":\"x\"}")]
    [InlineData("'on': x", "{\"on\":\"x\"}")]
    [InlineData("? a\n: b", "{\"a\":\"b\"}")]
    [InlineData("&k a: 1\nb: *k", "{\"a\":1,\"b\":\"a\"}")]
    public void Keys_become_text(string yaml, string json) => Assert.Equal(json, Yaml.ToJson(yaml));

    [Theory]
    [InlineData("? [a, b]\n: c", "1:3 a key must be a single value")]
    [InlineData("~: c", "1:1 a key must be a single value")]
    [InlineData("a: 1\nb: 2\na: 3", "3:1 the key \"a\" is there before, 2 lines above")]
    [InlineData("x: {a: 1, a: 2}", "1:11 the key \"a\" is there before on this line")]
    [InlineData("1: a\n0x1: b", "2:1 the key \"1\" is there before, on the line above")]
    public void A_key_that_is_no_text_or_is_there_twice_is_a_fault(string yaml, string fault) => Assert.Equal(fault, Yaml.ToJson(yaml));

    [Theory]
    [InlineData("a: |\n  x\n  y\n", "x\\ny\\n")]
    [InlineData("a: |-\n  x\n  y\n", "x\\ny")]
    [InlineData("a: |+\n  x\n\n", "x\\n\\n")]
    [InlineData("a: >\n  x\n  y\n\n  z\n", "x y\\nz\\n")]
    [InlineData("a: >-\n  x\n    indented\n  y\n", "x\\n  indented\\ny")]
    [InlineData("a: |2\n   x\n", " x\\n")]
    [InlineData("a: \"x\n  y\"\n", "x y")]
    [InlineData("a: 'it''s'", "it's")]
    [InlineData("a: x\n  y\n  z", "x y z")]
    [InlineData("a: \"\\u00e9\\t\\x41\\n\"", "é\\tA\\n")]
    [InlineData("a: x # comment\n", "x")]
    [InlineData("a: x#y\n", "x#y")]
    [InlineData("a: http://x/y?z=1&w\n", "http://x/y?z=1&w")]
    public void Text_over_several_lines_is_folded_and_clipped_as_asked(string yaml, string text) =>
        Assert.Equal($"{{\"a\":\"{text}\"}}", Yaml.ToJson(yaml));

    [Theory]
    [InlineData("a: &x {k: 1}\nb: *x", "{\"a\":{\"k\":1},\"b\":{\"k\":1}}")]
    [InlineData("a: &x 5\nb: [*x, *x]", "{\"a\":5,\"b\":[5,5]}")]
    [InlineData("a: &x 1\nb: &x 2\nc: *x", "{\"a\":1,\"b\":2,\"c\":2}")]
    [InlineData("a: &x\nb: *x\nc: 1", "{\"c\":1}")]
    public void An_alias_is_what_its_anchor_was(string yaml, string json) => Assert.Equal(json, Yaml.ToJson(yaml));

    [Theory]
    [InlineData("a: *x", "1:4 there is no anchor \"x\" before this alias")]
    [InlineData("a: &x [*x]", "1:8 the anchor \"x\" contains itself")]
    [InlineData("a: &x {b: {c: *x}}", "1:15 the anchor \"x\" contains itself")]
    public void An_alias_of_nothing_or_of_itself_is_a_fault(string yaml, string fault) => Assert.Equal(fault, Yaml.ToJson(yaml));

    [Fact]
    public void An_anchor_ends_with_its_document() =>
        Assert.Equal("{\"a\":1}\n3:4 there is no anchor \"x\" before this alias", Yaml.ToJson("a: &x 1\n---\nb: *x\n"));

    [Theory]
    [InlineData("b: &b {x: 1, q: 2}\na: {<<: *b, q: 3}", "{\"b\":{\"x\":1,\"q\":2},\"a\":{\"q\":3,\"x\":1}}")]
    [InlineData("b: &b {x: 1, q: 2}\na: {q: 3, <<: *b}", "{\"b\":{\"x\":1,\"q\":2},\"a\":{\"q\":3,\"x\":1}}")]
    [InlineData("a: {<<: [{x: 1}, {x: 2, q: 2}], z: 3}", "{\"a\":{\"z\":3,\"x\":1,\"q\":2}}")]
    [InlineData("a: {<<: {x: 1}}", "{\"a\":{\"x\":1}}")]
    [InlineData("a: {'<<': 1}", "{\"a\":{\"<<\":1}}")]
    [InlineData("a: &a {<<: {x: 1}}\nb: {<<: *a}", "{\"a\":{\"x\":1},\"b\":{\"x\":1}}")]
    public void Merged_keys_yield_to_those_written_out(string yaml, string json) => Assert.Equal(json, Yaml.ToJson(yaml));

    [Theory]
    [InlineData("a: {<<: 5}")]
    [InlineData("a: {<<: [5]}")]
    [InlineData("a: {<<: [[{x: 1}]]}")]
    public void A_merge_of_what_is_no_mapping_is_a_fault(string yaml) =>
        Assert.Equal("1:5 a merge key (<<) takes a mapping or a list of mappings", Yaml.ToJson(yaml));

    [Theory]
    [InlineData("", "")]
    [InlineData("# nothing\n", "")]
    [InlineData("---\n---\n# x\n---\n", "")]
    [InlineData("a: 1\n---\nb: 2\n", "{\"a\":1}\n{\"b\":2}")]
    [InlineData("---\na: 1\n...\n---\nb: 2\n...\n", "{\"a\":1}\n{\"b\":2}")]
    [InlineData("a: 1\n...\nb: 2\n", "{\"a\":1}\n{\"b\":2}")]
    [InlineData("%YAML 1.1\n---\na: 1\n", "{\"a\":1}")]
    [InlineData("--- {a: 1}\n--- {b: 2}\n", "{\"a\":1}\n{\"b\":2}")]
    [InlineData("--- # comment\na: 1\n", "{\"a\":1}")]
    [InlineData("a: 1\r\nb:\r\n- 2\r\n---\r\nc: 3\r\n", "{\"a\":1,\"b\":[2]}\n{\"c\":3}")]
    [InlineData("{\n\t\"a\": 1,\n\t\"b\":\t[true]\n}\n", "{\"a\":1,\"b\":[true]}")]
    [InlineData("a:\n- 1\n- - 2\n  - 3\n- b: 4\n  c: 5\n", "{\"a\":[1,[2,3],{\"b\":4,\"c\":5}]}")]
    public void Documents_are_separated_and_empty_ones_are_left_out(string yaml, string json) => Assert.Equal(json, Yaml.ToJson(yaml));

    private static void AssertValue(string written, string json) => Assert.Equal($"{{\"a\":{json}}}", Yaml.ToJson($"a: {written}"));
}
