using static Gateway.Measuring.Figures;

namespace Gateway.Scale;

/// <summary>The results as a markdown table, one column for each proxy.</summary>
internal static class ResultTable
{
    private const double Mebibyte = 1024 * 1024;

    public static string Build(Results results)
    {
        var proxies = results.Proxies;
        return string.Join('\n', [
            $"Machine: {results.Machine}",
            $"Load: {results.Options.Services} Services × {results.Options.Endpoints} endpoints, one host route each; one change at a time",
            "",
            Row("", proxies, measured => measured.Proxy),
            Row("---", proxies, _ => "---:"),
            Row("first serve, ms", proxies, measured => Number(measured.FirstServeMilliseconds)),
            Row("resident after load, MiB", proxies, measured => Number(measured.ResidentAfterLoad / Mebibyte)),
            Row("managed heap after load, MiB", proxies, measured => measured.HeapAfterLoad is { } heap ? Number(heap / Mebibyte) : "–"),
            Row("resident after a request to every Service, MiB", proxies, measured => Number(measured.ResidentInUse / Mebibyte)),
            Row("request over a new upstream connection, nothing changed, ms", proxies, measured => Cell(measured.RequestMilliseconds, 1)),
            Row("endpoint change applied, ms", proxies, measured => Cell(measured.EndpointAppliedMilliseconds, 1)),
            Row("endpoint change → next request uses it, ms", proxies, measured => Cell(measured.EndpointLiveMilliseconds, 1)),
            Row("garbage per endpoint change, KiB", proxies, measured => Cell(measured.EndpointGarbageBytes, 1024)),
            Row("route change applied, ms", proxies, measured => Cell(measured.RouteAppliedMilliseconds, 1)),
            Row("route change → next request uses it, ms", proxies, measured => Cell(measured.RouteLiveMilliseconds, 1)),
            Row("garbage per route change, KiB", proxies, measured => Cell(measured.RouteGarbageBytes, 1024)),
            "",
            "Changes: p50 / p99 of n (the very first one, while the code was cold).",
        ]);
    }

    private static string Row(string title, IEnumerable<Measured> proxies, Func<Measured, string> cell) =>
        $"| {title} | {string.Join(" | ", proxies.Select(cell))} |";
}
