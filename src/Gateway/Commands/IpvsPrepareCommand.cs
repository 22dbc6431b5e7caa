using Gateway.Ipvs.Network;
using Gateway.Ipvs.Planning;

namespace Gateway.Commands;

/// <summary>
/// <c>gateway ipvs prepare</c>: does once what a gateway with no other right than to program the network cannot do. Says of each module and setting what
/// became of it.
/// </summary>
internal static class IpvsPrepareCommand
{
    /// <summary>Without one of these, nothing is served as it should be. Other schedulers have a stand-in.</summary>
    private static readonly string[] NeededModules = ["ip_vs", "nf_conntrack", "dummy", ModuleOf(SchedulerChoice.LastResort)];

    private static readonly string[] NeededSettings = [KernelSettings.Forwarding, KernelSettings.Tracking];

    /// <param name="load">Loads a module; says why it is not there, null where it is.</param>
    public static int Run(Func<string, string?> load, KernelSettings settings, TextWriter output, TextWriter error)
    {
        if (!OperatingSystem.IsLinux())
        {
            error.WriteLine("gateway: IPVS is a part of Linux, and this is another system");
            return ExitCode.Kernel;
        }
        // Some settings are there only once their module is.
        string[] missing = [.. Load(load, output).Intersect(NeededModules), .. Make(settings, output).Intersect(NeededSettings)];
        if (missing.Length == 0)
            return ExitCode.Ok;
        error.WriteLine($"gateway: not all is there that IPVS needs: {string.Join(", ", missing)}");
        return ExitCode.Kernel;
    }

    /// <returns>Those that are not there.</returns>
    private static IReadOnlyList<string> Load(Func<string, string?> load, TextWriter output)
    {
        var missing = new List<string>();
        foreach (var module in NeededModules.Union(SchedulerChoice.OfPolicies.Select(ModuleOf)))
        {
            var problem = load(module);
            output.WriteLine(problem is null ? $"module {module}: there" : $"module {module}: not there: {problem}");
            if (problem is not null)
                missing.Add(module);
        }
        return missing;
    }

    /// <returns>Those that are other than they have to be.</returns>
    private static IReadOnlyList<string> Make(KernelSettings settings, TextWriter output)
    {
        var changes = settings.Apply().ToDictionary(change => change.Name);
        foreach (var (name, value, _) in settings.Wanted)
            output.WriteLine($"{name}: " + (changes.GetValueOrDefault(name) switch
            {
                null => $"{value} already",
                { Problem: null } change => $"{value}, was {change.Before}",
                var change => $"{change.Before ?? "not there"}, cannot be set to {value}: {change.Problem}",
            }));
        return [.. changes.Values.Where(change => change.Problem is not null).Select(change => change.Name)];
    }

    private static string ModuleOf(string scheduler) => $"ip_vs_{scheduler}";
}
