using Gateway.Netlink.Ipvs;
using static Gateway.KernelLab.Support.Writing;

namespace Gateway.KernelLab.Netlink;

/// <summary>Many commands at once: each is carried out, and each error belongs to the command that caused it.</summary>
public sealed class BatchTests : IDisposable
{
    private const int ENOENT = 2;
    private const int ESRCH = 3;
    private const int EEXIST = 17;

    private readonly NetworkNamespace _place = NetworkNamespace.Create("batch");
    private readonly IpvsClient _ipvs;

    public BatchTests() => _ipvs = _place.Inside(IpvsClient.Open);

    public void Dispose()
    {
        _ipvs.Dispose();
        _place.Dispose();
    }

    [KernelFact]
    public void Errors_are_those_of_their_commands()
    {
        var destination = Destination("10.2.1.2:8080");
        List<IpvsCommand> commands = [.. Enumerable.Range(1, 1000).Select(Service).SelectMany<IpvsServiceKey, IpvsCommand>(
            service => [new IpvsCommand.AddService(new(service)), new IpvsCommand.AddDestination(service, destination)])];
        var bad = new (int Index, int Error, IpvsCommand Command)[]
        {
            (0, ESRCH, new IpvsCommand.DeleteService(Service(1))),
            (7, EEXIST, new IpvsCommand.AddService(new(Service(1)))),
            (500, ENOENT, new IpvsCommand.AddService(new(Service(2000)) { Scheduler = "nosuch" })),
            (501, EEXIST, new IpvsCommand.AddDestination(Service(2), destination)),
            (1024, ENOENT, new IpvsCommand.SetDestination(Service(3), Destination("10.2.1.3:8080"))),
            (1999, ESRCH, new IpvsCommand.AddDestination(Service(3000), destination)),
        };
        foreach (var (index, _, command) in bad)
            commands.Insert(index, command);
        commands.Add(new IpvsCommand.DeleteDestination(Service(5), Destination("10.2.1.3:8080").Key));

        var failures = _ipvs.Execute(commands);

        Assert.Equal([.. bad.Select(one => (one.Index, one.Error)), (commands.Count - 1, ENOENT)], failures.Select(failure => (failure.Index, failure.Error)));
        Assert.Equal(
            Enumerable.Range(1, 1000).SelectMany<int, string>(port => [$"-A -t 10.96.0.1:{port} -s rr", $"-a -t 10.96.0.1:{port} -r 10.2.1.2:8080 -m -w 1"])
                .Order(StringComparer.Ordinal),
            new Ipvsadm(_place).Saved().Order(StringComparer.Ordinal));
    }

    [KernelFact]
    public void A_batch_of_nothing_but_errors_answers_each_of_them()
    {
        var failures = _ipvs.Execute([.. Enumerable.Range(1, 5000).Select(port => new IpvsCommand.DeleteService(Service(port)))]);

        Assert.Equal(Enumerable.Range(0, 5000).Select(index => (index, ESRCH)), failures.Select(failure => (failure.Index, failure.Error)));
        Assert.All(failures, failure => Assert.Contains("ESRCH", failure.Message, StringComparison.Ordinal));
    }

    [KernelFact]
    public void Long_lists_are_read_whole()
    {
        var service = Service(1);
        IpvsDestination[] destinations = [.. Enumerable.Range(0, 3000).Select(number => Destination($"10.3.{number / 250}.{(number % 250) + 1}:80"))];
        _ipvs.Carry(
        [
            .. Enumerable.Range(1, 1500).Select(port => new IpvsCommand.AddService(new(Service(port)))),
            .. destinations.Select(destination => new IpvsCommand.AddDestination(service, destination)),
        ]);

        Assert.Equal(Enumerable.Range(1, 1500).Select(Service).ToHashSet(), _ipvs.ListServices().Select(state => state.Service.Key).ToHashSet());
        Assert.Equal(destinations.ToHashSet(), _ipvs.ListDestinations(service).Select(state => state.Destination).ToHashSet());
    }

    private static IpvsServiceKey Service(int port) => Tcp($"10.96.0.1:{port}");
}
