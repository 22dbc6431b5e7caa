using Gateway.Model;

namespace Gateway.Manifests;

/// <summary>Says each problem once, and when a file has none any more.</summary>
internal sealed class ProblemReport(ILogger logger)
{
    private HashSet<ManifestProblem> _reported = [];
    private IReadOnlyList<ManifestProblem> _problems = [];

    /// <summary>The problems there are now. Never changes once handed out.</summary>
    public IReadOnlyList<ManifestProblem> Problems => Volatile.Read(ref _problems);

    /// <param name="files">The files there are; one that is gone has no problems, but is not in order either.</param>
    public void Update(IReadOnlyList<ManifestProblem> problems, IReadOnlyCollection<string> files)
    {
        foreach (var problem in problems.Where(problem => !_reported.Contains(problem)))
            logger.ProblemFound(Log.LevelOf(problem.Severity), problem);
        var troubled = Troubled(problems);
        foreach (var file in Troubled(_problems).Where(file => !troubled.Contains(file) && files.Contains(file)).Order(StringComparer.Ordinal))
            logger.FileHealed(file);
        _reported = [.. problems];
        Volatile.Write(ref _problems, problems);
    }

    private static HashSet<string> Troubled(IEnumerable<ManifestProblem> problems) =>
        [.. problems.Where(problem => problem.Severity == ConditionSeverity.Error).Select(problem => problem.Position.File)];
}
