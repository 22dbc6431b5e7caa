using System.CommandLine;
using System.Text.Json;
using Gateway.Api;
using Gateway.Api.Churn;

var services = Count("--services", "Services, each with one EndpointSlice", 10_000);
var endpoints = Count("--endpoints", "Endpoints of each EndpointSlice", 10);
var ingresses = Count("--ingresses", "Ingresses, one host each, to the first Services", 5_000);
var rate = Count("--rate", "Endpoint changes a second", 1_000);
var probes = Count("--probes", "How many of these are waited for in the answers", 20);
var seconds = Count("--seconds", "For how long", 60);
var starts = Count("--starts", "How often the gateway is started, with each way of listing", 3);
var quick = new Option<bool>("--quick") { Description = "The shortest run, to see that all of it works; its figures say nothing" };
var gateway = new Option<DirectoryInfo>("--gateway")
{
    Description = "The folder of a publish of the gateway (default: as it was built with this program)",
    DefaultValueFactory = _ => new(AppContext.BaseDirectory),
};
var json = new Option<FileInfo?>("--json") { Description = "Write the results there as well" };

var serve = new Command("pods", "The pods (started by the benchmark)");
serve.SetAction((_, cancellationToken) => Upstream.RunAsync(cancellationToken));

var minutes = Count("--minutes", "For how long", 10);
var changeRate = Count("--rate", "Changes a second, of all kinds", 100);
var pause = Count("--cut-every", "Seconds between two interruptions", 5);
var churn = new Command("churn", "Change everything and break the connection again and again; at the end compare object for object, and fail where one differs")
{
    minutes, changeRate, pause,
};
churn.SetAction(async (arguments, cancellationToken) => await ChurnRun.RunAsync(
    new(arguments.GetValue(services), arguments.GetValue(endpoints), arguments.GetValue(ingresses), podPort: 8080),
    arguments.GetValue(changeRate),
    TimeSpan.FromSeconds(arguments.GetValue(pause)),
    TimeSpan.FromMinutes(arguments.GetValue(minutes)),
    cancellationToken) ? 0 : 1);

var root = new RootCommand("The gateway at an API server: the cost of a large cluster, and of a thousand changes a second in it")
{
    services, endpoints, ingresses, rate, probes, seconds, starts, quick, gateway, json, serve, churn,
};
root.SetAction(async (arguments, cancellationToken) =>
{
    if (!PodNetwork.IsHere)
        return await PodNetwork.RunThereAsync(args);
    var results = await ApiRun.RunAsync(Options(arguments), cancellationToken);
    Console.WriteLine(ResultTable.Build(results));
    if (arguments.GetValue(json) is { } file)
        await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(results, ResultsJson.Default.Results), cancellationToken);
    return 0;
});
return await root.Parse(args).InvokeAsync();

static Option<int> Count(string name, string description, int byDefault) =>
    new(name) { Description = description, DefaultValueFactory = _ => byDefault, Recursive = name is "--services" or "--endpoints" or "--ingresses" };

ApiOptions Options(ParseResult arguments)
{
    var options = new ApiOptions(
        arguments.GetValue(services),
        arguments.GetValue(endpoints),
        arguments.GetValue(ingresses),
        arguments.GetValue(rate),
        arguments.GetValue(probes),
        arguments.GetValue(seconds),
        arguments.GetValue(starts),
        arguments.GetValue(gateway)!.FullName);
    return arguments.GetValue(quick) ? options.Quick() : options;
}
