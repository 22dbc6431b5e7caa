using System.Text.RegularExpressions;
using Gateway.Tests.Configuration;

namespace Gateway.Tests.Architecture;

/// <summary>Who may know whom, read from the sources: a room is a folder of src/Gateway, and folders are namespaces.</summary>
public sealed partial class RoomTests
{
    /// <summary>The files that put the rooms together: those at the top, the commands, and the options of all rooms.</summary>
    private static readonly string[] CompositionRoot = ["", "Commands", "Configuration"];

    /// <summary>What every room may use.</summary>
    private static readonly string[] Shared = ["Model", "Reconciliation", "Hosting"];

    /// <summary>Rooms that use another one all the same, and why.</summary>
    private static readonly (string Room, string Uses)[] Exceptions =
    [
        // It writes by the client with which the other one reads.
        ("ClusterStatus", "KubernetesApi"),
        // No room but a library: the wire of the kernel, which nobody else speaks.
        ("Ipvs", "Netlink"),
    ];

    public static TheoryData<string> Rooms =>
        [.. Directory.GetDirectories(SourceFolder).Select(Path.GetFileName).OfType<string>().Where(IsRoom).Order(StringComparer.Ordinal)];

    private static string SourceFolder => Path.Combine(RepositoryRoot.Path, "src", "Gateway");

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_knows_the_model_and_reconciliation_and_no_other_room(string room)
    {
        var strangers =
            from file in SourcesOf(room)
            from Match name in RoomName().Matches(WithoutComments(File.ReadAllText(file)))
            let other = name.Groups["room"].Value
            where other != room && !Shared.Contains(other) && !Exceptions.Contains((room, other))
            select $"{Path.GetRelativePath(SourceFolder, file)} uses Gateway.{other}";

        Assert.Empty(strangers.Distinct());
    }

    [Fact]
    public void An_exception_that_is_not_made_use_of_is_none() => Assert.All(
        Exceptions,
        exception => Assert.Contains(
            SourcesOf(exception.Room), file => RoomName().Matches(WithoutComments(File.ReadAllText(file))).Any(name => name.Groups["room"].Value == exception.Uses)));

    /// <summary>Its list and watch are its own business.</summary>
    [Fact]
    public void Of_the_room_that_reads_the_API_the_others_use_the_client_alone() => Assert.DoesNotContain(
        SourcesOf("ClusterStatus"), file => ClientInside().IsMatch(WithoutComments(File.ReadAllText(file))));

    [Fact]
    public void Reconciliation_knows_the_model_alone()
    {
        var strangers =
            from file in SourcesOf("Reconciliation")
            from Match name in RoomName().Matches(WithoutComments(File.ReadAllText(file)))
            where name.Groups["room"].Value is not ("Model" or "Reconciliation")
            select $"{Path.GetRelativePath(SourceFolder, file)} uses {name.Value}";

        Assert.Empty(strangers.Distinct());
    }

    [Fact]
    public void The_model_needs_nothing_but_the_base_class_library()
    {
        var project = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "src", "Gateway.Model", "Gateway.Model.csproj"));

        Assert.DoesNotContain("Reference", project, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_rooms_to_check() => Assert.Empty(
        new[] { "HttpProxy", "Manifests", "Status", "Health", "Telemetry", "Demo" }.Except(Rooms.Select(row => row.Data)));

    private static bool IsRoom(string folder) => folder is not ("bin" or "obj" or "Reconciliation" or "Properties") && !CompositionRoot.Contains(folder);

    private static string[] SourcesOf(string room) => Directory.GetFiles(Path.Combine(SourceFolder, room), "*.cs", SearchOption.AllDirectories);

    private static string WithoutComments(string source) => Comment().Replace(source, "");

    [GeneratedRegex(@"\bGateway\.(?<room>[A-Z]\w+)", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex RoomName();

    [GeneratedRegex(@"\bGateway\.KubernetesApi\.[A-Z]", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ClientInside();

    [GeneratedRegex(@"//[^\n]*|""Gateway\.[^""]*""", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Comment();
}
