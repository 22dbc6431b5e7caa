using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Gateway.Netlink.Tests;

/// <summary>What the writer writes, the reader reads, whatever is nested in what.</summary>
public sealed class AttributeRoundTripProperties
{
    private const int MaxType = 0x3fff;

    /// <summary>A value, or the attributes inside of it.</summary>
    public sealed record Attribute(ushort Type, object Value)
    {
        public override string ToString() => Value switch
        {
            Attribute[] inner => $"{Type}[{string.Join(' ', inner.Select(attribute => attribute.ToString()))}]",
            byte[] bytes => $"{Type}=0x{Convert.ToHexString(bytes)}",
            string text => $"{Type}=\"{text}\"",
            _ => string.Create(CultureInfo.InvariantCulture, $"{Type}={Value.GetType().Name} {Value}"),
        };
    }

    /// <summary>Integers in network order, as a kind of their own.</summary>
    public sealed record BigEndian(ulong Value, int Length);

    [Fact]
    public void The_reader_reads_what_the_writer_wrote() => ForAll(attributes =>
    {
        var buffer = Noise(64 * 1024);
        var writer = new AttributeWriter(buffer);
        Write(ref writer, attributes);

        var reader = new AttributeReader(buffer.AsSpan(0, writer.Length));

        Assert.Equal(Text(attributes), Text(ReadLike(reader, attributes)));
    });

    [Fact]
    public void Every_attribute_is_padded_to_four_bytes_with_zeros() => ForAll(attributes =>
    {
        var noisy = Noise(64 * 1024);
        var clean = new byte[64 * 1024];
        var overNoise = new AttributeWriter(noisy);
        var overZeros = new AttributeWriter(clean);
        Write(ref overNoise, attributes);
        Write(ref overZeros, attributes);

        Assert.Equal(0, overNoise.Length % 4);
        Assert.True(noisy.AsSpan(0, overNoise.Length).SequenceEqual(clean.AsSpan(0, overZeros.Length)), "what was in the buffer before is seen in a padding");
    });

    [Fact]
    public void Attributes_that_are_cut_short_are_read_as_far_as_they_go_or_refused() => ForAll(attributes =>
    {
        var buffer = new byte[64 * 1024];
        var writer = new AttributeWriter(buffer);
        Write(ref writer, attributes);
        for (var length = 0; length < Math.Min(writer.Length, 100); length++)
        {
            var reader = new AttributeReader(buffer.AsSpan(0, length));
            var read = 0;
            try
            {
                while (reader.Read())
                    read += 4 + reader.Value.Length;
            }
            catch (NetlinkException error)
            {
                Assert.Equal(74, error.Error);
            }
            Assert.InRange(read, 0, length);
        }
    });

    [Fact]
    public void Garbage_is_read_or_refused_and_nothing_else() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().ToArbitrary(), bytes =>
        {
            var reader = new AttributeReader(bytes);
            try
            {
                while (reader.Read())
                    _ = reader.ReadNested().Read();
            }
            catch (NetlinkException error)
            {
                Assert.Equal(74, error.Error);
            }
        }));

    private static void Write(ref AttributeWriter writer, Attribute[] attributes)
    {
        foreach (var (type, value) in attributes)
        {
            switch (value)
            {
                case byte number: writer.WriteByte(type, number); break;
                case ushort number: writer.WriteUInt16(type, number); break;
                case uint number: writer.WriteUInt32(type, number); break;
                case ulong number: writer.WriteUInt64(type, number); break;
                case BigEndian { Length: 2 } number: writer.WriteUInt16BigEndian(type, (ushort)number.Value); break;
                case BigEndian { Length: 4 } number: writer.WriteUInt32BigEndian(type, (uint)number.Value); break;
                case BigEndian number: writer.WriteUInt64BigEndian(type, number.Value); break;
                case string text: writer.WriteString(type, text); break;
                case byte[] bytes: writer.WriteBytes(type, bytes); break;
                case Attribute[] inner:
                    var start = writer.BeginNested(type);
                    Write(ref writer, inner);
                    writer.EndNested(start);
                    break;
                default: throw new ArgumentException(value.GetType().Name, nameof(attributes));
            }
        }
    }

    /// <summary>Reads as many attributes as there are, each as the kind that the expected one has.</summary>
    private static Attribute[] ReadLike(AttributeReader reader, Attribute[] expected)
    {
        var read = new List<Attribute>();
        while (reader.Read())
        {
            object value = (read.Count < expected.Length ? expected[read.Count].Value : "") switch
            {
                byte => reader.ReadByte(),
                ushort => reader.ReadUInt16(),
                uint => reader.ReadUInt32(),
                ulong => reader.ReadUInt64(),
                BigEndian { Length: 2 } => new BigEndian(reader.ReadUInt16BigEndian(), 2),
                BigEndian { Length: 4 } => new BigEndian(reader.ReadUInt32BigEndian(), 4),
                BigEndian => new BigEndian(reader.ReadUInt64BigEndian(), 8),
                byte[] => reader.Value.ToArray(),
                Attribute[] inner => ReadLike(reader.ReadNested(), inner),
                _ => reader.ReadString(),
            };
            read.Add(new(reader.Type, value));
        }
        return [.. read];
    }

    private static string Text(Attribute[] attributes) => string.Join(' ', attributes.Select(attribute => attribute.ToString()));

    private static void ForAll(Action<Attribute[]> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(12), Prop.ForAll(Attributes(3).ToArbitrary(), property));

    private static Gen<Attribute[]> Attributes(int depth)
    {
        var number = Gen.Choose(int.MinValue, int.MaxValue);
        var wide = Gen.Zip(number, number).Select(pair => ((ulong)(uint)pair.Item1 << 32) | (uint)pair.Item2);
        List<Gen<object>> values =
        [
            number.Select(value => (object)(byte)value),
            number.Select(value => (object)(ushort)value),
            number.Select(value => (object)(uint)value),
            wide.Select(value => (object)value),
            number.Select(value => (object)new BigEndian((ushort)value, 2)),
            number.Select(value => (object)new BigEndian((uint)value, 4)),
            wide.Select(value => (object)new BigEndian(value, 8)),
            number.Select(value => (byte)value).ArrayOf().Select(value => (object)value),
            Gen.Choose(1, 127).Select(value => (byte)value).ArrayOf().Select(value => (object)Encoding.ASCII.GetString(value)),
        ];
        if (depth > 0)
            values.Add(Attributes(depth - 1).Select(inner => (object)inner));
        return Gen.Zip(Gen.Choose(0, MaxType), Gen.OneOf(values)).Select(pair => new Attribute((ushort)pair.Item1, pair.Item2)).ArrayOf();
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, (byte)0xee);
        return bytes;
    }
}
