using System.Diagnostics;
using System.Globalization;
using Gateway.KernelLab.Support;
using Gateway.Ipvs.Planning;
using Gateway.Ipvs.Programming;
using Gateway.Model;
using Gateway.Netlink.Ipvs;

namespace Gateway.Kernel;

/// <summary>Makes the same table by the gateway's plan and by <c>ipvsadm -R</c>, and reads it by both, in turns.</summary>
internal sealed class ProgrammingRun(SyntheticServices services, int rounds, int changes)
{
    private readonly Layer4State _desired = services.Build();

    private sealed record Cost(double Milliseconds, double ProcessorMilliseconds);

    public string Run()
    {
        var plan = IpvsPlan.Build(_desired, NodeFacts.None);
        var (ourMaking, theirMaking, ourReading, theirReading) = (new List<Cost>(), new List<Cost>(), new List<Cost>(), new List<Cost>());
        // Code is cold at first, and what it makes is what ipvsadm is to make.
        var saved = InFreshKernel(ipvs =>
        {
            Make(ipvs, plan);
            return Ipvsadm(["-S", "-n"], null).Output;
        });
        for (var round = 0; round < rounds; round++)
        {
            Tell($"round {round + 1} of {rounds}");
            var (theirs, read, compared) = InFreshKernel(ipvs =>
                (Ipvsadm(["-R"], saved).Cost, Ipvsadm(["-L", "-n"], null).Cost, Measure(() => Compare(ipvs, plan))));
            theirMaking.Add(theirs);
            theirReading.Add(read);
            ourReading.Add(compared);
            ourMaking.Add(InFreshKernel(ipvs => Measure(() => Make(ipvs, plan))));
        }
        Tell("single changes");
        var (change, commands) = InFreshKernel(ipvs =>
        {
            Make(ipvs, plan);
            return Change(ipvs, plan);
        });
        return Table(
            ("from nothing", ourMaking, theirMaking, "ipvsadm -R"),
            ("read all and compare, no change", ourReading, theirReading, "ipvsadm -Ln"),
            change,
            commands);
    }

    /// <summary>
    /// With IPVS as a network namespace has it that was just made. A table that was emptied is not the same: the kernel keeps what was deleted for two minutes,
    /// and looks through all of it for each destination that is added.
    /// </summary>
    private static T InFreshKernel<T>(Func<IpvsClient, T> function)
    {
        using var place = NetworkNamespace.Create("fresh");
        return place.Inside(() =>
        {
            using var ipvs = IpvsClient.Open();
            return function(ipvs);
        });
    }

    /// <summary>Plan against an empty kernel, and everything that follows from it.</summary>
    private static void Make(IpvsClient ipvs, IpvsPlan plan) =>
        Execute(ipvs, IpvsDiff.InOrder(plan.Servers.SelectMany(server => IpvsDiff.Of(server.Key, null, server.Value.Winner))));

    /// <exception cref="InvalidOperationException">Something differs.</exception>
    private void Compare(IpvsClient ipvs, IpvsPlan plan)
    {
        var reading = new KernelReader(ipvs).Read(_ => true);
        var differences = reading.Ours.Sum(found => IpvsDiff.Of(
            found.Service.Service.Key,
            KnownService.Of(found.Service.Service, found.Destinations.Select(state => state.Destination)),
            plan.Find(found.Service.Service.Key)).Count());
        if (differences > 0 || reading.Ours.Count != services.Services)
            throw new InvalidOperationException($"{reading.Ours.Count} services with {differences} differences");
    }

    /// <summary>One endpoint of a Service gives way to another: what that costs from the desired state to the kernel, and how many commands it takes.</summary>
    private (Series Milliseconds, int Commands) Change(IpvsClient ipvs, IpvsPlan plan)
    {
        var (state, samples, most) = (_desired, new List<double>(), 0);
        for (var change = 0; change < changes; change++)
        {
            var after = services.With(state, change % services.Services, 1 + (change / services.Services));
            var started = Stopwatch.GetTimestamp();
            var next = IpvsPlan.Build(after, NodeFacts.None, plan);
            var operations = next.Servers.ChangesSince(plan.Servers)
                .SelectMany(server => IpvsDiff.Of(
                    server.Key,
                    KnownService.Of(server.Before!.Winner.Service!, server.Before.Winner.Destinations),
                    server.After?.Winner))
                .ToArray();
            Execute(ipvs, IpvsDiff.InOrder(operations));
            samples.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            most = Math.Max(most, operations.Length);
            (state, plan) = (after, next);
        }
        return (Series.Of(samples), most);
    }

    private static void Execute(IpvsClient ipvs, IReadOnlyList<Operation> operations)
    {
        var failures = ipvs.Execute([.. operations.Select(operation => operation.Command)]);
        if (failures.Count > 0)
            throw new InvalidOperationException($"{failures.Count} of {operations.Count} commands failed, such as {operations[failures[0].Index]}: {failures[0].Message}");
    }

    private static Cost Measure(Action action)
    {
        GC.Collect();
        var (started, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        action();
        return new(Stopwatch.GetElapsedTime(started).TotalMilliseconds, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds);
    }

    private static (string Output, Cost Cost) Ipvsadm(IEnumerable<string> arguments, string? input)
    {
        var (started, processor) = (Stopwatch.GetTimestamp(), OfChildren());
        using var process = Process.Start(new ProcessStartInfo("ipvsadm", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var text = output.GetAwaiter().GetResult();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"ipvsadm ended with {process.ExitCode}");
        return (text, new(Stopwatch.GetElapsedTime(started).TotalMilliseconds, (OfChildren() - processor).TotalMilliseconds));
    }

    /// <summary>The processor time of processes that have ended: cutime and cstime of proc(5), in hundredths of a second.</summary>
    private static TimeSpan OfChildren()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromMilliseconds(10 * (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)));
    }

    private string Table((string, List<Cost>, List<Cost>, string) making, (string, List<Cost>, List<Cost>, string) reading, Series change, int commands) => $"""
        {Machine.Describe()}
        {services.Services} services × {services.Destinations} destinations, {rounds} rounds

        | | gateway, ms | ipvsadm, ms | ratio | processor, gateway / ipvsadm, ms |
        |---|---:|---:|---:|---:|
        {Row(making)}
        {Row(reading)}

        One endpoint changed, desired state to kernel: {Number(change.P50)} / {Number(change.P99)} ms p50 / p99 of {change.Count}, {commands} commands in one message each way.
        """;

    private static string Row((string What, List<Cost> Ours, List<Cost> Theirs, string Peer) row)
    {
        var ratio = Series.Median([.. row.Ours.Zip(row.Theirs, (ours, theirs) => theirs.Milliseconds / ours.Milliseconds)]);
        return $"| {row.What} ({row.Peer}) | {Median(row.Ours, cost => cost.Milliseconds)} | {Median(row.Theirs, cost => cost.Milliseconds)} | {Number(ratio)} × faster "
            + $"| {Median(row.Ours, cost => cost.ProcessorMilliseconds)} / {Median(row.Theirs, cost => cost.ProcessorMilliseconds)} |";
    }

    private static string Median(List<Cost> costs, Func<Cost, double> part) => Number(Series.Median([.. costs.Select(part)]));

    private static string Number(double value) => value.ToString(value < 10 ? "0.00" : "0", CultureInfo.InvariantCulture);

    private static void Tell(string what) => Console.Error.WriteLine($"# {what}");
}
