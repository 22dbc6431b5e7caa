using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Gateway.Benchmarks.Policies;

/// <summary>
/// Many short iterations, and the median and least of them beside the mean: other work on the machine makes some longer, never shorter.
/// In one process, so that the whole table takes a few minutes.
/// </summary>
internal sealed class PolicyConfig : ManualConfig
{
    public PolicyConfig()
    {
        AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(5)
            .WithIterationCount(21)
            .WithIterationTime(TimeInterval.FromMilliseconds(60)));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumn(StatisticColumn.Median, StatisticColumn.Min);
        HideColumns(Column.Error, Column.StdDev);
    }
}
