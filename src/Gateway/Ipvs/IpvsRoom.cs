using Gateway.Ipvs.Localhost;
using Gateway.Ipvs.Network;
using Gateway.Netlink.Ipvs;
using Gateway.Reconciliation;

namespace Gateway.Ipvs;

/// <summary>Puts the room together.</summary>
internal static class IpvsRoom
{
    /// <summary>Adds <see cref="IpvsTarget"/> and what keeps it up. Needs a <see cref="TimeProvider"/> and the <see cref="TargetConditions"/>.</summary>
    public static IServiceCollection AddIpvs(this IServiceCollection services, IpvsRoomOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(provider => new IpvsTarget(
            OpenIpvs,
            () => OpenNetwork(options),
            options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<IpvsTarget>>(),
            options.LocalhostNodePorts ? NewLocalhostPorts(options, provider) : null));
        services.AddTarget(provider => provider.GetRequiredService<IpvsTarget>());
        services.AddHostedService<IpvsUpkeep>();
        return services;
    }

    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    /// <exception cref="Netlink.NetlinkException">The kernel has no IPVS, or does not let us use it.</exception>
    public static IIpvs OpenIpvs() =>
        OperatingSystem.IsLinux() ? IpvsClient.Open() : throw new PlatformNotSupportedException("IPVS is a part of Linux, and this is another system");

    public static IKernelNetwork OpenNetwork(IpvsRoomOptions options) =>
        new LinuxNetwork(new(options.NftProgram, options.NftTimeLimit), new KernelSettings(strictArp: options.StrictArp));

    private static LocalhostPorts NewLocalhostPorts(IpvsRoomOptions options, IServiceProvider provider)
    {
        var (time, logger) = (provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<LocalhostPorts>>());
        return new((port, listener) => Relay.Open(port, listener, time, logger), options.OwnPorts);
    }
}
