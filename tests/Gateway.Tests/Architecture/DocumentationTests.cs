using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Gateway.Commands;
using Gateway.Configuration;
using Gateway.Ipvs;
using Gateway.Ipvs.Planning;
using Gateway.Model;
using Gateway.Model.Translation;
using Gateway.Tests.Configuration;

namespace Gateway.Tests.Architecture;

/// <summary>What users are told exists, and what exists is told.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void Every_key_of_the_configuration_is_explained()
    {
        using var environment = new TestEnvironment();
        var text = Page("configuration.md");

        Assert.DoesNotContain(environment.Read().Keys, key => !text.Contains($"`{key}`", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_annotation_is_explained()
    {
        var text = Page("annotations.md");

        Assert.DoesNotContain(
            ConstantsOf(typeof(Annotations)).Where(value => value != Annotations.Prefix),
            value => !text.Contains($"`{value[Annotations.Prefix.Length..]}`", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_policy_is_explained()
    {
        var text = Page("load-balancing.md");

        Assert.DoesNotContain(LoadBalancingPolicyNames.All, policy => !text.Contains($"| `{policy}`", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_exit_code_is_explained()
    {
        var text = Page("commands.md");

        Assert.DoesNotContain(
            typeof(ExitCode).GetFields().Select(field => (int)field.GetRawConstantValue()!),
            code => !text.Contains($"| {code} |", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_reason_of_the_kernels_conditions_is_explained()
    {
        var text = Page("ipvs.md");
        var reasons = typeof(ServiceConditions).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.ReturnType == typeof(Condition))
            .Select(method => ((Condition)method.Invoke(null, [.. method.GetParameters().Select(SomethingFor)])!).Reason)
            .ToArray();

        Assert.Contains(ServiceConditions.NotAvailableReason, reasons);
        Assert.DoesNotContain(reasons, reason => !text.Contains($"\n| `{reason}` |", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_instrument_of_the_kernels_meter_is_explained()
    {
        var text = Page("ipvs.md");
        var name = $"{nameof(DocumentationTests)}.{Guid.NewGuid():N}";
        var instruments = new List<string>();
        using (var listener = new MeterListener { InstrumentPublished = (instrument, _) => Note(instrument) })
        {
            listener.Start();
            using var meter = new KernelMeter(name);
            RuntimeHelpers.RunClassConstructor(typeof(IpvsTelemetry).TypeHandle);
        }

        Assert.Contains("gateway.ipvs.connections", instruments);
        Assert.Contains("gateway.ipvs.repairs", instruments);
        Assert.DoesNotContain(instruments, instrument => !text.Contains($"`{instrument}`", StringComparison.Ordinal));

        void Note(Instrument instrument)
        {
            // Rooms of other tests are measured meanwhile.
            if (instrument.Meter.Name == name || instrument.Meter.Name == IpvsTelemetry.Name)
                lock (instruments)
                    instruments.Add(instrument.Name);
        }
    }

    [Fact]
    public void Links_lead_somewhere()
    {
        var pages = Directory.GetFiles(Path.Combine(RepositoryRoot.Path, "docs"), "*.md").Append(Path.Combine(RepositoryRoot.Path, "README.md"));
        var broken =
            from page in pages
            from Match link in Link().Matches(File.ReadAllText(page))
            let target = link.Groups["target"].Value
            where !target.Contains("://", StringComparison.Ordinal)
            where !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, target.Split('#')[0]))
            // Benchmarks are a tree of their own, which a copy of the sources may leave out.
            where !target.StartsWith("benchmarks/", StringComparison.Ordinal)
            select $"{Path.GetFileName(page)}: {target}";

        Assert.Empty(broken);
    }

    /// <summary>An argument for a condition that is made for the sake of its reason.</summary>
    private static object? SomethingFor(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(ServicePortName) ? new ServicePortName(new("default", "web"), "", 80)
        : parameter.ParameterType.IsValueType ? RuntimeHelpers.GetUninitializedObject(parameter.ParameterType)
        : null;

    private static string Page(string name) => File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", name));

    private static IEnumerable<string> ConstantsOf(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Link();
}
