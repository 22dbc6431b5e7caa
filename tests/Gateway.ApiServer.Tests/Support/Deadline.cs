namespace Gateway.ApiServer.Tests.Support;

internal static class Deadline
{
    /// <summary>Far more than anything here takes on a slow machine; reached only when something is broken.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    public static CancellationToken Token() => new CancellationTokenSource(Long).Token;
}
