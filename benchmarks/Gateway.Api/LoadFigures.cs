namespace Gateway.Api;

/// <summary>What changes at a steady rate came to.</summary>
/// <param name="Rate">Changes a second, as they were made.</param>
/// <param name="LatestMilliseconds">The latest of them, after its time.</param>
/// <param name="Milliseconds">From a change to the first answer that shows it.</param>
/// <param name="RequestMilliseconds">A request with nothing to wait for, meanwhile.</param>
/// <param name="Requests">How many requests a second were made for that.</param>
/// <param name="Processor">How much of one processor the gateway took, 1 for all of it.</param>
/// <param name="MicrosecondsPerChange">The same for each change.</param>
/// <param name="Machine">How much of all processors was taken by everything together.</param>
internal sealed record LoadFigures(
    double Rate,
    double LatestMilliseconds,
    Series? Milliseconds,
    Series? RequestMilliseconds,
    double Requests,
    double Processor,
    double MicrosecondsPerChange,
    double Machine,
    MemoryTrend Memory);
