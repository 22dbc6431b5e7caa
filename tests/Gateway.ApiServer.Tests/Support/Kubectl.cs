using System.Diagnostics;

namespace Gateway.ApiServer.Tests.Support;

/// <summary>The real kubectl, with a configuration of its own and nothing of the user's.</summary>
internal sealed class Kubectl : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubectl-").FullName;

    public Kubectl(ApiServerDouble server)
    {
        Assert.SkipWhen(Executable is null, "kubectl is not installed");
        server.WriteKubeconfig(Kubeconfig);
    }

    public static string? Executable { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "kubectl"))
        .FirstOrDefault(File.Exists);

    public string Kubeconfig => Path.Combine(_folder, "kubeconfig");

    /// <summary>Standard output of a run that must succeed.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output, error) = await TryAsync(arguments);
        Assert.True(code == 0, $"kubectl {string.Join(' ', arguments)}: {output}{error}");
        return output.TrimEnd('\n');
    }

    public async Task<(int Code, string Output, string Error)> TryAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync(Deadline.Token());
        var error = process.StandardError.ReadToEndAsync(Deadline.Token());
        await process.WaitForExitAsync(Deadline.Token());
        return (process.ExitCode, await output, await error);
    }

    public Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(Executable!, arguments)
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["KUBECONFIG"] = Kubeconfig, ["HOME"] = _folder },
    })!;

    public string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
