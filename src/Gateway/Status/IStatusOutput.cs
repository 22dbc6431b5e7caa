namespace Gateway.Status;

/// <summary>Where the person who started the gateway reads: a terminal, or the log.</summary>
internal interface IStatusOutput
{
    /// <summary>Says what is reachable, once, when everything listens.</summary>
    void Started(Overview overview);

    /// <param name="more">How many lines there are beyond these.</param>
    void Changed(IReadOnlyList<ChangeLine> lines, int more);
}
