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
            return await ServeAsync(app, configuration.Options);
        }
        catch (Exception failure) when (StartFailure.Of(failure, configuration.Options) is { } known)
        {
            return await TellAsync(known, error);
        }
    }

    private static async Task<int> ServeAsync(WebApplication app, GatewayOptions options)
    {
        using var impatience = new SecondSignal();
        try
        {
            GatewayHost.EnsureReadable(app);
            await app.StartAsync();
            GatewayHost.Announce(app, options);
            await app.WaitForShutdownAsync();
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Asked to stop while it started.
        }
        catch
        {
            // Services that were started take their end for a failure unless the host is said to stop.
            app.Lifetime.StopApplication();
            throw;
        }
        return Outcome(app);
    }

    /// <summary>A service that fails for good stops the host; it has said why in the log.</summary>
    private static int Outcome(WebApplication app) =>
        app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(service => service.ExecuteTask?.IsFaulted == true)
            ? ExitCode.Failed
            : ExitCode.Ok;

    private static async Task<int> TellAsync(StartFailure failure, TextWriter error)
    {
        await error.WriteLineAsync(failure.Message);
        return failure.ExitCode;
    }
}
