using Gateway.Configuration;
using Gateway.Hosting;

namespace Gateway.Commands;

/// <summary><c>gateway run</c>: serves until it is asked to stop.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(CommandLineSettings commandLine, ProcessEnvironment environment, TextWriter error)
    {
        var configuration = GatewayConfiguration.Read(commandLine, environment);
        if (StartFailure.Of(configuration) is { } refused)
            return await TellAsync(refused, error);
        SocketScheduling.Choose(configuration.Options.Http.InlineScheduling);
        try
        {
            await using var app = GatewayHost.Build(configuration, environment);
            using var impatience = new SecondSignal(app.Lifetime);
            await app.StartAsync();
            GatewayHost.Announce(app, configuration.Options);
            await app.WaitForShutdownAsync();
            return ExitCode.Ok;
        }
        catch (Exception failure) when (StartFailure.Of(failure, configuration.Options) is { } known)
        {
            return await TellAsync(known, error);
        }
    }

    private static async Task<int> TellAsync(StartFailure failure, TextWriter error)
    {
        await error.WriteLineAsync(failure.Message);
        return failure.ExitCode;
    }
}
