using Gateway.Manifests;

namespace Gateway.Tests.Manifests;

public sealed class ManifestFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManifestFiles _files = new(TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_with_the_stamp_it_had_is_not_read_again()
    {
        WriteAt(Manifest.Service("a", 1), DateTime.UnixEpoch);
        Look(new());
        WriteAt(Manifest.Service("a", 2), DateTime.UnixEpoch);
        Assert.Empty(Look(new()));
    }

    [Fact]
    public void A_file_that_was_touched_is_read_whatever_its_stamp()
    {
        var path = WriteAt(Manifest.Service("a", 1), DateTime.UnixEpoch);
        Look(new());
        WriteAt(Manifest.Service("a", 2), DateTime.UnixEpoch);
        var touched = new TouchedPaths();
        touched.Add(RealPath.Resolve(path));
        Assert.Single(Look(touched));
    }

    [Fact]
    public void When_events_were_lost_every_file_is_read_again()
    {
        WriteAt(Manifest.Service("a", 1), DateTime.UnixEpoch);
        Look(new());
        WriteAt(Manifest.Service("a", 2), DateTime.UnixEpoch);
        Assert.Single(Look(TouchedPaths.Everything));
    }

    [Fact]
    public void A_file_that_was_young_when_it_was_read_is_read_again()
    {
        var future = DateTime.UtcNow.AddHours(1);
        WriteAt(Manifest.Service("a", 1), future);
        Look(new());
        WriteAt(Manifest.Service("a", 2), future);
        Assert.Single(Look(new()));
    }

    [Fact]
    public void A_file_with_another_time_and_the_same_bytes_gives_no_update()
    {
        WriteAt(Manifest.Service("a"), DateTime.UnixEpoch);
        Assert.Single(Look(new()));
        WriteAt(Manifest.Service("a"), DateTime.UnixEpoch.AddDays(1));
        Assert.Empty(Look(new()));
    }

    [Fact]
    public void A_file_that_is_gone_is_a_loss_and_one_that_is_new_is_none()
    {
        var path = WriteAt(Manifest.Service("a"), DateTime.UnixEpoch);
        Assert.All(Read(), reading => Assert.False(_files.IsLoss(reading)));
        Look(new());
        File.Delete(path);
        Assert.True(_files.IsLoss(Assert.Single(Read())));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("a: [", true)]
    [InlineData("apiVersion: v1\nkind: Service\n", true)]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {name: b}\n", true)]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {name: a}\n", false)]
    public void What_takes_away_or_breaks_something_is_a_loss(string text, bool isLoss)
    {
        WriteAt(Manifest.Service("a"), DateTime.UnixEpoch);
        Look(new());
        WriteAt(text, DateTime.UnixEpoch.AddDays(1));
        Assert.Equal(isLoss, _files.IsLoss(Assert.Single(Read())));
    }

    [Fact]
    public void Links_are_followed_in_every_part_of_a_path()
    {
        _folder.Write("one/two/a.yaml", "");
        Directory.CreateSymbolicLink(_folder.Combine("uno"), "one");
        Directory.CreateSymbolicLink(_folder.Combine("one/dos"), _folder.Combine("uno/two"));
        File.CreateSymbolicLink(_folder.Combine("a"), "uno/../uno/dos/a.yaml");
        Assert.Equal(RealPath.Resolve(_folder.Combine("one/two/a.yaml")), RealPath.Resolve(_folder.Combine("a")));
    }

    private string WriteAt(string text, DateTime time)
    {
        var path = _folder.Write("a.yaml", text);
        File.SetLastWriteTimeUtc(path, time);
        return path;
    }

    private IReadOnlyList<FileReading> Read() => _files.ReadChanges(new ManifestFolder(_folder.Path).List(), new());

    private IReadOnlyList<FileUpdate> Look(TouchedPaths touched) => _files.Accept(_files.ReadChanges(new ManifestFolder(_folder.Path).List(), touched));
}
