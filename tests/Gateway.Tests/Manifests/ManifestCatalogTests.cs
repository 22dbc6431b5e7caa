using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Manifests;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.Tests.Manifests;

public class ManifestCatalogTests
{
    private readonly ManifestCatalog _catalog = new();

    [Fact]
    public void A_file_that_is_read_again_without_a_change_changes_nothing()
    {
        Apply("a.yaml", Manifest.Service("a"));
        Assert.Empty(Apply("a.yaml", "# another comment\n" + Manifest.Service("a")));
    }

    [Fact]
    public void One_changed_object_of_many_is_one_change()
    {
        var services = Enumerable.Range(0, 5000).Select(i => Manifest.Service($"s{i}")).ToArray();
        Assert.Equal(5000, Apply("a.yaml", Manifest.Join(services)).Count);
        services[2500] = Manifest.Service("s2500", 81);
        var change = Assert.Single(Apply("a.yaml", Manifest.Join(services)));
        Assert.Equal("Service default/s2500", change.Reference.ToString());
        Assert.Equal(81, Assert.IsType<Service>(change.Object).Spec!.Ports![0].Port);
    }

    [Fact]
    public void When_the_winner_goes_the_other_takes_over()
    {
        Apply("b.yaml", Manifest.Service("x", 2));
        Assert.Equal(1, PortIn(Apply("a.yaml", Manifest.Service("x", 1))));
        Assert.Single(_catalog.Problems());
        Assert.Equal(2, PortIn(Apply("a.yaml", null)));
        Assert.Empty(_catalog.Problems());
    }

    [Fact]
    public void A_loser_that_comes_changes_or_goes_changes_nothing()
    {
        Apply("a.yaml", Manifest.Service("x", 1));
        Assert.Empty(Apply("b.yaml", Manifest.Service("x", 2)));
        Assert.Empty(Apply("b.yaml", Manifest.Service("x", 3)));
        Assert.Single(_catalog.Problems());
        Assert.Empty(Apply("b.yaml", null));
        Assert.Empty(_catalog.Problems());
    }

    [Fact]
    public void A_file_that_is_renamed_changes_nothing()
    {
        Apply("a.yaml", Manifest.Service("x"));
        Assert.Empty(_catalog.Apply([new("a.yaml", null), new("b.yaml", Parse("b.yaml", Manifest.Service("x")))]));
        Assert.Equal("b.yaml:1:1", _catalog.Find(new("Service", new("default", "x")))!.Position.ToString());
    }

    [Fact]
    public void An_object_that_moves_to_another_file_changes_nothing()
    {
        Apply("a.yaml", Manifest.Join(Manifest.Service("x"), Manifest.Service("y")));
        Assert.Empty(_catalog.Apply([new("a.yaml", Parse("a.yaml", Manifest.Service("y"))), new("b.yaml", Parse("b.yaml", Manifest.Service("x")))]));
    }

    [Fact]
    public void Any_history_ends_in_what_the_files_say()
    {
        var change =
            from file in Gen.Elements("a.yaml", "b.yaml", "c/d.yaml")
            from isGone in Gen.Elements(false, false, true)
            from documents in Gen.ListOf(from name in Gen.Elements("x", "z", "w") from port in Gen.Choose(1, 2) select Manifest.Service(name, port))
            select (file, text: isGone ? null : Manifest.Join(documents));
        Prop.ForAll(Arb.From(change.ListOf()), history =>
        {
            var catalog = new ManifestCatalog();
            var snapshot = ResourceSnapshot.Empty;
            var files = new Dictionary<string, string>();
            foreach (var (file, text) in history)
            {
                var update = new FileUpdate(file, text is null ? null : Parse(file, text));
                var changes = catalog.Apply([update]);
                Assert.All(changes, one => Assert.NotSame(snapshot.Services.Find(one.Reference.Name), one.Object));
                snapshot = snapshot.Apply(changes);
                files.Remove(file);
                if (text is not null)
                    files[file] = text;
            }
            var expected = new ManifestCatalog();
            var whole = ResourceSnapshot.Empty.Apply(expected.Apply(files.Select(file => new FileUpdate(file.Key, Parse(file.Key, file.Value)))));
            Assert.Equal(Print(whole), Print(snapshot));
            Assert.Equal(expected.Problems(), catalog.Problems());
        }).QuickCheckThrowOnFailure();
    }

    private static string Print(ResourceSnapshot snapshot) =>
        string.Join(' ', snapshot.Services.Values.OrderBy(service => service.Name).Select(service => $"{service.Name}:{service.Spec!.Ports![0].Port}"));

    private IReadOnlyList<ResourceChange> Apply(string file, string? text) => _catalog.Apply([new(file, text is null ? null : Parse(file, text))]);

    private static int PortIn(IReadOnlyList<ResourceChange> changes) => Assert.IsType<Service>(Assert.Single(changes).Object).Spec!.Ports![0].Port;

    private static ManifestFile Parse(string file, string text) => ManifestFileParser.Parse(Encoding.UTF8.GetBytes(text), ManifestFile.Unread(file));
}
