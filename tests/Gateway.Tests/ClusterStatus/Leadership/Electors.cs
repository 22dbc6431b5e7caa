using System.Text.Json.Nodes;
using Gateway.ClusterStatus;
using Gateway.ClusterStatus.Leadership;

namespace Gateway.Tests.ClusterStatus.Leadership;

/// <summary>Replicas that stand for election at one API server, under one clock.</summary>
internal sealed class Electors : IAsyncDisposable
{
    public const string LeasePath = "/apis/coordination.k8s.io/v1/namespaces/gateway/leases/yarp-gateway";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly List<Elector> _all = [];

    public ManualTime Time { get; } = new();

    public FakeCluster Cluster { get; } = new();

    public JsonNode LeaseSpec => Cluster.Find(LeasePath)!["spec"]!;

    private string? Holder => (string?)Cluster.Find(LeasePath)?["spec"]?["holderIdentity"];

    public async Task<Elector> StartAsync(string identity, TimeSpan skew = default)
    {
        var elector = new Elector(this, identity, skew);
        _all.Add(elector);
        await elector.Election.StartAsync(default);
        await Eventually.IsTrue(() => elector.HasLooked && elector.IsResting);
        return elector;
    }

    /// <summary>Moves the clock in small steps, each of which everybody answers; at no moment may two lead.</summary>
    public async Task AdvanceAsync(TimeSpan time, Func<bool>? until = null)
    {
        for (var passed = TimeSpan.Zero; passed < time && until?.Invoke() != true; passed += Step)
        {
            Time.Advance(Step);
            while (!_all.TrueForAll(elector => elector.IsResting || elector.IsStopped || Cluster.Hanging > 0))
                await Task.Yield();
            Assert.InRange(_all.Count(elector => elector.Election.IsLeader), 0, 1);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var elector in _all)
        {
            elector.IsCut = false;
            await elector.Election.StopAsync(default);
            elector.Election.Dispose();
        }
    }

    public sealed class Elector
    {
        private readonly Electors _electors;
        private readonly string _identity;
        private readonly RestingTime _time;
        private int _requests;

        public Elector(Electors electors, string identity, TimeSpan skew)
        {
            (_electors, _identity) = (electors, identity);
            _time = new RestingTime(electors.Time, skew);
            Election = new(
                new(electors.Cluster.Client(_time, () => Interlocked.Increment(ref _requests) > 0 && IsCut), new("gateway", "yarp-gateway")),
                new StatusOptions([], null, "yarp-gateway", "gateway", identity, "yarp-gateway.io/controller"),
                new(),
                _time,
                new Random(1),
                Log);
        }

        public LeaderElection Election { get; }

        public RecordedLog<LeaderElection> Log { get; } = new();

        /// <summary>It found that it leads, or that somebody else does, or that it cannot know.</summary>
        public bool HasLooked => Election.IsLeader || Log.Lines.Count > 0 || (_requests > 0 && _electors.Holder is { } holder && holder != _identity);

        public bool IsResting => _time.IsResting;

        public bool IsStopped { get; private set; }

        /// <summary>Whether its way to the API server is broken.</summary>
        public bool IsCut { get; set; }

        public async Task StopAsync(CancellationToken cancellationToken = default)
        {
            await Election.StopAsync(cancellationToken);
            IsStopped = true;
        }
    }
}
