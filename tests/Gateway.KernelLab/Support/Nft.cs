using System.Text.Json.Nodes;

namespace Gateway.KernelLab.Support;

/// <summary>nftables, by the program <c>nft</c>. Transport protocols are listed by number: their names depend on files of the machine.</summary>
internal sealed class Nft(NetworkNamespace place)
{
    /// <summary>Carries out a script as one transaction.</summary>
    /// <exception cref="InvalidOperationException">It was refused; with nft's own words.</exception>
    public void Apply(string script) => place.Try("nft", ["-f", "-"], script).Succeeded();

    /// <param name="what">Such as <c>table ip gateway</c>.</param>
    public string List(string what) => place.Run("nft", ["--numeric-protocol", "list", .. what.Split(' ')]);

    /// <summary>What <c>nft -j list</c> has under the key <c>nftables</c>.</summary>
    public JsonArray ListJson(string what) =>
        JsonNode.Parse(place.Run("nft", ["-j", "--numeric-protocol", "list", .. what.Split(' ')]))!["nftables"]!.AsArray();
}
