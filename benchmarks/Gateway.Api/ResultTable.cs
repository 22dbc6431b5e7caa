using static Gateway.Measuring.Figures;

namespace Gateway.Api;

/// <summary>The results as a markdown table.</summary>
internal static class ResultTable
{
    private const double Megabyte = 1e6;

    public static string Build(Results results)
    {
        var (options, busy, idle) = (results.Options, results.Busy, results.Idle);
        return string.Join('\n', [
            $"Machine: {results.Machine}",
            $"Cluster: {options.Services} Services, {options.Services} EndpointSlices × {options.Endpoints} endpoints, {options.Ingresses} Ingresses",
            "",
            "| | figure | target |",
            "|---|---:|---:|",
            Row("list → everything served, streaming lists, ms", Starts(results.Streamed.FromRequest), "≤ 3000"),
            Row("— from the start of the process, ms", Starts(results.Streamed.FromProcess)),
            Row("list → everything served, pages, ms", Starts(results.Paged.FromRequest), "≤ 3000"),
            Row("— from the start of the process, ms", Starts(results.Paged.FromProcess)),
            Row("resident when all is served, MB (without files)", Memory(results.Loaded), "≤ 250"),
            Row("resident after a request to every host, MB (without files)", Memory(results.InUse)),
            Row("request over a new upstream connection, nothing changed, ms", Cell(results.RequestMilliseconds, 1)),
            Row("endpoint change → used, no other changes, ms", Cell(idle.Milliseconds, 1)),
            Row($"endpoint change → used, at {Number(busy.Rate)} changes/s for {options.Seconds} s, ms", Cell(busy.Milliseconds, 1), "≤ 8 / ≤ 15"),
            Row("— a request meanwhile, ms", Cell(busy.RequestMilliseconds, 1)),
            Row("— the latest change behind its time, ms", Number(busy.LatestMilliseconds)),
            Row($"— gateway's processor, % of one ({Number(busy.Requests)} requests/s included)", Number(100 * busy.Processor)),
            Row("— all processors busy, %", Number(100 * busy.Machine)),
            Row("— resident, first → last quarter, MB", $"{Number(busy.Memory.FirstQuarter / Megabyte)} → {Number(busy.Memory.LastQuarter / Megabyte)}"),
            Row("— resident, MB/minute", Number(busy.Memory.BytesPerMinute / Megabyte), "no growth"),
            Row("changes alone, no requests: gateway's processor, % of one", Number(100 * results.Unprobed.Processor)),
            Row("— processor µs/change", Number(results.Unprobed.MicrosecondsPerChange)),
            "",
            "Starts: median of all (each). Times: p50 / p99 of n (the very first one, while the code was cold).",
        ]);
    }

    private static string Row(string title, string figure, string target = "") => $"| {title} | {figure} | {target} |";

    private static string Starts(IReadOnlyList<double> milliseconds) =>
        $"{Number(Series.Median(milliseconds))} ({string.Join(", ", milliseconds.Select(Number))})";

    private static string Memory(MemoryFigures memory) => $"{Number(memory.Resident / Megabyte)} ({Number(memory.Anonymous / Megabyte)})";
}
