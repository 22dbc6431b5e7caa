using Microsoft.Extensions.Logging;

namespace Gateway.Tests;

/// <summary>A log that a test can read.</summary>
internal sealed class RecordedLog<T> : ILogger<T>
{
    private readonly Lock _gate = new();
    private readonly List<(LogLevel, string)> _lines = [];

    public List<(LogLevel Level, string Text)> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate)
            _lines.Add((logLevel, formatter(state, exception)));
    }
}
