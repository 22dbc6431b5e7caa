using Gateway.Manifests;
using Gateway.Reconciliation;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Manifests;

/// <summary>Real folders, real events.</summary>
public sealed class ManifestSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_that_is_there_at_the_start_is_in_the_store_once_it_is_synced()
    {
        _folder.Write("a.yaml", Manifest.Service("a"));
        _folder.Write("deep/b.yml", Manifest.Service("b"));
        _folder.Write("deep/er/c.json", """{"apiVersion":"v1","kind":"Service","metadata":{"name":"c"},"spec":{"ports":[{"port":80}]}}""");
        await using var source = await RunningSource.StartAsync(_folder.Path);
        Assert.Equal("a:80 b:80 c:80", source.Services);
        Assert.Contains((LogLevel.Information, $"Read 3 objects from 3 files in {_folder.Path}"), source.Lines);
    }

    [Theory]
    [InlineData(".hidden.yaml")]
    [InlineData(".#a.yaml")]
    [InlineData("a.yaml~")]
    [InlineData("a.yaml.swp")]
    [InlineData(".a.yaml.swp")]
    [InlineData("#a.yaml#")]
    [InlineData("4913")]
    [InlineData("a.yaml.tmp")]
    [InlineData("a.yaml.bak")]
    [InlineData("a.yaml___jb_tmp___")]
    [InlineData("a.yaml___jb_old___")]
    [InlineData("README.md")]
    [InlineData(".git/a.yaml")]
    public async Task Hidden_files_and_what_editors_leave_behind_are_not_manifests(string name)
    {
        _folder.Write(name, Manifest.Service("hidden"));
        _folder.Write("b.yaml", Manifest.Service("b"));
        await using var source = await RunningSource.StartAsync(_folder.Path);
        Assert.Equal("b:80", source.Services);
        Assert.Empty(source.Source.Problems);
    }

    [Fact]
    public async Task Edits_new_files_renames_and_deletions_are_followed()
    {
        var a = _folder.Write("a.yaml", Manifest.Service("a"));
        await using var source = await RunningSource.StartAsync(_folder.Path);
        _folder.Write("a.yaml", Manifest.Service("a", 81));
        await source.UntilServicesAsync("a:81");
        _folder.Write("new.yaml", Manifest.Service("b"));
        await source.UntilServicesAsync("a:81 b:80");
        File.Move(a, _folder.Combine("z.yaml.off"));
        await source.UntilServicesAsync("b:80");
        File.Move(_folder.Combine("z.yaml.off"), _folder.Combine("c.yaml"));
        await source.UntilServicesAsync("a:81 b:80");
        File.Delete(_folder.Combine("new.yaml"));
        await source.UntilServicesAsync("a:81");
    }

    [Fact]
    public async Task A_file_replaced_by_another_one_over_its_name_is_followed()
    {
        _folder.Write("a.yaml", Manifest.Service("a"));
        await using var source = await RunningSource.StartAsync(_folder.Path);
        for (var port = 81; port < 91; port++)
        {
            var written = _folder.Write($".a.yaml.{port}.tmp", Manifest.Service("a", port));
            File.Move(written, _folder.Combine("a.yaml"), overwrite: true);
            await source.UntilServicesAsync($"a:{port}");
        }
    }

    [Fact]
    public async Task Folders_are_followed_as_they_come_move_and_go()
    {
        await using var source = await RunningSource.StartAsync(_folder.Path);
        _folder.Write("one/two/a.yaml", Manifest.Service("a"));
        await source.UntilServicesAsync("a:80");
        _folder.Write("one/two/a.yaml", Manifest.Service("a", 81));
        await source.UntilServicesAsync("a:81");
        Directory.Move(_folder.Combine("one"), _folder.Combine("uno"));
        _folder.Write("uno/two/b.yaml", Manifest.Service("b"));
        await source.UntilServicesAsync("a:81 b:80");
        Directory.Delete(_folder.Combine("uno"), recursive: true);
        await source.UntilServicesAsync("");
    }

    [Fact]
    public async Task The_folder_itself_may_go_and_come_back()
    {
        _folder.Write("a.yaml", Manifest.Service("a"));
        await using var source = await RunningSource.StartAsync(_folder.Path);
        Directory.Delete(_folder.Path, recursive: true);
        await source.UntilServicesAsync("");
        await source.UntilLoggedAsync($"{_folder.Path} is gone");
        _folder.Write("a.yaml", Manifest.Service("a", 81));
        await source.UntilServicesAsync("a:81");
        await source.UntilLoggedAsync($"{_folder.Path} is back");
        _folder.Write("a.yaml", Manifest.Service("a", 82));
        await source.UntilServicesAsync("a:82");
    }

    [Fact]
    public async Task A_single_file_is_followed()
    {
        var file = _folder.Write("a.yaml", Manifest.Service("a"));
        _folder.Write("b.yaml", Manifest.Service("b"));
        await using var source = await RunningSource.StartAsync(file);
        Assert.Equal("a:80", source.Services);
        File.WriteAllText(file, Manifest.Service("a", 81));
        await source.UntilServicesAsync("a:81");
        File.Move(_folder.Write("c.tmp", Manifest.Service("a", 82)), file, overwrite: true);
        await source.UntilServicesAsync("a:82");
        File.Delete(file);
        await source.UntilServicesAsync("");
        File.WriteAllText(file, Manifest.Service("a", 83));
        await source.UntilServicesAsync("a:83");
    }

    [Fact]
    public async Task A_mounted_ConfigMap_is_followed_when_its_link_is_swapped()
    {
        _folder.Write("..2026_01/a.yaml", Manifest.Service("a"));
        Directory.CreateSymbolicLink(_folder.Combine("..data"), "..2026_01");
        File.CreateSymbolicLink(_folder.Combine("a.yaml"), "..data/a.yaml");
        await using var source = await RunningSource.StartAsync(_folder.Path);
        Assert.Equal("a:80", source.Services);
        for (var revision = 2; revision < 6; revision++)
        {
            _folder.Write($"..2026_0{revision}/a.yaml", Manifest.Service("a", 80 + revision));
            Directory.CreateSymbolicLink(_folder.Combine("..data_tmp"), $"..2026_0{revision}");
            TemporaryFolder.RenameLink(_folder.Combine("..data_tmp"), _folder.Combine("..data"));
            Directory.Delete(_folder.Combine($"..2026_0{revision - 1}"), recursive: true);
            await source.UntilServicesAsync($"a:{80 + revision}");
        }
    }

    [Fact]
    public async Task A_link_to_a_folder_is_followed_and_so_is_what_it_leads_to()
    {
        using var outside = new TemporaryFolder();
        outside.Write("one/a.yaml", Manifest.Service("a", 1));
        outside.Write("two/a.yaml", Manifest.Service("a", 2));
        outside.Write("file", Manifest.Service("b", 1));
        Directory.CreateSymbolicLink(outside.Combine("current"), "one");
        Directory.CreateSymbolicLink(_folder.Combine("linked"), outside.Combine("current"));
        File.CreateSymbolicLink(_folder.Combine("b.yaml"), outside.Combine("file"));
        await using var source = await RunningSource.StartAsync(_folder.Path);
        Assert.Equal("a:1 b:1", source.Services);
        outside.Write("one/a.yaml", Manifest.Service("a", 3));
        outside.Write("file", Manifest.Service("b", 3));
        await source.UntilServicesAsync("a:3 b:3");
        Directory.CreateSymbolicLink(outside.Combine("next"), "two");
        TemporaryFolder.RenameLink(outside.Combine("next"), outside.Combine("current"));
        await source.UntilServicesAsync("a:2 b:3");
    }

    [Fact]
    public async Task The_folder_may_be_a_link_that_is_swapped()
    {
        _folder.Write("one/a.yaml", Manifest.Service("a", 1));
        _folder.Write("two/a.yaml", Manifest.Service("a", 2));
        Directory.CreateSymbolicLink(_folder.Combine("current"), "one");
        await using var source = await RunningSource.StartAsync(_folder.Combine("current"));
        Assert.Equal("a:1", source.Services);
        _folder.Write("one/a.yaml", Manifest.Service("a", 3));
        await source.UntilServicesAsync("a:3");
        Directory.CreateSymbolicLink(_folder.Combine("next"), "two");
        TemporaryFolder.RenameLink(_folder.Combine("next"), _folder.Combine("current"));
        await source.UntilServicesAsync("a:2");
        _folder.Write("two/a.yaml", Manifest.Service("a", 4));
        await source.UntilServicesAsync("a:4");
    }

    [Fact]
    public async Task Links_that_lead_nowhere_or_in_a_circle_do_no_harm()
    {
        _folder.Write("sub/a.yaml", Manifest.Service("a"));
        Directory.CreateSymbolicLink(_folder.Combine("sub/up"), "..");
        File.CreateSymbolicLink(_folder.Combine("self.yaml"), "self.yaml");
        File.CreateSymbolicLink(_folder.Combine("gone.yaml"), "nowhere.yaml");
        await using var source = await RunningSource.StartAsync(_folder.Path);
        Assert.Equal("a:80", source.Services);
    }

    [Fact]
    public async Task A_broken_file_keeps_what_it_gave_is_reported_once_and_hurts_no_other()
    {
        _folder.Write("a.yaml", Manifest.Service("a"));
        _folder.Write("b.yaml", Manifest.Service("b"));
        await using var source = await RunningSource.StartAsync(_folder.Path);
        _folder.Replace("a.yaml", "apiVersion: v1\nkind: [\n");
        await source.UntilLoggedAsync($"{_folder.Combine("a.yaml")}:3:1: ");
        _folder.Replace("b.yaml", Manifest.Service("b", 81));
        await source.UntilServicesAsync("a:80 b:81");
        Assert.Equal(_folder.Combine("a.yaml"), Assert.Single(source.Source.Problems).Position.File);
        _folder.Replace("a.yaml", Manifest.Service("a", 82));
        await source.UntilServicesAsync("a:82 b:81");
        await source.UntilLoggedAsync($"{_folder.Combine("a.yaml")} is in order again");
        Assert.Empty(source.Source.Problems);
        Assert.Single(source.Lines, line => line.Level == LogLevel.Error);
    }

    [Fact]
    public async Task A_file_that_is_empty_for_a_moment_takes_nothing_away()
    {
        var file = _folder.Write("a.yaml", Manifest.Service("a"));
        var time = new ManualTime();
        await using var source = await RunningSource.StartAsync(_folder.Path, time);
        File.WriteAllText(file, "");
        await source.UntilAsync(() => time.IsDueWithin(FolderWatch.Quiet), () => "no event");
        time.Advance(FolderWatch.Quiet);
        await source.UntilAsync(() => time.IsDueWithin(FolderWatch.Quiet), () => "no second look");
        Assert.Equal("a:80", source.Services);

        File.WriteAllText(file, Manifest.Service("a", 81));
        await source.UntilAsync(() => AdvanceAndSee() == "a:81", () => source.Services);

        string AdvanceAndSee()
        {
            time.Advance(TimeSpan.FromMilliseconds(5));
            Assert.NotEqual("", source.Services);
            return source.Services;
        }
    }

    [Fact]
    public async Task A_file_that_stays_empty_gives_nothing()
    {
        var file = _folder.Write("a.yaml", Manifest.Service("a"));
        await using var source = await RunningSource.StartAsync(_folder.Path);
        File.WriteAllText(file, "");
        await source.UntilServicesAsync("");
    }

    [Fact]
    public async Task Of_two_files_that_define_the_same_object_the_first_wins_until_it_goes()
    {
        _folder.Write("b.yaml", Manifest.Service("x", 2));
        await using var source = await RunningSource.StartAsync(_folder.Path);
        var first = _folder.Write("a.yaml", Manifest.Service("x", 1));
        await source.UntilServicesAsync("x:1");
        await source.UntilLoggedAsync($"{_folder.Combine("b.yaml")}:1:1: Service default/x: is defined before at {first}:1:1");
        File.Delete(first);
        await source.UntilServicesAsync("x:2");
        Assert.Empty(source.Source.Problems);
    }

    [Fact]
    public async Task Saving_a_file_without_a_change_changes_nothing()
    {
        var file = _folder.Write("a.yaml", Manifest.Service("a"));
        await using var source = await RunningSource.StartAsync(_folder.Path);
        var before = source.Store.Current;
        _folder.Replace("a.yaml", Manifest.Service("a"));
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
        _folder.Replace("c.yaml", "a: [");
        await source.UntilLoggedAsync("c.yaml:2:1: ");
        Assert.Same(before, source.Store.Current);
    }

    [Fact]
    public async Task Pods_in_the_folder_are_the_endpoints_of_the_Services_that_select_them()
    {
        _folder.Write("service.yaml", "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {selector: {app: a}, ports: [{port: 80}]}}");
        await using var source = await RunningSource.StartAsync(_folder.Path);
        Assert.Empty(source.Store.Current.EndpointSlices);
        var pods = _folder.Write("pods.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: p, labels: {app: a}}, status: {podIP: 10.0.0.1}}");
        await source.UntilAsync(() => source.Store.Current.SlicesByService.Find(new("default", "a"))?.Slices[0].Endpoints![0].Addresses![0] == "10.0.0.1", () => "no slice");
        File.Delete(pods);
        await source.UntilAsync(() => source.Store.Current.EndpointSlices.Count == 0, () => "the slice stays");
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_and_keeps_what_it_gave()
    {
        _folder.Write("a.yaml", Manifest.Service("a"));
        await using var source = await RunningSource.StartAsync(_folder.Path);
        _folder.Replace("a.yaml", Manifest.Service("a", 81) + new string('#', 4 * 1024 * 1024));
        await source.UntilLoggedAsync("larger than 4 MiB");
        Assert.Equal("a:80", source.Services);
    }

    [Fact]
    public async Task Many_files_written_at_once_all_arrive()
    {
        await using var source = await RunningSource.StartAsync(_folder.Path);
        for (var i = 100; i < 400; i++)
            _folder.Write($"d{i % 10}/s{i}.yaml", Manifest.Service($"s{i}"));
        await source.UntilServicesAsync(string.Join(' ', Enumerable.Range(100, 300).Select(i => $"s{i}:80")));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_at_the_start_is_an_error_that_says_so()
    {
        using var source = new ManifestSource(_folder.Combine("nothing"), TimeProvider.System, NullLogger<ManifestSource>.Instance);
        var error = Assert.Throws<UnreadableManifestsException>(source.EnsureReadable);
        Assert.Equal($"cannot read the manifests in {_folder.Combine("nothing")}: there is no such file or folder", error.Message);
        await Assert.ThrowsAsync<UnreadableManifestsException>(() => source.RunAsync(new ResourceStore(), CancellationToken.None));
    }
}
