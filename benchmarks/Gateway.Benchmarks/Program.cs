using BenchmarkDotNet.Running;
using Gateway.Benchmarks.Translation;

namespace Gateway.Benchmarks;

internal static class Program
{
    private static void Main(string[] args)
    {
        // A history of changes rather than the same call over and over, hence not a benchmark of the library's kind.
        if (args is ["translation"])
            TranslationScale.Run(Console.Out);
        else
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    }
}
