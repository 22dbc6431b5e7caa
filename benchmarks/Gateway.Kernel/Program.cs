using System.CommandLine;
using Gateway.Kernel;

var services = new Option<int>("--services") { Description = "Virtual services", DefaultValueFactory = _ => 10_000 };
var destinations = new Option<int>("--destinations") { Description = "Destinations of each", DefaultValueFactory = _ => 10 };
var rounds = new Option<int>("--rounds") { Description = "How often each is measured, taking turns", DefaultValueFactory = _ => 3 };
var changes = new Option<int>("--changes") { Description = "How many single endpoints are changed", DefaultValueFactory = _ => 200 };

var root = new RootCommand("What it costs to program the kernel's IPVS, next to ipvsadm. Needs root, IPVS")
{
    services, destinations, rounds, changes,
};
root.SetAction(arguments =>
{
    var run = new ProgrammingRun(
        new SyntheticServices(arguments.GetValue(services), arguments.GetValue(destinations)), arguments.GetValue(rounds), arguments.GetValue(changes));
    Console.WriteLine(run.Run());
    return 0;
});
return await root.Parse(args).InvokeAsync();
