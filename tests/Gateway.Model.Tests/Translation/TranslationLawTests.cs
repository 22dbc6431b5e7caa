using FsCheck;
using FsCheck.Fluent;
using Gateway.Model.Translation;

namespace Gateway.Model.Tests.Translation;

/// <summary>What holds for every history of objects, good and bad.</summary>
public sealed class TranslationLawTests
{
    private static readonly TranslationOptions[] AllOptions = [TestOptions.OnLayer4, TestOptions.StandAlone, TestOptions.OnLayer4, TestOptions.InCluster];

    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void Translation_from_before_equals_translation_from_nothing() => ForAnyHistory(batches =>
    {
        var (snapshot, result) = (ResourceSnapshot.Empty, TranslationResult.Empty);
        foreach (var (changes, options) in batches)
        {
            snapshot = snapshot.Apply(changes);
            result = Translator.Translate(snapshot, result, options);
            AssertEqual(Translator.Translate(snapshot, TranslationResult.Empty, options).Desired, result.Desired);
        }
    });

    [Fact]
    public void What_comes_out_equal_keeps_its_reference() => ForAnyHistory(batches =>
    {
        var (snapshot, result) = (ResourceSnapshot.Empty, TranslationResult.Empty);
        foreach (var (changes, _) in batches)
        {
            var before = result.Desired;
            snapshot = snapshot.Apply(changes);
            result = Translator.Translate(snapshot, result, TestOptions.OnLayer4);
            AssertChangesAreReal(before.Http.Hosts, result.Desired.Http.Hosts);
            AssertChangesAreReal(before.Http.Clusters, result.Desired.Http.Clusters);
            AssertChangesAreReal(before.Http.Certificates, result.Desired.Http.Certificates);
            AssertChangesAreReal(before.Layer4.Services, result.Desired.Layer4.Services);
            AssertChangesAreReal(before.Conditions, result.Desired.Conditions);
            AssertChangesAreReal(before.Claims, result.Desired.Claims);
        }
    });

    [Fact]
    public void What_remains_when_everything_is_deleted_is_nothing() => ForAnyHistory(batches =>
    {
        var changes = batches.SelectMany(batch => batch.Changes).ToArray();
        var full = Translator.Translate(ResourceSnapshot.Empty.Apply(changes), TranslationResult.Empty, TestOptions.OnLayer4);
        var emptied = full.Snapshot.Apply(changes.Select(change => ResourceChange.Delete(change.Reference)));

        var result = Translator.Translate(emptied, full, TestOptions.OnLayer4);

        Assert.Equal("", DesiredStateText.Build(result.Desired));
        Assert.Empty(result.Desired.Claims);
        Assert.Equal(0, result.HostClaims.Count + result.ClustersByService.Count + result.HostsByCluster.Count + result.CertificateClaims.Count);
        Assert.Equal(0, result.IngressesBySecret.Count + result.IngressesByService.Count + result.TlsSecrets.Count + result.Remarks.Count);
        Assert.Equal(0, result.Layer4Requests.Count + result.AddressRequests.Count + result.AddressAllocations.Count + result.Layer4Plans.Count);
        Assert.Equal(0, result.FrontendClaims.Count + result.FrontendOwners.Count + result.Layer4.Count);
    });

    [Fact]
    public void The_order_in_which_objects_arrive_says_nothing() => ForAnyHistory(batches =>
    {
        var changes = batches.SelectMany(batch => batch.Changes).ToArray();
        var objects = ResourceSnapshot.Empty.Apply(changes).Objects.ToArray();
        var expected = Translator.Translate(ResourceSnapshot.Of(objects), TranslationResult.Empty, TestOptions.OnLayer4).Desired;
        new Random(changes.Length).Shuffle(objects);
        var result = TranslationResult.Empty;
        foreach (var resource in objects)
            result = Translator.Translate(result.Snapshot.Apply(ResourceChange.Upsert(resource)), result, TestOptions.OnLayer4);
        AssertEqual(expected, result.Desired);
    });

    [Fact]
    public void No_two_Services_have_a_frontend_or_an_address_of_a_pool_in_common() => ForAnyHistory(batches =>
    {
        var snapshot = ResourceSnapshot.Empty.Apply(batches.SelectMany(batch => batch.Changes));
        var desired = Translator.Translate(snapshot, TranslationResult.Empty, TestOptions.OnLayer4).Desired;
        var frontends = desired.Layer4.Services.Values
            .SelectMany(port => port.Frontends.Select(frontend => (frontend.Family, frontend.Address, frontend.Port, port.Protocol)))
            .ToArray();
        var addresses = desired.Claims.Values.SelectMany(claim => (IEnumerable<string>?)claim.VirtualAddresses ?? []).ToArray();
        Assert.Equal(frontends.Length, frontends.Distinct().Count());
        Assert.Equal(addresses.Length, addresses.Distinct(StringComparer.Ordinal).Count());
        Assert.All(desired.Layer4.Services.Values, AssertSound);
    });

    private static void AssertSound(Layer4Service port)
    {
        Assert.NotEmpty(port.Frontends);
        Assert.All(port.Frontends, frontend =>
        {
            Assert.Equal(frontend.Verdict == TrafficVerdict.Forward, !frontend.Backends.IsEmpty);
            Assert.All(frontend.Backends, backend => Assert.Equal(frontend.Family, EndpointAddress.FamilyOf(backend.Address)));
            Assert.Equal(frontend.Kind == FrontendKind.NodePort, frontend.Address is null);
        });
    }

    [Fact]
    public void Every_cluster_that_a_route_names_is_there_and_no_other() => ForAnyHistory(batches =>
    {
        var snapshot = ResourceSnapshot.Empty.Apply(batches.SelectMany(batch => batch.Changes));
        var http = Translator.Translate(snapshot, TranslationResult.Empty, TestOptions.StandAlone).Desired.Http;
        var named = http.Hosts.Values.SelectMany(host => host.Routes.Append(host.Default)).Select(route => route?.Cluster).OfType<ServicePortName>();
        Assert.Equal(named.Distinct().Order(), http.Clusters.Keys.Order());
    });

    private static void ForAnyHistory(Action<IReadOnlyList<Batch>> check) =>
        Check.One(Thorough, Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => check(HistoryFrom(new Random(seed)))));

    private static List<Batch> HistoryFrom(Random random)
    {
        var objects = new RandomObjects(random);
        var options = AllOptions[random.Next(AllOptions.Length)];
        var history = new List<Batch>();
        for (var i = random.Next(1, 25); i > 0; i--)
        {
            if (random.Next(10) == 0)
                options = AllOptions[random.Next(AllOptions.Length)];
            var changes = Enumerable.Range(0, random.Next(1, random.Next(1, 12))).Select(_ =>
                random.Next(4) == 0 ? ResourceChange.Delete(objects.Next().Reference) : ResourceChange.Upsert(objects.Next()));
            history.Add(new([.. changes], options));
        }
        return history;
    }

    private static void AssertEqual(DesiredState expected, DesiredState actual)
    {
        // The text first: a difference is readable there. Then value by value, as the text may leave something out.
        Assert.Equal(DesiredStateText.Build(expected), DesiredStateText.Build(actual));
        AssertSame(expected.Http.Hosts, actual.Http.Hosts);
        AssertSame(expected.Http.Clusters, actual.Http.Clusters);
        AssertSame(expected.Http.Certificates, actual.Http.Certificates);
        AssertSame(expected.Layer4.Services, actual.Layer4.Services);
        AssertSame(expected.Conditions, actual.Conditions);
        AssertSame(expected.Claims, actual.Claims);
    }

    private static void AssertSame<TKey, TValue>(PersistentMap<TKey, TValue> expected, PersistentMap<TKey, TValue> actual)
        where TKey : notnull
        where TValue : class
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected, pair => Assert.Equal(pair.Value, actual.Find(pair.Key)));
    }

    private static void AssertChangesAreReal<TKey, TValue>(PersistentMap<TKey, TValue> before, PersistentMap<TKey, TValue> after)
        where TKey : notnull
        where TValue : class =>
        Assert.All(after.ChangesSince(before), change => Assert.NotEqual(change.Before, change.After));

    private sealed record Batch(ResourceChange[] Changes, TranslationOptions Options);
}
