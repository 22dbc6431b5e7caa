using System.CommandLine;
using System.Text.Json;
using Gateway.Scale;

var services = Count("--services", "Services, each with an Ingress", 5000);
var endpoints = Count("--endpoints", "Endpoints of each Service", 10);
var changes = Count("--changes", "Changes of each kind", 200);
var budget = Count("--budget", "Seconds that the changes of one kind may take", 20);
var only = new Option<string>("--only") { Description = "Some of these", DefaultValueFactory = _ => "gateway,yarp,manifests" };
only.Validators.Add(result =>
{
    foreach (var name in result.GetValueOrDefault<string>().Split(',').Except(["gateway", "yarp", "manifests"]))
        result.AddError($"--only: there is nothing called '{name}'; it takes some of gateway,yarp,manifests");
});
var json = new Option<FileInfo?>("--json") { Description = "Write the results there as well" };
var upstream = new Option<int>("--upstream") { Description = "Port of the upstream", Required = true };
var proxy = new Argument<string>("proxy").AcceptOnlyFromAmong("gateway", "yarp", "manifests");

var serve = new Command("upstream", "The pods (started by the comparison)");
serve.SetAction((_, cancellationToken) => Upstream.RunAsync(cancellationToken));

var measure = new Command("measure", "One proxy, in this process (started by the comparison)") { proxy, upstream };
measure.SetAction(async (arguments, _) =>
{
    var measured = await MeasureAsync(arguments.GetValue(proxy)!, Options(arguments), arguments.GetValue(upstream));
    Console.WriteLine(JsonSerializer.Serialize(measured, MeasuredJson.Default.Measured));
});

var compare = new RootCommand("The cost of size and of change: the gateway beside stock YARP, on many Services")
{
    services, endpoints, changes, budget, only, json, serve, measure,
};
compare.SetAction(async (arguments, cancellationToken) =>
{
    var results = await Comparison.RunAsync(Options(arguments), arguments.GetValue(only)!.Split(','), cancellationToken);
    Console.WriteLine(ResultTable.Build(results));
    if (arguments.GetValue(json) is { } file)
        await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(results, MeasuredJson.Default.Results), cancellationToken);
});
return await compare.Parse(args).InvokeAsync();

static Option<int> Count(string name, string description, int byDefault) =>
    new(name) { Description = description, DefaultValueFactory = _ => byDefault, Recursive = true };

ScaleOptions Options(ParseResult arguments) =>
    new(arguments.GetValue(services), arguments.GetValue(endpoints), arguments.GetValue(changes), arguments.GetValue(budget));

// gateway and yarp run in this process; manifests starts the gateway's own.
static async Task<Measured> MeasureAsync(string proxy, ScaleOptions options, int upstreamPort)
{
    var cluster = options.Cluster(upstreamPort);
    if (proxy == "manifests")
    {
        await using var run = new FolderRun(cluster);
        return run.Measure(options.Sampling);
    }
    await using IProxyUnderTest underTest = proxy == "yarp" ? new StockYarp(cluster) : new GatewayProxy(cluster);
    return await InProcessRun.MeasureAsync(proxy == "yarp" ? "stock YARP 2.1.0" : "gateway", underTest, cluster, options.Sampling);
}
