using System.Runtime.InteropServices;

namespace Gateway.Hosting;

/// <summary>Whoever asks twice to stop does not want to wait: the second SIGINT or SIGTERM ends the process at once.</summary>
internal sealed class SecondSignal : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;

    public SecondSignal() => _registrations = [Register(PosixSignal.SIGINT, 2), Register(PosixSignal.SIGTERM, 15)];

    public void Dispose() => Array.ForEach(_registrations, registration => registration.Dispose());

    /// <param name="number">What shells add to 128 for the exit code of a process that a signal ended.</param>
    private PosixSignalRegistration Register(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, _ =>
    {
        if (Interlocked.Increment(ref _signals) > 1)
            Environment.Exit(128 + number);
    });
}
