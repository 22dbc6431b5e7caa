namespace Gateway.ApiServer.Failures;

/// <summary>Ends a fault when disposed. Ending it twice is ending it once.</summary>
internal sealed class Withdrawal(Action withdraw) : IDisposable
{
    private Action? _withdraw = withdraw;

    public void Dispose() => Interlocked.Exchange(ref _withdraw, null)?.Invoke();
}
