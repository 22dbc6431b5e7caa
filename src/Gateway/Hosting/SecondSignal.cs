using System.Runtime.InteropServices;

namespace Gateway.Hosting;

/// <summary>Whoever asks twice to stop does not want to wait: the second SIGINT or SIGTERM ends the process at once.</summary>
internal sealed class SecondSignal : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;

    public SecondSignal(IHostApplicationLifetime lifetime) => _registrations =
    [
        .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            if (lifetime.ApplicationStopping.IsCancellationRequested)
                Environment.Exit(128 + (context.Signal == PosixSignal.SIGINT ? 2 : 15));
        })),
    ];

    public void Dispose() => Array.ForEach(_registrations, registration => registration.Dispose());
}
