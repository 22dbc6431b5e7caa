namespace Gateway.KubernetesApi.Access;

internal static class KubeconfigContents
{
    /// <summary>Parses a field's content, now and whenever it changes. What cannot be used now is a problem.</summary>
    public static Reloaded<T>? Load<T>(this KubeconfigEntry entry, FieldContent? content, Func<string, byte[], T> parse, TimeProvider time, ILogger logger)
        where T : class =>
        content is null ? null : entry.Load([content], contents => parse(content.Name, contents[0]), time, logger);

    public static Reloaded<T>? Load<T>(this KubeconfigEntry entry, FieldContent[] contents, Func<byte[][], T> parse, TimeProvider time, ILogger logger)
        where T : class
    {
        if (!contents.Select(content => entry.Try(content.Read) is not null).ToList().TrueForAll(isReadable => isReadable))
            return null;
        return entry.Try(() => new Reloaded<T>(contents, parse, time, logger));
    }

    private static T? Try<T>(this KubeconfigEntry entry, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (FormatException error)
        {
            entry.Report(error);
            return null;
        }
    }
}
