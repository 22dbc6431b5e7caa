using Gateway.Model.Resources;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Layer4;

/// <summary>The IPVS scheduler that a Service asks for by name. Whether the kernel has it is not known here.</summary>
internal static class SchedulerAnnotation
{
    /// <summary>IP_VS_SCHEDNAME_MAXLEN, without the zero at the end.</summary>
    private const int Longest = 15;

    public static string? Read(Service service, bool isServed, ConditionList conditions)
    {
        if (service.Annotation(Annotations.IpvsScheduler) is not { } name)
            return null;
        if (name.Length is 0 or > Longest || !name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character)))
        {
            conditions.Add(AnnotationCondition.Warning(
                Annotations.IpvsScheduler,
                "InvalidScheduler",
                $"\"{name}\" is not the name of a scheduler, 1–{Longest} lower-case letters and digits; the load-balancing policy decides"));
            return null;
        }
        if (!isServed)
            conditions.Add(AnnotationCondition.NoEffect(Annotations.IpvsScheduler, "the Service is not served on layer 4"));
        return name;
    }
}
