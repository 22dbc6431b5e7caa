using System.Globalization;
using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

/// <summary>The annotation <see cref="Annotations.Weight"/> of an EndpointSlice, which holds for all of its endpoints.</summary>
internal static class EndpointWeight
{
    private const int Default = 1;

    /// <summary>False where the value is bad; the default then, as where there is none.</summary>
    public static bool TryParse(string? text, out int weight)
    {
        weight = Default;
        if (text is null)
            return true;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > Backend.MaxWeight)
            return false;
        weight = value;
        return true;
    }

    /// <summary>
    /// Names the Pods too, because a slice built from Pods has its weight from them and is not to be found in any manifest.
    /// </summary>
    public static string Complaint(EndpointSlice slice) =>
        $"{slice.Reference}{PodsOf(slice)}: {Annotations.Weight} must be a whole number within 0–{Backend.MaxWeight}, and is "
        + $"\"{slice.Annotation(Annotations.Weight)}\"; weight {Default} is used";

    private static string PodsOf(EndpointSlice slice)
    {
        const int shown = 3;
        var pods = slice.Endpoints?.Where(endpoint => endpoint.TargetRef?.Kind == "Pod").Select(endpoint => endpoint.TargetRef!.Name).ToArray() ?? [];
        return pods.Length switch
        {
            0 => "",
            <= shown => $" of Pod {string.Join(", ", pods)}",
            _ => $" of Pod {string.Join(", ", pods.Take(shown))} and {pods.Length - shown} more",
        };
    }
}
