using FsCheck;
using FsCheck.Fluent;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Tests.Translation;

using Words = PersistentMap<int, string>;
using LettersIndex = PersistentMap<char, PersistentMap<int, string>>;

/// <summary>An index of words by their letters, against the same made from scratch.</summary>
public sealed class IndexTests
{
    [Fact]
    public void An_index_kept_up_to_date_equals_one_made_anew()
    {
        var word = Gen.Elements("", "a", "b", "ab", "abc", "ca").OrNull();
        var history = Gen.Choose(0, 4).Zip(word).ListOf().ToArbitrary();
        Check.QuickThrowOnFailure(Prop.ForAll(history, changes =>
        {
            var (words, index) = (Words.Empty, LettersIndex.Empty);
            foreach (var (key, value) in changes)
            {
                var changed = words.With(key, value);
                index = Update(index, changed, words);
                words = changed;
            }
            Assert.Equal(Text(Update(LettersIndex.Empty, words, Words.Empty)), Text(index));
        }));
    }

    [Fact]
    public void What_says_the_same_in_a_group_as_before_leaves_the_group_alone()
    {
        var words = Words.Empty.Set(1, "ab");
        var index = words.ChangesSince(Words.Empty) is var changes ? LettersIndex.Empty.Update(changes, key => key, _ => [KeyValuePair.Create('x', "same")]) : null;

        var after = index!.Update(words.Set(1, "b").ChangesSince(words), key => key, _ => [KeyValuePair.Create('x', new string("same"))]);

        Assert.Same(index, after);
    }

    private static LettersIndex Update(LettersIndex index, Words words, Words earlier) =>
        index.Update(words.ChangesSince(earlier), key => key, word => word.Select(letter => KeyValuePair.Create(letter, word)));

    private static string Text(LettersIndex index) => string.Join(
        ' ',
        index.OrderBy(group => group.Key).Select(group => $"{group.Key}:{string.Join(',', group.Value.OrderBy(member => member.Key).Select(member => $"{member.Key}={member.Value}"))}"));
}
