using System.Diagnostics;

namespace Gateway.Deploy.Tests.Support;

/// <summary>The tests that need it are skipped where there is no kubectl.</summary>
internal static class Kubectl
{
    /// <summary>What <c>kubectl kustomize</c> makes of a folder.</summary>
    public static async Task<IReadOnlyList<KubernetesObject>> KustomizeAsync(string folder)
    {
        var result = await RunAsync(["kustomize", folder]);
        Assert.True(result.Code == 0, result.Errors);
        return KubernetesObject.Parse(result.Output);
    }

    /// <param name="home">Where its settings and its cache are; null for none.</param>
    public static async Task<CommandResult> RunAsync(IEnumerable<string> arguments, string input = "", string? home = null)
    {
        Assert.SkipUnless(Command.Exists("kubectl"), "kubectl is not on the PATH, and it is what renders the manifests");
        var start = new ProcessStartInfo("kubectl", arguments);
        // Whatever cluster is the user's, it is none of the tests' business.
        start.Environment["KUBECONFIG"] = home is null ? "/dev/null" : Path.Combine(home, "config");
        if (home is not null)
            start.Environment["HOME"] = home;
        return await Command.RunAsync(start, input);
    }
}
