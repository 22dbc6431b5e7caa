namespace Gateway.Deploy.Tests.Support;

internal static class Kubectl
{
    /// <summary>What <c>kubectl kustomize</c> makes of a folder. The test is skipped where there is no kubectl.</summary>
    public static async Task<IReadOnlyList<KubernetesObject>> KustomizeAsync(string folder)
    {
        Assert.SkipUnless(Command.Exists("kubectl"), "kubectl is not on the PATH, and it is what renders the manifests");
        var result = await Command.RunAsync(new("kubectl", ["kustomize", folder]));
        Assert.True(result.Code == 0, result.Errors);
        return KubernetesObject.Parse(result.Output);
    }
}
