using System.Text.Json;
using Gateway.ClusterStatus.Leadership;
using Gateway.Model;

namespace Gateway.Tests.ClusterStatus.Leadership;

public sealed class LeasePlanTests
{
    private static readonly NamespacedName Name = new("shop", "gateway");
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 1, 2, 3, 456, TimeSpan.Zero);
    private static readonly LeaseTimings Timings = new();

    private static readonly Lease OfOther = new()
    {
        Metadata = new() { Name = "gateway", Namespace = "shop", ResourceVersion = "7" },
        Spec = new() { HolderIdentity = "b", LeaseDurationSeconds = 15, AcquireTime = "then", RenewTime = "later", LeaseTransitions = 4 },
    };

    [Fact]
    public void A_lease_that_is_not_there_is_made()
    {
        var lease = Build(null, TimeSpan.Zero)!;

        Assert.Equal(
            """
            {"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"gateway","namespace":"shop"},"spec":{"holderIdentity":"a","leaseDurationSeconds":15,"acquireTime":"2026-11-22T01:02:03.456000Z","renewTime":"2026-11-22T01:02:03.456000Z","leaseTransitions":0}}
            """.Trim(),
            JsonSerializer.Serialize(lease, LeaseJson.Default.Lease));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(14.9, false)]
    [InlineData(15, true)]
    public void A_lease_of_another_is_taken_when_it_has_stood_unchanged_for_its_duration(double seconds, bool taken)
    {
        var lease = Build(OfOther, TimeSpan.FromSeconds(seconds));

        Assert.Equal(taken ? "a for the 5th time" : null, lease is null ? null : $"{lease.Spec.HolderIdentity} for the {lease.Spec.LeaseTransitions}th time");
    }

    [Fact]
    public void The_duration_that_counts_is_the_holder_s() =>
        Assert.Null(Build(OfOther with { Spec = OfOther.Spec with { LeaseDurationSeconds = 60 } }, TimeSpan.FromSeconds(59)));

    [Fact]
    public void A_lease_that_was_given_back_is_taken_at_once()
    {
        var lease = Build(LeasePlan.Release(OfOther, Now), TimeSpan.Zero)!;

        Assert.Equal(("a", 5, "2026-11-22T01:02:03.456000Z"), (lease.Spec.HolderIdentity, lease.Spec.LeaseTransitions, lease.Spec.AcquireTime));
    }

    [Fact]
    public void A_lease_that_is_given_back_keeps_its_count_and_runs_out_at_once()
    {
        var spec = LeasePlan.Release(OfOther, Now).Spec;

        Assert.Equal(("", 1, 4), (spec.HolderIdentity, spec.LeaseDurationSeconds, spec.LeaseTransitions));
    }

    [Fact]
    public void A_renewal_changes_the_time_of_renewal_alone()
    {
        var ours = OfOther with { Spec = OfOther.Spec with { HolderIdentity = "a" } };

        Assert.Equal(ours with { Spec = ours.Spec with { RenewTime = "2026-11-22T01:02:03.456000Z" } }, Build(ours, TimeSpan.FromHours(1)));
    }

    [Fact]
    public void A_lease_without_a_spec_is_nobody_s()
    {
        var bare = JsonSerializer.Deserialize("""{"metadata":{"name":"gateway","resourceVersion":"1"},"spec":null}""", LeaseJson.Default.Lease);

        Assert.Equal("a", Build(bare, TimeSpan.Zero)!.Spec.HolderIdentity);
    }

    [Fact]
    public void What_is_not_used_is_kept()
    {
        const string Text = """{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"gateway","labels":{"a":"b"}},"spec":{"holderIdentity":"b","strategy":"OldestEmulationVersion"}}""";

        Assert.Equal(Text, JsonSerializer.Serialize(JsonSerializer.Deserialize(Text, LeaseJson.Default.Lease)!, LeaseJson.Default.Lease));
    }

    private static Lease? Build(Lease? current, TimeSpan silentFor) => LeasePlan.Build(current, silentFor, Name, "a", Timings, Now);
}
