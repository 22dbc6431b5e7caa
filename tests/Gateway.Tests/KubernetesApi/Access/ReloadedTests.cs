using System.Text;
using Gateway.KubernetesApi.Access;

namespace Gateway.Tests.KubernetesApi.Access;

public sealed class ReloadedTests : IDisposable
{
    private readonly AccessScene _scene = new();
    private int _parsed;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void A_file_is_looked_at_once_a_second_at_most()
    {
        var value = Load(_scene.Folder.Write("f", "one"));
        _scene.Folder.Write("f", "two");

        _scene.Time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal("one", value.Current());
        _scene.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("two", value.Current());
    }

    [Fact]
    public void What_was_asked_for_now_is_of_now()
    {
        var value = Load(_scene.Folder.Write("f", "one"));
        _scene.Folder.Write("f", "two");

        Assert.Equal("two", value.Newest());
    }

    [Fact]
    public void Content_that_is_the_same_gives_the_same_instance()
    {
        var value = Load(_scene.Folder.Write("f", "one"));
        var before = value.Current();
        _scene.Folder.Replace("f", "one");
        _scene.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Same(before, value.Current());
        Assert.Same(before, value.Newest());
        Assert.Equal(1, _parsed);
    }

    [Fact]
    public void A_file_whose_date_does_not_tell_is_read_once_a_minute()
    {
        var path = _scene.Folder.Write("f", "one");
        var date = DateTime.UtcNow.AddDays(-1);
        File.SetLastWriteTimeUtc(path, date);
        var value = Load(path);
        // In place: the same file, of the same length, with the same date.
        File.WriteAllText(path, "two");
        File.SetLastWriteTimeUtc(path, date);

        _scene.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("one", value.Current());
        _scene.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("two", value.Current());
    }

    [Fact]
    public void What_cannot_be_used_leaves_what_was_there_and_is_told_once()
    {
        var value = Load(_scene.Folder.Write("f", "one"));
        _scene.Folder.Write("f", "bad");
        for (var second = 0; second < 5; second++)
        {
            _scene.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("one", value.Current());
        }
        Assert.Equal(["it is bad; what was read before stays in use"], _scene.Log.Lines.Select(line => line.Text));

        _scene.Folder.Write("f", "two");
        _scene.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("two", value.Current());
    }

    [Fact]
    public void What_goes_bad_and_back_to_what_it_was_is_the_same_instance()
    {
        var value = Load(_scene.Folder.Write("f", "one"));
        var before = value.Current();
        _scene.Folder.Write("f", "bad");
        _scene.Time.Advance(TimeSpan.FromSeconds(1));
        value.Current();
        _scene.Folder.Write("f", "one");
        _scene.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Same(before, value.Current());
        Assert.Equal(2, _scene.Log.Lines.Count);
    }

    [Fact]
    public void A_file_that_is_larger_than_any_credential_is_not_taken()
    {
        using (var file = File.Create(_scene.Folder.Combine("f")))
            file.SetLength(1024 * 1024 + 1);

        Assert.EndsWith("is larger than 1024 KiB", Assert.Throws<FormatException>(() => Load(_scene.Folder.Combine("f"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_threads_see_one_value_after_another()
    {
        var value = Load(_scene.Folder.Write("f", "00"));
        var writing = new Lock();
        var last = 0;
        Parallel.For(0, 2000, round =>
        {
            var before = int.Parse(value.Current());
            if (round % 100 == 0)
            {
                lock (writing)
                {
                    _scene.Folder.Replace("f", $"{++last:D2}");
                    _scene.Time.Advance(TimeSpan.FromSeconds(1));
                }
            }
            Assert.InRange(int.Parse(value.Current()), before, 20);
        });
        _scene.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("20", value.Current());
    }

    private Reloaded<string> Load(string path) => new(
        [FieldContent.File("field", path)],
        bytes =>
        {
            Interlocked.Increment(ref _parsed);
            return Encoding.UTF8.GetString(bytes[0]) is var text and not "bad" ? text : throw new FormatException("it is bad");
        },
        _scene.Time,
        _scene.Log);
}
