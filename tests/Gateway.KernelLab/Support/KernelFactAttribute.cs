using System.Runtime.CompilerServices;

namespace Gateway.KernelLab.Support;

/// <summary>
/// A test that needs the lab, and is skipped outside of it. Inside, whatever the kernel lacks makes it fail: the lab promises all of it.
/// </summary>
public sealed class KernelFactAttribute : FactAttribute
{
    public KernelFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        Skip = Lab.WhySkipped;
    }
}

/// <inheritdoc cref="KernelFactAttribute"/>
public sealed class KernelTheoryAttribute : TheoryAttribute
{
    public KernelTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        Skip = Lab.WhySkipped;
    }
}
