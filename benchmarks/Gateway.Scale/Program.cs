using System.CommandLine;
using System.Text.Json;
using Gateway.Scale;

var services = new Option<int>("--services") { Description = "Services, each with an Ingress", DefaultValueFactory = _ => 5000, Recursive = true };
var endpoints = new Option<int>("--endpoints") { Description = "Endpoints of each Service", DefaultValueFactory = _ => 10, Recursive = true };
var changes = new Option<int>("--changes") { Description = "Changes of each kind", DefaultValueFactory = _ => 200, Recursive = true };
var budget = new Option<int>("--budget") { Description = "Seconds that the changes of one kind may take", DefaultValueFactory = _ => 20, Recursive = true };
var only = new Option<string>("--only") { Description = "Some of gateway,yarp,manifests", DefaultValueFactory = _ => "gateway,yarp,manifests" };
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
