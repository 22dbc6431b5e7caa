namespace Gateway.ApiServer.Tests.Support;

/// <summary>The system's clock, with another date on it.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
