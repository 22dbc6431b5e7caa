using System.Diagnostics;

namespace Gateway.Api;

/// <summary>Changes at a steady rate. A change that is late is made at once, so that the rate holds over the whole.</summary>
/// <param name="Rate">Changes a second.</param>
/// <param name="Probes">How many of these are waited for in the answers.</param>
internal sealed record Load(int Rate, int Probes, TimeSpan Duration)
{
    /// <summary>The latest of all changes, in milliseconds after its time.</summary>
    public double Run(EndpointChanges changes, Answers answers, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var latest = TimeSpan.Zero;
        for (var number = 0; number < Rate * Duration.TotalSeconds; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var due = TimeSpan.FromSeconds((double)number / Rate);
            for (var left = due - Stopwatch.GetElapsedTime(started); left > TimeSpan.Zero; left = due - Stopwatch.GetElapsedTime(started))
                Thread.Sleep((int)Math.Ceiling(left.TotalMilliseconds));
            latest = Max(latest, Stopwatch.GetElapsedTime(started) - due);
            if (Probes > 0 && number % Math.Max(1, Rate / Probes) == 0)
                Probe(changes, answers);
            else
                changes.ReplaceOne();
        }
        return latest.TotalMilliseconds;
    }

    private static void Probe(EndpointChanges changes, Answers answers)
    {
        var since = Stopwatch.GetTimestamp();
        var (service, addresses) = changes.ReplaceAll();
        answers.Await(SyntheticCluster.HostOf(service), addresses, since);
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
