using Gateway.Status;

namespace Gateway.Tests.Status;

internal sealed class RecordedOutput : IStatusOutput
{
    public List<(IReadOnlyList<ChangeLine> Lines, int More)> Changes { get; } = [];

    public void Started(Overview overview)
    {
    }

    public void Changed(IReadOnlyList<ChangeLine> lines, int more) => Changes.Add((lines, more));
}
