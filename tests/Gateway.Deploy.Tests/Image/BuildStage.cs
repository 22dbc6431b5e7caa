using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Gateway.Deploy.Tests.Image;

/// <summary>
/// Does what a stage of the Dockerfile says, in a folder in place of a container's root: its COPY with what the context has, its RUN with the
/// tools of this machine.
/// </summary>
internal sealed partial class BuildStage(string root, BuildContext context)
{
    private readonly Dictionary<string, string> _arguments = new() { ["TARGETARCH"] = RuntimeArchitecture };
    private string _workingDirectory = "/";

    private static string RuntimeArchitecture => System.Runtime.InteropServices.RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        _ => "amd64",
    };

    /// <summary>Where a path of the container is.</summary>
    public string Locate(string path) => Path.Combine(root, Path.Combine(_workingDirectory, path).TrimStart('/'));

    public async Task RunAsync(IEnumerable<Instruction> instructions)
    {
        foreach (var instruction in instructions)
            await RunAsync(instruction);
    }

    private async Task RunAsync(Instruction instruction)
    {
        switch (instruction.Keyword)
        {
            case "FROM":
            case "ARG" when _arguments.ContainsKey(instruction.Value):
                break;
            case "WORKDIR":
                _workingDirectory = instruction.Value;
                Directory.CreateDirectory(Locate("."));
                break;
            case "COPY":
                Copy(instruction.Words);
                break;
            case "RUN":
                await ShellAsync(instruction.Value);
                break;
            default:
                throw new NotSupportedException($"{instruction.Keyword} {instruction.Value}");
        }
    }

    /// <summary>A file goes into the folder; of a folder, what is in it does.</summary>
    private void Copy(IReadOnlyList<string> words)
    {
        foreach (var source in words.SkipLast(1))
        {
            var files = context.Files(source).ToArray();
            Assert.True(files.Length > 0, $"COPY {source}: the context has no such file");
            foreach (var file in files)
            {
                var within = file == source ? Path.GetFileName(file) : Path.GetRelativePath(source, file);
                var target = Locate(Path.Combine(words[^1], within));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(Path.Combine(Repository.Root, file), target, overwrite: true);
            }
        }
    }

    private async Task ShellAsync(string command)
    {
        var start = new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = Locate(".") };
        foreach (var (name, value) in _arguments)
            start.Environment[name] = value;
        // Those of the test's own build are not the image's.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        // A build node that stays for the next build would keep our end of its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        var result = await Command.RunAsync(start);
        Assert.SkipWhen(NoPackages().IsMatch(result.Output), $"the packages that the image is built with cannot be had here:\n{result.Output}");
        Assert.True(result.Code == 0, $"{command}\n{result.Output}\n{result.Errors}");
    }

    /// <summary>No feed can be reached, or the feed lacks a package that no other build needs: the compiler that works ahead of time.</summary>
    [GeneratedRegex("error NU1301|error NU1101.*Crossgen", RegexOptions.None, 1_000)]
    private static partial Regex NoPackages();
}
