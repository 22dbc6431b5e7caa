using System.Collections;
using System.Reflection;

namespace Gateway.Tests.KubernetesApi.Access;

/// <summary>How every object prints that can be reached from one, as far as its type belongs to a namespace.</summary>
internal static class PrintedParts
{
    public static List<string> Of(object root, string ns)
    {
        var printed = new List<string>();
        Visit(root, ns, new(ReferenceEqualityComparer.Instance), printed, 0);
        return printed;
    }

    private static void Visit(object? part, string ns, HashSet<object> seen, List<string> printed, int depth)
    {
        if (part is null or string || depth > 12 || !seen.Add(part))
            return;
        if (part.GetType().Namespace?.StartsWith(ns, StringComparison.Ordinal) == true)
            printed.Add(part.ToString() ?? "");
        for (var type = part.GetType(); type is not null && type != typeof(object); type = type.BaseType)
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                if (!field.FieldType.IsPrimitive && !field.FieldType.IsPointer)
                    Visit(field.GetValue(part), ns, seen, printed, depth + 1);
        if (part is IEnumerable and not string and Array items)
            foreach (var item in items)
                if (item?.GetType().IsPrimitive == false)
                    Visit(item, ns, seen, printed, depth + 1);
    }
}
