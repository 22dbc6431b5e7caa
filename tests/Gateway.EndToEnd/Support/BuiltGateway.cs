using System.Reflection;

namespace Gateway.EndToEnd.Support;

/// <summary>Where the build put the gateway that these tests run.</summary>
internal static class BuiltGateway
{
    public static string Assembly { get; } = Path.GetFullPath(Metadata("GatewayAssembly"));

    public static string RepositoryRoot { get; } = Path.GetFullPath(Metadata("RepositoryRoot"));

    private static string Metadata(string key) =>
        typeof(BuiltGateway).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
