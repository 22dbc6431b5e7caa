using System.CommandLine;
using System.CommandLine.Help;
using Gateway.Configuration;
using Gateway.Ipvs;
using Gateway.Netlink;

namespace Gateway.Commands;

/// <summary>The commands, and what becomes of a line that is none.</summary>
internal static class CommandLine
{
    public static async Task<int> InvokeAsync(string[] args, ProcessEnvironment environment, TextWriter output, TextWriter error)
    {
        var parsed = Build(environment, output, error).Parse(args, new() { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            await error.WriteLineAsync(UsageError.Describe(parsed));
            return ExitCode.Usage;
        }
        // The host listens for the signals that end the process, and decides what they wait for.
        return await parsed.InvokeAsync(new() { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false, Output = output, Error = error });
    }

    private static RootCommand Build(ProcessEnvironment environment, TextWriter output, TextWriter error)
    {
        var options = new SharedOptions();
        var root = new RootCommand("A Kubernetes service gateway: serves Services, EndpointSlices and Ingresses of a cluster or of a folder of manifests, live while they change.");
        root.Subcommands.Add(Run(options, environment, error));
        root.Subcommands.Add(Validate(options, environment, output, error));
        root.Subcommands.Add(Ipvs(options, environment, output, error));
        options.AddTo(root);
        root.SetAction((parsed, _) => RunCommand.RunAsync(options.Read(parsed), environment, error));
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static Command Run(SharedOptions options, ProcessEnvironment environment, TextWriter error)
    {
        var run = new Command("run", "Serve until stopped. This is what is done where no command is given.");
        options.AddTo(run);
        run.SetAction((parsed, _) => RunCommand.RunAsync(options.Read(parsed), environment, error));
        return run;
    }

    private static Command Validate(SharedOptions options, ProcessEnvironment environment, TextWriter output, TextWriter error)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Folders or files of manifests, read as one set", Arity = ArgumentArity.OneOrMore };
        var validate = new Command("validate", "Say what the gateway would not serve, or not as written, and where that is written. Needs no cluster.");
        validate.Arguments.Add(paths);
        options.AddTo(validate, "--config");
        validate.SetAction(parsed => ValidateCommand.Run(parsed.GetRequiredValue(paths), options.Read(parsed), environment, output, error));
        return validate;
    }

    private static Command Ipvs(SharedOptions options, ProcessEnvironment environment, TextWriter output, TextWriter error)
    {
        var network = new IpvsRoomOptions();
        var json = new Option<bool>("--json") { Description = "As JSON" };
        var list = new Command("list", "Show the gateway's virtual services, with connections and rates.") { json };
        list.SetAction(parsed => IpvsListCommand.Run(parsed.GetValue(json), IpvsRoom.OpenIpvs, () => IpvsRoom.OpenNetwork(network), output, error));
        var cleanup = new Command("cleanup", "Remove all that the gateway has made in the kernel. Stop the gateway first: it would make it again.");
        cleanup.SetAction(_ => IpvsCleanupCommand.Run(IpvsRoom.OpenIpvs, () => IpvsRoom.OpenNetwork(network), output, error));
        var prepare = new Command("prepare", "Load the kernel's modules and make the settings that balancing needs, for a gateway that may not.");
        options.AddTo(prepare, "--config");
        prepare.SetAction(parsed => Prepare(options.Read(parsed), environment, output, error));
        return new Command("ipvs", "Prepare the kernel's IP Virtual Server, and see and remove what the gateway has made in it.") { prepare, list, cleanup };
    }

    private static int Prepare(CommandLineSettings commandLine, ProcessEnvironment environment, TextWriter output, TextWriter error)
    {
        var configuration = GatewayConfiguration.Read(commandLine, environment);
        if (StartFailure.Of(configuration) is { } refused)
        {
            error.WriteLine(refused.Message);
            return refused.ExitCode;
        }
        return IpvsPrepareCommand.Run(KernelModule.Load, new(strictArp: configuration.Options.StrictArp), output, error);
    }
}
