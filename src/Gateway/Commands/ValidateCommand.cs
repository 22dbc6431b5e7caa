using Gateway.Configuration;
using Gateway.Manifests;
using Gateway.Model;
using Gateway.Model.Translation;

namespace Gateway.Commands;

/// <summary><c>gateway validate</c>: translates manifests as the gateway would, and prints all there is to say about them.</summary>
internal static class ValidateCommand
{
    public static int Run(IReadOnlyList<string> paths, CommandLineSettings commandLine, ProcessEnvironment environment, TextWriter output, TextWriter error)
    {
        var configuration = GatewayConfiguration.Read(commandLine, environment);
        if (configuration.Problems.Count > 0)
        {
            configuration.Problems.ToList().ForEach(problem => error.WriteLine($"gateway: {problem}"));
            return ExitCode.Configuration;
        }
        try
        {
            var reading = ManifestReader.Read(paths);
            var desired = Translator.Translate(
                ResourceSnapshot.Of(reading.Objects),
                TranslationResult.Empty,
                configuration.Options.Translation with { StandAlone = true }).Desired;
            return Print(ValidationReport.Build(reading, desired, TimeProvider.System.GetUtcNow()), output);
        }
        catch (UnreadableManifestsException unreadable)
        {
            error.WriteLine($"gateway: {unreadable.Message}");
            return ExitCode.Manifests;
        }
    }

    private static int Print(ValidationReport report, TextWriter output)
    {
        foreach (var finding in report.Findings)
            output.WriteLine(finding);
        output.WriteLine(report.Summary);
        return report.HasErrors ? ExitCode.Failed : ExitCode.Ok;
    }
}
