using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Model;
using Gateway.Model.Resources;
using Gateway.Reconciliation;
using Gateway.Tests.Manifests;

namespace Gateway.Tests.Reconciliation;

public sealed class LastKnownGoodFileTests : IDisposable
{
    private const string Cluster = "https://10.0.0.1:6443";

    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 11, 12, 345, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Path => _folder.Combine("kept/state");

    [Fact]
    public void Ten_thousand_objects_come_back_as_they_were()
    {
        var snapshot = KeptStates.Of(4800);
        Assert.True(snapshot.Objects.Count() > 10_000);
        File(keepSecrets: true).Write(snapshot, Now);

        var kept = File(keepSecrets: true).TryRead();

        Assert.Equal((Now, null), (kept.SavedAt, kept.Problem));
        AssertSame(snapshot, kept.Snapshot!);
    }

    [Fact]
    public void Every_kind_of_the_snapshot_is_kept()
    {
        var kinds = typeof(KubernetesObject).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(KubernetesObject)))
            .Select(type => (KubernetesObject)Activator.CreateInstance(type)!)
            .Where(resource => ResourceSnapshot.Of(resource).Objects.Any())
            .ToList();
        Assert.True(kinds.Count >= 7);
        File(keepSecrets: true).Write(ResourceSnapshot.Of(kinds), Now);

        AssertSame(ResourceSnapshot.Of(kinds), File(keepSecrets: true).TryRead().Snapshot!);
    }

    [Fact]
    public void Slices_are_found_by_their_Service_again()
    {
        File().Write(KeptStates.Of(3), Now);

        Assert.Single(File().TryRead().Snapshot!.SlicesByService.Find(new("team", "service-1"))!.Slices);
    }

    [Fact]
    public void A_state_without_objects_is_a_state()
    {
        File().Write(ResourceSnapshot.Empty, Now);

        Assert.Empty(File().TryRead().Snapshot!.Objects);
    }

    [Fact]
    public void Secrets_are_kept_only_when_that_is_asked_for()
    {
        var snapshot = KeptStates.Of(1);
        File(keepSecrets: false).Write(snapshot, Now);
        Assert.Empty(File(keepSecrets: true).TryRead().Snapshot!.Secrets);
        Assert.DoesNotContain(KeptStates.Password, Text(), StringComparison.Ordinal);

        File(keepSecrets: true).Write(snapshot, Now);
        Assert.Single(File(keepSecrets: true).TryRead().Snapshot!.Secrets);
        Assert.Contains(KeptStates.Password, Text(), StringComparison.Ordinal);
        Assert.Empty(File(keepSecrets: false).TryRead().Snapshot!.Secrets);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nobody_else_can_read_it_or_what_is_beside_it(bool keepSecrets)
    {
        if (OperatingSystem.IsWindows())
            return;
        File(keepSecrets).Write(KeptStates.Of(1), Now);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, System.IO.File.GetUnixFileMode(_folder.Combine("kept")));
    }

    [Fact]
    public void A_file_that_others_could_read_is_replaced_and_not_written_into()
    {
        if (OperatingSystem.IsWindows())
            return;
        _folder.Write("kept/state", "before");
        System.IO.File.SetUnixFileMode(Path, (UnixFileMode)0b110_110_110);
        using var reader = System.IO.File.OpenText(Path);

        File(keepSecrets: true).Write(KeptStates.Of(1), Now);

        Assert.Equal("before", reader.ReadToEnd());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(Path));
    }

    [Fact]
    public void A_file_that_is_not_there_is_no_problem()
    {
        Assert.Same(LastKnownGood.Missing, File().TryRead());
        Directory.CreateDirectory(_folder.Combine("kept"));
        Assert.Same(LastKnownGood.Missing, File().TryRead());
    }

    [Fact]
    public void A_file_of_another_cluster_is_not_used()
    {
        File().Write(KeptStates.Of(1), Now);

        AssertUnusable($"{Path} is of another cluster, {Cluster}, and not of https://other", new LastKnownGoodFile(Path, "https://other", true).TryRead());
    }

    [Fact]
    public void A_file_that_ends_too_early_is_not_used()
    {
        File().Write(KeptStates.Of(50), Now);
        var bytes = System.IO.File.ReadAllBytes(Path);
        for (var part = 0; part < 16; part++)
            AssertDamaged(bytes[..(bytes.Length * part / 16)]);
        for (var length = 0; length < 200; length++)
            AssertDamaged(bytes[..length]);
        AssertDamaged(bytes[..^1]);
        AssertDamaged([.. bytes, 0]);
    }

    [Fact]
    public void A_file_in_which_a_byte_is_another_is_not_used()
    {
        File().Write(KeptStates.Of(20), Now);
        var bytes = System.IO.File.ReadAllBytes(Path);
        foreach (var position in Enumerable.Range(0, 250).Concat(Enumerable.Range(1, 200).Select(step => bytes.Length * step / 201)))
        {
            var flipped = bytes.ToArray();
            flipped[position] ^= 1;
            AssertDamaged(flipped);
        }
    }

    [Theory]
    [InlineData("", "is damaged: it ends, or goes on, where its head should")]
    [InlineData("{\"kind\": \"Secret\"}\n", "was not written by the gateway")]
    [InlineData("gateway last known good one\n", "was not written by the gateway")]
    [InlineData("gateway last known good 7\n", "was written by another version of the gateway: its format is 7, and this one reads 1")]
    [InlineData("gateway last known good 1\nfoo\n", "is damaged: it has no checksum")]
    public void What_is_no_such_file_is_told(string text, string reason)
    {
        _folder.Write("kept/state", text);

        AssertUnusable($"{Path} {reason}", File().TryRead());
    }

    [Fact]
    public void A_folder_is_no_such_file()
    {
        Directory.CreateDirectory(Path);

        AssertUnusable($"{Path} may not be read", File().TryRead());
    }

    [Fact]
    public void A_file_of_absurd_size_is_not_read()
    {
        _folder.Write("kept/state", "");
        using (var file = System.IO.File.OpenWrite(Path))
            file.SetLength(513L * 1024 * 1024);

        AssertUnusable($"{Path} is larger than 512 MiB", File().TryRead());
    }

    [Theory]
    [InlineData("{\"a\":1}\n", "holds what is no object, on line 1 of them")]
    [InlineData("\"Service\"\n{}\n\"Pigeon\"\n{}\n", "holds what is no object, on line 3 of them")]
    [InlineData("\"Service\"\n{}\n{\"spec\":\"s3cr3t\"}\n", "holds what is no object, on line 3 of them")]
    [InlineData("\"Service\"\nnull\n", "holds what is no object, on line 2 of them")]
    [InlineData("\"Service\"\n\n", "holds what is no object, on line 2 of them")]
    [InlineData("\"Service\"\n{}", "ends in the middle of an object")]
    public void Objects_that_are_none_are_told_by_their_line(string lines, string reason)
    {
        WriteWith(stream => stream.Write(Encoding.UTF8.GetBytes(lines)));

        AssertUnusable($"{Path} {reason}", File().TryRead());
    }

    [Fact]
    public void A_small_file_that_stands_for_a_huge_object_is_not_read()
    {
        WriteWith(stream =>
        {
            stream.Write("\"Service\"\n{\"apiVersion\":\""u8);
            for (var mebibyte = 0; mebibyte < 40; mebibyte++)
                stream.Write(new byte[1024 * 1024]);
        });

        Assert.True(new FileInfo(Path).Length < 100_000);
        AssertUnusable($"{Path} holds an object of more than 32 MiB", File().TryRead());
    }

    [Fact]
    public void What_is_no_compressed_text_is_told()
    {
        Directory.CreateDirectory(_folder.Combine("kept"));
        WriteRaw([0xff, 0xff, 0xff, 0xff]);

        Assert.StartsWith($"{Path} ", File().TryRead().Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_Secret_is_kept()
    {
        var secret = new Secret { Metadata = new() { Name = "large" }, Data = new Dictionary<string, string> { ["a"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(2_000_000)) } };
        File(keepSecrets: true).Write(ResourceSnapshot.Of(secret), Now);

        AssertSame(ResourceSnapshot.Of(secret), File(keepSecrets: true).TryRead().Snapshot!);
    }

    [Fact]
    public void A_write_that_fails_leaves_nothing_behind()
    {
        Directory.CreateDirectory(Path);
        Assert.ThrowsAny<Exception>(() => File().Write(KeptStates.Of(1), Now));
        Assert.Equal([Path], Directory.GetFileSystemEntries(_folder.Combine("kept")));

        _folder.Write("file", "");
        Assert.ThrowsAny<IOException>(() => new LastKnownGoodFile(_folder.Combine("file/state"), Cluster, false).Write(KeptStates.Of(1), Now));
    }

    [Fact]
    public void What_a_process_that_was_killed_left_is_removed_in_time()
    {
        var (old, young) = (_folder.Write("kept/state.0A0B0C0D.tmp", ""), _folder.Write("kept/state.01020304.tmp", ""));
        _folder.Write("kept/other.tmp", "");
        System.IO.File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));

        File().Write(KeptStates.Of(1), Now);

        Assert.Equal([_folder.Combine("kept/other.tmp"), Path, young], Directory.GetFiles(_folder.Combine("kept")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whoever_reads_while_it_is_written_sees_one_state_or_the_other()
    {
        ResourceSnapshot[] states = [KeptStates.Of(200, suffix: "-a"), KeptStates.Of(300, suffix: "-b")];
        File().Write(states[0], Now);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() =>
        {
            for (var round = 1; !stop.IsCancellationRequested; round++)
                File().Write(states[round % 2], Now);
        });

        var seen = Enumerable.Range(0, 100).Select(_ => File().TryRead()).ToList();
        await stop.CancelAsync();
        await writing;

        Assert.All(seen, kept => Assert.Null(kept.Problem));
        Assert.All(seen, kept => Assert.Contains(kept.Snapshot!.Objects.Count(), states.Select(state => state.Objects.Count() - 1)));
        Assert.Equal([Path], Directory.GetFileSystemEntries(_folder.Combine("kept")));
    }

    private LastKnownGoodFile File(bool keepSecrets = false) => new(Path, Cluster, keepSecrets);

    private static void AssertUnusable(string problem, LastKnownGood kept)
    {
        Assert.Null(kept.Snapshot);
        Assert.Equal(problem, kept.Problem);
    }

    private void AssertDamaged(byte[] bytes)
    {
        System.IO.File.WriteAllBytes(Path, bytes);
        var kept = File().TryRead();

        Assert.Null(kept.Snapshot);
        Assert.StartsWith($"{Path} ", kept.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be read", kept.Problem, StringComparison.Ordinal);
    }

    private static void AssertSame(ResourceSnapshot expected, ResourceSnapshot actual)
    {
        Assert.Equal(expected.Objects.Count(), actual.Objects.Count());
        foreach (var resource in expected.Objects)
            Assert.Equal(Json(resource), Json(actual.Find(resource.Reference)!));
    }

    private static string Json(KubernetesObject resource) => JsonSerializer.Serialize(resource, resource.GetType(), ResourceJson.Default);

    /// <summary>The objects as they are written.</summary>
    private string Text()
    {
        var bytes = System.IO.File.ReadAllBytes(Path);
        var start = 0;
        for (var line = 0; line < 4; line++)
            start = Array.IndexOf(bytes, (byte)'\n', start) + 1;
        using var text = new StreamReader(new BrotliStream(new MemoryStream(bytes, start, bytes.Length - start), CompressionMode.Decompress));
        return text.ReadToEnd();
    }

    /// <summary>A file that is sound in all but what it holds.</summary>
    private void WriteWith(Action<Stream> write)
    {
        var compressed = new MemoryStream();
        using (var stream = new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            write(stream);
        Directory.CreateDirectory(_folder.Combine("kept"));
        WriteRaw(compressed.ToArray());
    }

    private void WriteRaw(byte[] objects)
    {
        byte[] rest = [.. Encoding.UTF8.GetBytes($"{Cluster}\n{Now:O}\n"), .. objects];
        System.IO.File.WriteAllBytes(Path, [.. Encoding.UTF8.GetBytes($"gateway last known good 1\n{rest.Length:D20} {Convert.ToHexString(SHA256.HashData(rest))}\n"), .. rest]);
    }
}
