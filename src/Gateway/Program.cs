using Gateway.Commands;
using Gateway.Configuration;

return await CommandLine.InvokeAsync(args, ProcessEnvironment.Current(), Console.Out, Console.Error);
