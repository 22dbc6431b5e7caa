using System.Text.Json.Nodes;

namespace Gateway.ApiServer.Discovery;

internal static class VersionText
{
    public static JsonObject Build(int minor) => new()
    {
        ["major"] = "1",
        ["minor"] = minor.ToString(),
        ["emulationMajor"] = "1",
        ["emulationMinor"] = minor.ToString(),
        ["minCompatibilityMajor"] = "1",
        ["minCompatibilityMinor"] = (minor - 1).ToString(),
        ["gitVersion"] = $"v1.{minor}.2",
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "2026-08-21T11:29:11Z",
        ["goVersion"] = "go1.26.10",
        ["compiler"] = "gc",
        ["platform"] = "linux/amd64",
    };
}
