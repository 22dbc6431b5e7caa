using System.Net;
using Gateway.Model;
using Gateway.Model.Translation;
using Gateway.Netlink.Ipvs;

namespace Gateway.Tests.Ipvs;

/// <summary>What may happen: to what is desired, and in the kernel besides the gateway.</summary>
internal static class Histories
{
    private const int Names = 8;

    public static Layer4State Change(Random random, Layer4State state)
    {
        var services = state.Services;
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var service = Service(random, random.Next(Names));
            services = random.Next(6) == 0 ? services.Remove(service.Name) : services.Set(service.Name, service);
        }
        return new() { Services = services };
    }

    /// <summary>Other programs change what is ours, clients come and go, and time passes.</summary>
    public static void Disturb(Random random, KernelScene scene, IpvsServiceKey[] foreign)
    {
        var ours = scene.Ipvs.Keys.Except(foreign).ToArray();
        foreach (var key in ours)
            foreach (var (destination, _) in scene.Ipvs.Destinations(key))
                scene.Ipvs.Connect(key, destination, (uint)random.Next(3), (uint)random.Next(3));
        if (ours.Length > 0 && random.Next(3) == 0)
            Edit(random, scene.Ipvs, ours[random.Next(ours.Length)]);
        scene.Time.Advance(TimeSpan.FromSeconds(random.Next(20)));
    }

    public static void EndConnections(KernelScene scene)
    {
        foreach (var key in scene.Ipvs.Keys)
            foreach (var (destination, _) in scene.Ipvs.Destinations(key))
                scene.Ipvs.Connect(key, destination, 0);
    }

    private static void Edit(Random random, FakeIpvs ipvs, IpvsServiceKey key)
    {
        var destination = ipvs.Destinations(key).Values.FirstOrDefault();
        IpvsCommand edit = (random.Next(5), destination) switch
        {
            (0, _) => new IpvsCommand.DeleteService(key),
            (1, _) => new IpvsCommand.SetService(new(key) { Scheduler = "sh" }),
            (2, { } there) => new IpvsCommand.SetDestination(key, there with { Weight = random.Next(3) }),
            (3, { } there) => new IpvsCommand.DeleteDestination(key, there.Key),
            _ => new IpvsCommand.AddDestination(key, new(key.Family == System.Net.Sockets.AddressFamily.InterNetwork ? IPAddress.Parse("10.9.9.9") : IPAddress.Parse("fd00::99"), 99)),
        };
        ipvs.Edit(edit);
    }

    private static Layer4Service Service(Random random, int number)
    {
        var protocol = (TransportProtocol)(number % 3);
        var isV6 = number == 4;
        var address = isV6 ? "fd00:1::4" : $"10.96.0.{number / 2}";
        var frontends = new List<Frontend> { Frontend(random, FrontendKind.ClusterIP, isV6, address, 80 + number) };
        if (random.Next(2) == 0)
            frontends.Add(Frontend(random, FrontendKind.LoadBalancer, isV6, isV6 ? "fd00:2::4" : $"127.10.0.{number}", 80) with
            {
                SourceRanges = random.Next(2) == 0 ? [] : isV6 ? ["fd00::/8", "fd00:5::/32"] : ["10.0.0.0/8", "10.2.0.0/16", "192.0.2.0/24"],
            });
        if (!isV6 && random.Next(2) == 0)
            frontends.Add(Frontend(random, FrontendKind.NodePort, isV6, null, 30000 + number));
        return new(new(new("default", $"s{number}"), "", 80), protocol)
        {
            Frontends = frontends.ToValueArray(),
            Scheduler = random.Next(4) == 0 ? "wlc" : null,
            ClientAffinity = random.Next(4) == 0 ? TimeSpan.FromSeconds(random.Next(1, 100)) : TimeSpan.Zero,
            LoadBalancing = LoadBalancing.Default with { Policy = LoadBalancingPolicyNames.All[random.Next(LoadBalancingPolicyNames.All.Count)] },
        };
    }

    private static Frontend Frontend(Random random, FrontendKind kind, bool isV6, string? address, int port)
    {
        var verdict = (TrafficVerdict)Math.Max(0, random.Next(-4, 3));
        return new(kind, isV6 ? IPFamily.IPv6 : IPFamily.IPv4, address, port)
        {
            Verdict = verdict,
            Masquerade = (Masquerade)random.Next(3),
            Backends = verdict != TrafficVerdict.Forward
                ? default
                : Enumerable.Range(1, 5)
                    .Where(_ => random.Next(2) == 0)
                    .Select(host => new Backend(isV6 ? $"fd00:3::{host}" : $"10.244.0.{host}", 8080, random.Next(4)))
                    .ToValueArray(),
        };
    }
}
