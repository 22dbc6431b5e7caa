using Gateway.Netlink.Tests.Support;

namespace Gateway.Netlink.Tests;

/// <summary>What an attribute may be, and may not.</summary>
public sealed class AttributeTests
{
    /// <summary>With its header, one byte more than the length of an attribute has room to say.</summary>
    private const int TooLong = 65_532;

    [Fact]
    public void The_longest_value_is_written_and_a_longer_one_is_refused_and_not_cut()
    {
        var buffer = new byte[1 << 17];
        var writer = new AttributeWriter(buffer);
        writer.WriteBytes(1, new byte[TooLong - 1]);
        var reader = new AttributeReader(buffer.AsSpan(0, writer.Length));

        Assert.True(reader.Read());
        Assert.Equal(TooLong - 1, reader.Value.Length);
        Assert.Throws<OverflowException>(() => new AttributeWriter(buffer).WriteBytes(1, new byte[TooLong]));
    }

    [Fact]
    public void Nested_attributes_that_are_too_long_together_are_refused() => Assert.Throws<OverflowException>(() =>
    {
        var writer = new AttributeWriter(new byte[1 << 17]);
        var start = writer.BeginNested(1);
        writer.WriteBytes(2, new byte[40_000]);
        writer.WriteBytes(3, new byte[40_000]);
        writer.EndNested(start);
    });

    [Theory]
    [InlineData("0500 0140 2a 000000")] // NLA_F_NET_BYTEORDER
    [InlineData("0500 0180 2a 000000")] // NLA_F_NESTED
    [InlineData("0500 01c0 2a 000000")]
    public void The_flags_of_a_type_are_no_part_of_it(string bytes)
    {
        var reader = new AttributeReader(Hex.Parse(bytes));

        Assert.True(reader.Read());
        Assert.Equal((1, 42), (reader.Type, reader.ReadByte()));
    }

    [Fact]
    public void A_name_in_any_script_is_written_and_read()
    {
        var buffer = new byte[64];
        var writer = new AttributeWriter(buffer);
        writer.WriteString(1, "ü-網0");
        var reader = new AttributeReader(buffer.AsSpan(0, writer.Length));

        Assert.True(reader.Read());
        Assert.Equal("0c000100" + "c3bc2de7b6b23000", Hex.Of(buffer.AsSpan(0, writer.Length).ToArray()));
        Assert.Equal("ü-網0", reader.ReadString());
    }
}
