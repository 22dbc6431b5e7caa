namespace Gateway.Scale;

/// <summary>What it took until a change was in the proxy's tables.</summary>
internal sealed record AppliedSample(double Milliseconds, double AllocatedBytes);
