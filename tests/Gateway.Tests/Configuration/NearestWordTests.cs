using Gateway.Configuration;

namespace Gateway.Tests.Configuration;

public sealed class NearestWordTests
{
    private static readonly string[] Words = ["run", "validate", "status"];

    [Theory]
    [InlineData("validat", "validate")]
    [InlineData("VALIDATE", "validate")]
    [InlineData("vlaidate", "validate")]
    [InlineData("runn", "run")]
    public void A_slip_finds_the_word_that_was_meant(string word, string expected) => Assert.Equal(expected, NearestWord.Find(word, Words));

    [Fact]
    public void A_word_that_is_like_none_finds_none() => Assert.Null(NearestWord.Find("destroy", Words));
}
