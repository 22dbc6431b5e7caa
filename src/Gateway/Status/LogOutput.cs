namespace Gateway.Status;

/// <summary>Status in the log, where nobody looks at a terminal: one line per fact, in whatever format the log has.</summary>
internal sealed class LogOutput(ILogger<LogOutput> logger) : IStatusOutput
{
    public void Started(Overview overview)
    {
        logger.Serving(overview.Source);
        foreach (var route in overview.Routes)
            logger.Reachable(route.Url, route.Backend, RouteText.Endpoints(route.Endpoints));
        if (overview.More > 0)
            logger.AndMore(overview.More);
        Changed(overview.Conditions, overview.MoreConditions);
        foreach (var note in overview.Notes)
            logger.Note(note);
    }

    public void Changed(IReadOnlyList<ChangeLine> lines, int more)
    {
        foreach (var line in lines)
            logger.Change(LevelOf(line.Kind), line.Mark, line.Subject, line.Detail);
        if (more > 0)
            logger.AndMore(more);
    }

    private static LogLevel LevelOf(ChangeKind kind) => kind switch
    {
        ChangeKind.Error => LogLevel.Error,
        ChangeKind.Warning => LogLevel.Warning,
        _ => LogLevel.Information,
    };
}
