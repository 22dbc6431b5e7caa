namespace Gateway.Tests.Manifests;

public class JsonManifestTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[true,null,"x"],"c":{"d":1.50}}""", """{"a":1,"b":[true,null,"x"],"c":{"d":1.50}}""")]
    [InlineData("{\"a\":1}\n{\"b\":2}\n", "{\"a\":1}\n{\"b\":2}")]
    [InlineData("{\t\"a\":\t\"\\u00e9\"}", "{\"a\":\"é\"}")]
    [InlineData("{\"a\":null,\"b\":1}", "{\"b\":1}")]
    [InlineData("", "")]
    public void JSON_is_read_as_it_is(string json, string expected) => Assert.Equal(expected, Yaml.ToJsonFromJson(json));

    [Fact]
    public void A_key_that_is_there_twice_is_a_fault() =>
        Assert.Equal("2:3 the key \"a\" is there before, on the line above", Yaml.ToJsonFromJson("{\"a\":1,\n  \"a\":2}"));

    [Theory]
    [InlineData("{\n  \"a\": 1,\n}", "a.json:3:1: ")]
    [InlineData("{\n  \"a\": x\n}", "a.json:2:8: ")]
    [InlineData("{\"é\": x}", "a.json:1:7: ")]
    [InlineData("{\"a\": 1", "a.json:1:8: ")]
    [InlineData("{\"a\": \"\\ud800\"}", "a.json:1:7: the text has an escape that is no character")]
    [InlineData("// no\n{}", "a.json:1:1: ")]
    public void A_fault_of_syntax_names_line_and_column(string json, string start)
    {
        var problem = Assert.Single(Yaml.Read(json, "a.json").Problems);
        Assert.StartsWith(start, problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_is_located_in_JSON_as_well()
    {
        var reading = Yaml.Read("{\"apiVersion\":\"v1\",\"kind\":\"Service\",\n \"metadata\":{\"name\":\"a\"},\n \"spec\":{\"ports\":[\n  {\"port\":80}]}}", "a.json");
        Assert.Equal("a.json:4:4", reading.Locate(new("Service", new("default", "a")), "spec.ports[0].port").ToString());
    }
}
