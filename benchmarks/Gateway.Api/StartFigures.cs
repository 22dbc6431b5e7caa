namespace Gateway.Api;

/// <summary>From nothing until a request to the last host is answered, in milliseconds, of each start.</summary>
/// <param name="FromProcess">From the start of the process.</param>
/// <param name="FromRequest">From the first list or watch that the API server was asked for.</param>
internal sealed record StartFigures(IReadOnlyList<double> FromProcess, IReadOnlyList<double> FromRequest);
