using System.Net;
using Gateway.Ipvs;
using Gateway.Ipvs.Planning;
using Gateway.Model;
using Gateway.Netlink.Ipvs;

namespace Gateway.Tests.Ipvs;

/// <summary>A target and the kernel it programs. Nothing fails here unless it is told to.</summary>
internal sealed class KernelScene : IDisposable
{
    private const int MaxTries = 500;

    public KernelScene(int seed = 1, double faultRate = 0, IpvsRoomOptions? options = null)
    {
        Options = options ?? new();
        Ipvs = new(seed) { FaultRate = faultRate };
        Network = new(seed + 1) { FaultRate = faultRate };
        Target = Start();
    }

    public FakeIpvs Ipvs { get; }

    public FakeNetwork Network { get; }

    public ManualTime Time { get; } = new();

    public RecordedLog<IpvsTarget> Log { get; } = new();

    public IpvsRoomOptions Options { get; }

    public IpvsTarget Target { get; private set; }

    /// <summary>The gateway is killed, and started again: the kernel stays as it is.</summary>
    public void Restart() => Target = Start();

    public ValueTask ApplyAsync(params IEnumerable<Layer4Service> services) => Target.ApplyAsync(Services.Desired(services), TestContext.Current.CancellationToken);

    /// <summary>As the loop of a target does it: again and again until it is done.</summary>
    public async Task ConvergeAsync(Layer4State desired)
    {
        for (var tries = 1; !await IsDoneAsync(() => Target.ApplyAsync(new() { Layer4 = desired }, TestContext.Current.CancellationToken).AsTask()); tries++)
            Assert.True(tries < MaxTries, "never done");
    }

    public async Task UpkeepAfter(TimeSpan time)
    {
        Time.Advance(time);
        await Target.UpkeepAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Until it works once.</summary>
    public async Task ConvergeUpkeepAfter(TimeSpan time)
    {
        for (var tries = 1; !await IsDoneAsync(() => UpkeepAfter(time)); tries++)
            Assert.True(tries < MaxTries, "never done");
    }

    public void Dispose() => Target.Dispose();

    /// <summary>What the kernel has, in the words of the plan; ordered.</summary>
    public IReadOnlyList<string> Kernel(Func<IpvsServiceKey, bool> which) => Texts(
        Ipvs.Keys.Where(which).Select(key => (Ipvs.Service(key)!, Ipvs.Destinations(key).Values.AsEnumerable())));

    /// <summary>What the plan says that the kernel should have; ordered.</summary>
    public static IReadOnlyList<string> Planned(IpvsPlan plan) => Texts(
        plan.Servers.Values.Where(claimants => claimants.Winner.Service is not null)
            .Select(claimants => (claimants.Winner.Service!, claimants.Winner.Destinations.AsEnumerable())));

    public static async Task<bool> TryAsync(Func<Task> attempt)
    {
        try
        {
            await attempt();
            return true;
        }
        catch (Exception error) when (error is AggregateException or IOException)
        {
            return false;
        }
    }

    /// <summary>A connection that is lost is no failure, and yet nothing is done.</summary>
    private async Task<bool> IsDoneAsync(Func<Task> attempt) => await TryAsync(attempt) && Target.Unavailable is null;

    private static IReadOnlyList<string> Texts(IEnumerable<(IpvsService Service, IEnumerable<IpvsDestination> Destinations)> services) =>
        [.. services.Select(entry => $"{entry.Service.Key} {entry.Service.Scheduler} {entry.Service.Flags} {entry.Service.PersistenceTimeout.TotalSeconds} -> "
            + string.Join(", ", entry.Destinations.Select(destination => $"{destination.Key}*{destination.Weight}").Order(StringComparer.Ordinal)))
            .Order(StringComparer.Ordinal)];

    private IpvsTarget Start() => new(Ipvs.Open, () => Network, Options, Time, Log);
}
