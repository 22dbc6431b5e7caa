using System.Globalization;

namespace Gateway.Manifests;

/// <summary>A place in a file, printed as compilers do. Line and column count from 1.</summary>
/// <param name="File">The path as the user gave it, with the path inside the folder after it.</param>
internal readonly record struct ManifestPosition(string File, int Line, int Column)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
}
