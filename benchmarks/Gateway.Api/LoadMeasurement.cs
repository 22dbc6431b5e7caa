using System.Diagnostics;

namespace Gateway.Api;

/// <summary>Makes changes at a steady rate, and measures what they come to and what they cost the gateway.</summary>
internal sealed class LoadMeasurement(GatewayProcess gateway, EndpointChanges changes)
{
    public async Task<LoadFigures> RunAsync(Load load, CancellationToken cancellationToken)
    {
        using var answers = new Answers(gateway.Port);
        using var memory = new MemoryWatch(gateway.Id, load.Duration);
        var (processor, machine) = (ProcessorTime.Of(gateway.Id), ProcessorTime.OfAll());
        var started = Stopwatch.GetTimestamp();
        var latest = await Task.Factory.StartNew(
            () => load.Run(changes, answers, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var elapsed = Stopwatch.GetElapsedTime(started);
        processor = ProcessorTime.Of(gateway.Id) - processor;
        machine = ProcessorTime.OfAll() - machine;
        var trend = memory.End();
        var all = await answers.EndAsync();
        var count = load.Rate * load.Duration.TotalSeconds;
        return new(
            count / elapsed.TotalSeconds,
            latest,
            all.Count == 0 ? null : Series.Of([.. all.Select(answer => answer.Milliseconds)]),
            all.Count == 0 ? null : Series.Of([.. all.Select(answer => answer.RequestMilliseconds)]),
            answers.Requests / elapsed.TotalSeconds,
            processor / elapsed,
            processor.TotalMicroseconds / count,
            machine / elapsed / Environment.ProcessorCount,
            trend);
    }
}
