using System.Net;
using Gateway.Ipvs.Filtering;
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
    /// <param name="touchesRecord">Whether they also change the record of what is ours.</param>
    public static void Disturb(Random random, KernelScene scene, IpvsServiceKey[] foreign, bool touchesRecord)
    {
        var ours = scene.Ipvs.Keys.Except(foreign).ToArray();
        foreach (var key in ours)
            foreach (var (destination, _) in scene.Ipvs.Destinations(key))
                scene.Ipvs.Connect(key, destination, (uint)random.Next(3), (uint)random.Next(3));
        if (ours.Length > 0 && random.Next(3) == 0)
            Edit(random, scene.Ipvs, ours[random.Next(ours.Length)]);
        for (var edits = random.Next(4); edits > 0; edits--)
            Edit(random, scene.Network.Nft, touchesRecord);
        scene.Time.Advance(TimeSpan.FromSeconds(random.Next(20)));
    }

    public static void EndConnections(KernelScene scene)
    {
        foreach (var key in scene.Ipvs.Keys)
            foreach (var (destination, _) in scene.Ipvs.Destinations(key))
                scene.Ipvs.Connect(key, destination, 0);
    }

    /// <summary>An element is taken away, put there, or given another verdict; or it is no table of ours.</summary>
    private static void Edit(Random random, FakeNft nft, bool touchesRecord)
    {
        var sets = Enum.GetValues<NftSet>().Where(set => touchesRecord || set != NftSet.Owned).ToArray();
        var (set, table) = (sets[random.Next(sets.Length)], random.Next(4) == 0 ? "ip6 gateway" : "ip gateway");
        var there = nft.Elements(table, NftablesText.Name(set)).Order().ToArray();
        var element = there.Length == 0 ? null : there[random.Next(there.Length)];
        if (there.Length == 0 && !nft.HasTable(table))
            nft.Commit();
        else if (element is not null && random.Next(2) == 0)
            nft.Run($"delete element {table} {NftablesText.Name(set)} {{ {element} }}");
        else if (element is not null && set == NftSet.Verdicts)
            nft.Run($"delete element {table} verdicts {{ {element} }}\nadd element {table} verdicts {{ {element.Split(" : ")[0]} : accept }}");
        else
            nft.Run($"add element {table} {NftablesText.Name(set)} {{ {Strange(set, table == "ip6 gateway" ? $"fd09::{random.Next(1, 9)}" : $"10.9.9.{random.Next(9)}")} }}");
    }

    private static string Strange(NftSet set, string address) => set switch
    {
        NftSet.Addresses or NftSet.PodNetworks => address,
        NftSet.Hairpin => $"{address} . {address}",
        NftSet.Verdicts => $"{address} . 6 . 9 : accept",
        NftSet.SourceRanges => $"{address} . 6-17 . 9-99 . {address}",
        _ => $"{address} . 99 . 9",
    };

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
