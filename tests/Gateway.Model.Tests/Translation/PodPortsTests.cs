using Gateway.Model.Resources;
using Gateway.Model.Translation;

namespace Gateway.Model.Tests.Translation;

/// <summary>What a Service's target port is in a pod, seen in the slices that are built from it.</summary>
public sealed class PodPortsTests
{
    [Fact]
    public void A_target_port_by_number_is_that_number_whatever_the_pod_declares()
    {
        Assert.Equal("http=8080/TCP", Resolve([new() { Name = "http", Port = 80, TargetPort = new(8080) }], new()));
    }

    [Fact]
    public void Without_a_target_port_it_is_the_port_itself()
    {
        IntOrString?[] absent = [null, new(0), new("")];

        Assert.All(absent, target => Assert.Equal("http=80/TCP", Resolve([new() { Name = "http", Port = 80, TargetPort = target }], new())));
    }

    [Fact]
    public void A_target_port_by_name_is_looked_up_in_all_containers()
    {
        var pod = new PodSpec { Containers = [Container(("admin", 1, null)), Container(("web", 3000, null), ("web", 4000, null))] };

        Assert.Equal("http=3000/TCP", Resolve([Named("web")], pod));
    }

    [Fact]
    public void Name_and_protocol_must_both_match()
    {
        var pod = new PodSpec { Containers = [Container(("dns", 1053, "UDP"), ("dns", 2053, "TCP"))] };

        Assert.Equal("http=2053/TCP", Resolve([Named("dns")], pod));
        Assert.Equal("http=1053/UDP", Resolve([Named("dns") with { Protocol = "UDP" }], pod));
    }

    [Fact]
    public void Sidecars_are_searched_after_the_containers_and_other_init_containers_never()
    {
        var sidecar = Container(("proxy", 15001, null), ("web", 1, null)) with { RestartPolicy = "Always" };
        var pod = new PodSpec { Containers = [Container(("web", 3000, null))], InitContainers = [Container(("setup", 9, null)), sidecar] };

        Assert.Equal("http=15001/TCP", Resolve([Named("proxy")], pod));
        Assert.Equal("http=3000/TCP", Resolve([Named("web")], pod));
        Assert.Equal("", Resolve([Named("setup")], pod));
    }

    [Fact]
    public void A_pod_without_the_name_is_left_out_of_that_port_alone()
    {
        ServicePort[] ports = [Named("web"), new() { Name = "metrics", Port = 9090 }];

        Assert.Equal("metrics=9090/TCP", Resolve(ports, new()));
    }

    [Fact]
    public void Pods_where_a_name_means_another_number_are_in_another_slice()
    {
        var slices = Build([Named("web")], new() { Containers = [Container(("web", 1, null))] }, new() { Containers = [Container(("web", 2, null))] });

        Assert.Equal([1, 2], slices.Select(slice => Assert.Single(slice.Ports!).Port));
    }

    [Fact]
    public void A_headless_Service_without_ports_gets_a_slice_without_ports()
    {
        var slice = Assert.Single(Build([], new PodSpec()));

        Assert.Empty(slice.Ports!);
        Assert.Single(slice.Endpoints!);
    }

    [Fact]
    public void The_protocol_and_appProtocol_of_the_Service_port_are_handed_on()
    {
        var slice = Assert.Single(Build([new() { Port = 5000, Protocol = "UDP", AppProtocol = "coap" }], new PodSpec()));

        Assert.Equal(new EndpointPort { Name = "", Port = 5000, Protocol = "UDP", AppProtocol = "coap" }, Assert.Single(slice.Ports!));
    }

    private static string Resolve(ServicePort[] ports, PodSpec pod) =>
        string.Join(' ', Assert.Single(Build(ports, pod)).Ports!.Select(port => $"{port.Name}={port.Port}/{port.Protocol}"));

    private static ValueArray<EndpointSlice> Build(ServicePort[] ports, params PodSpec[] pods)
    {
        var selector = new Dictionary<string, string> { ["app"] = "web" };
        var service = Shop.ServiceWith(new() { ClusterIP = "None", Selector = selector, Ports = ports });
        return EndpointSliceBuilder.Build(service, [.. pods.Select(PodOf)], _ => null);

        Pod PodOf(PodSpec spec, int i) => new()
        {
            Metadata = new() { Namespace = "shop", Name = $"web-{i}", Labels = selector },
            Spec = spec,
            Status = new() { PodIP = $"10.0.0.{i + 1}" },
        };
    }

    private static ServicePort Named(string target) => new() { Name = "http", Port = 80, TargetPort = new(target) };

    private static Container Container(params (string Name, int Number, string? Protocol)[] ports) =>
        new() { Ports = [.. ports.Select(port => new ContainerPort { Name = port.Name, Number = port.Number, Protocol = port.Protocol })] };
}
