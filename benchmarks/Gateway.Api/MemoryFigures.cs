namespace Gateway.Api;

/// <summary>The memory of a process at one moment, in bytes.</summary>
/// <param name="Resident">All of it.</param>
/// <param name="Anonymous">Without the files that are mapped into it.</param>
internal sealed record MemoryFigures(long Resident, long Anonymous)
{
    public static MemoryFigures Of(int process) => new(ProcessMemory.Resident(process), ProcessMemory.Anonymous(process));
}
