using System.Text.Json;

namespace Gateway.EndToEnd;

public sealed class LoggingTests
{
    [Fact]
    public async Task The_log_is_JSON_where_the_configuration_says_so()
    {
        using var folder = new TestFolder();
        await using var gateway = await GatewayProcess.ServeAsync(
            folder, start => start.Environment["Logging__Console__FormatterName"] = "json", "--manifests", "manifests");

        Assert.All(gateway.Output.Split('\n'), line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
    }

    [Fact]
    public async Task A_start_is_told_in_a_few_lines()
    {
        using var folder = new TestFolder();
        await using var gateway = await GatewayProcess.ServeAsync(folder, null, "--manifests", "manifests");

        Assert.InRange(gateway.Output.Split('\n').Length, 2, 6);
    }
}
