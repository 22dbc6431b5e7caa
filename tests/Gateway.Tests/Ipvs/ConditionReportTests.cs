using Gateway.Ipvs;
using Gateway.Ipvs.Planning;
using Gateway.Model;

namespace Gateway.Tests.Ipvs;

public sealed class ConditionReportTests
{
    private static readonly ObjectReference Web = new("Service", new("lab", "web"));

    private readonly RecordedLog<IpvsTarget> _log = new();
    private readonly ConditionReport _report;

    public ConditionReportTests() => _report = new(_log);

    [Fact]
    public void A_condition_is_told_once_and_again_when_it_comes_up_again()
    {
        _report.Tell(Of(ServiceConditions.NoScheduler("lblc", "rr")));
        _report.Tell(Of(ServiceConditions.NoScheduler("lblc", "rr")));

        Assert.Equal(
            ["Service lab/web: SchedulerNotAvailable: the kernel has no IPVS scheduler lblc (module ip_vs_lblc); rr is used"], _log.Lines.Select(line => line.Text));

        _report.Tell(Of());
        _report.Tell(Of(ServiceConditions.NoScheduler("lblc", "rr")));

        Assert.Equal(2, _log.Lines.Count);
    }

    [Fact]
    public void That_there_is_no_IPVS_is_not_told_of_each_Service()
    {
        _report.Tell(Of(ServiceConditions.NotAvailable("this kernel has no IPVS")));

        Assert.Empty(_log.Lines);
    }

    private static PersistentMap<ObjectReference, ObjectConditions> Of(params ValueArray<Condition> conditions) =>
        PersistentMap<ObjectReference, ObjectConditions>.Empty.With(Web, conditions.IsEmpty ? null : new(conditions));
}
