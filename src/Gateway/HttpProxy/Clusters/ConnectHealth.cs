namespace Gateway.HttpProxy.Clusters;

/// <summary>
/// Whether connections to one destination can be had, as seen by the requests that tried. A success costs one read. A destination that
/// comes back after it was left out is left out again at its next failure: only a connection that succeeds forgives.
/// </summary>
internal sealed class ConnectHealth
{
    /// <summary>So many failures in a row, and the destination is left out for a while.</summary>
    public const int Threshold = 2;

    public static readonly TimeSpan LeftOutFor = TimeSpan.FromSeconds(5);

    private int _failures;
    private volatile bool _isLeftOut;

    /// <summary>Takes no requests unless every other one is left out too.</summary>
    public bool IsLeftOut
    {
        get => _isLeftOut;
        set => _isLeftOut = value;
    }

    public void Succeed()
    {
        if (Volatile.Read(ref _failures) != 0)
            Volatile.Write(ref _failures, 0);
    }

    /// <summary>True where the destination should be left out.</summary>
    public bool Fail() => Interlocked.Increment(ref _failures) >= Threshold;
}
