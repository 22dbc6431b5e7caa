using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Gateway.Hosting;

/// <summary>One line per event: when, how bad, which room, what. An exception follows on lines of its own.</summary>
internal sealed class LineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    private const string Ours = "Gateway.";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        textWriter.Write(WordOf(logEntry.LogLevel));
        textWriter.Write(RoomOf(logEntry.Category));
        textWriter.Write(": ");
        textWriter.WriteLine(logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } error)
            textWriter.WriteLine(error);
    }

    /// <summary>Our categories are <c>Gateway.Room.Type</c>; a room says enough. Those of libraries stay whole.</summary>
    private static ReadOnlySpan<char> RoomOf(string category)
    {
        if (!category.StartsWith(Ours, StringComparison.Ordinal))
            return category;
        var room = category.AsSpan(Ours.Length);
        var dot = room.IndexOf('.');
        return dot < 0 ? room : room[..dot];
    }

    private static string WordOf(LogLevel level) => level switch
    {
        LogLevel.Trace => " trace ",
        LogLevel.Debug => " debug ",
        LogLevel.Information => " info  ",
        LogLevel.Warning => " warn  ",
        LogLevel.Error => " error ",
        LogLevel.Critical => " FATAL ",
        _ => " ",
    };
}
