using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using HaDirector.Health.Dns;
using HaDirector.Health.Kinds;

namespace HaDirector.Tests.Health.Dns;

public class DnsAnswerTests
{
    private const string Name = "www.example";

    [Fact]
    public void A_query_is_one_question()
    {
        byte[] message = new byte[DnsQuery.BytesMax];
        int length = DnsQuery.Write(message, 0xABCD, "www.example.", DnsType.AAAA);
        Assert.Equal("ABCD01000001000000000000" + "03777777076578616D706C6500" + "001C0001", Convert.ToHexString(message[..length]));
        length = DnsQuery.Write(message, 1, ".", DnsType.NS);
        Assert.Equal("00" + "00020001", Convert.ToHexString(message[12..length]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a b")]
    [InlineData("größe.example")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123.example")]
    public void What_is_no_name_is_not_asked_for(string name)
    {
        Assert.Equal(0, DnsQuery.Write(new byte[DnsQuery.BytesMax], 1, name, DnsType.A));
        string label = new('a', 62);
        Assert.Equal(0, DnsQuery.Write(new byte[DnsQuery.BytesMax], 1, $"{label}.{label}.{label}.{label}.aaaa", DnsType.A));
    }

    [Theory]
    [InlineData(DnsType.A, "C0000251", "192.0.2.81")]
    [InlineData(DnsType.AAAA, "20010DB8000000000000000000000051", "2001:db8::51")]
    [InlineData(DnsType.NS, "026E73C00C", "ns.www.example.")]
    [InlineData(DnsType.PTR, "03612E6200", @"a\.b.")]
    [InlineData(DnsType.MX, "000A046D61696CC010", "10 mail.example.")]
    [InlineData(DnsType.SRV, "0000000513C40373697000", "0 5 5060 sip.")]
    [InlineData(DnsType.SOA, "026E73C01004726F6F74C010000000010000000200000003000000040000000F", "ns.example. root.example. 1 2 3 4 15")]
    [InlineData(DnsType.TXT, "0568656C6C6F03612262", "\"hello\" \"a\\\"b\"")]
    [InlineData(DnsType.CNAME, "00", ".")]
    public void Data_reads_as_dig_writes_it(DnsType type, string data, string text)
    {
        (byte[] query, byte[] answer) = Exchange(type, Record(0xC00C, type, Convert.FromHexString(data)));
        Assert.Equal(DnsReading.Answer, DnsAnswer.Read(answer, query, out DnsAnswer? read, out _));
        Assert.Equal([text], read!.Records);
        Assert.Null(read.Lacks([text], type));
        Assert.NotNull(read.Lacks([text + "x"], type));
    }

    [Theory]
    [InlineData(DnsType.A, "C00002")]
    [InlineData(DnsType.AAAA, "C0000251")]
    [InlineData(DnsType.MX, "000A")]
    [InlineData(DnsType.MX, "000A00FF")]
    [InlineData(DnsType.TXT, "")]
    [InlineData(DnsType.TXT, "05686C")]
    [InlineData(DnsType.NS, "C0FF")]
    [InlineData(DnsType.NS, "036E73")]
    public void Broken_data_is_malformed(DnsType type, string data)
    {
        (byte[] query, byte[] answer) = Exchange(type, Record(0xC00C, type, Convert.FromHexString(data)));
        Assert.Equal(DnsReading.Malformed, DnsAnswer.Read(answer, query, out _, out string reason));
        Assert.Equal("the records of the answer are broken", reason);
    }

    [Fact]
    public void The_wanted_data_is_compared_as_people_write_it()
    {
        Assert.True(DnsData.Same("10 mail.example.", "10  Mail.Example", DnsType.MX));
        Assert.True(DnsData.Same("2001:db8::51", "2001:DB8:0:0::51", DnsType.AAAA));
        Assert.True(DnsData.Same("\"a b\" \"c\"", "a bc", DnsType.TXT));
        Assert.False(DnsData.Same("\"A\"", "a", DnsType.TXT));
        Assert.False(DnsData.Same("192.0.2.81", "192.0.2.8", DnsType.A));
        Assert.False(DnsData.Same("192.0.2.81", "nonsense", DnsType.A));
    }

    [Fact]
    public void An_alias_is_followed_and_other_names_types_and_classes_are_not_answers()
    {
        byte[] target = Convert.FromHexString("04686F737400"); // host.
        byte[] hostA = [4, .. "host"u8, 0, .. Record(null, DnsType.A, [192, 0, 2, 1])];
        byte[] otherA = [5, .. "other"u8, 0, .. Record(null, DnsType.A, [192, 0, 2, 2])];
        byte[] chaos = Record(0xC00C, DnsType.A, [192, 0, 2, 3]);
        chaos[5] = 3;
        (byte[] query, byte[] answer) = Exchange(DnsType.A, Record(0xC00C, DnsType.CNAME, target), hostA, otherA, chaos, Record(0xC00C, DnsType.MX, [9]));
        Assert.Equal(DnsReading.Answer, DnsAnswer.Read(answer, query, out DnsAnswer? read, out _));
        Assert.Equal(["192.0.2.1"], read!.Records);
    }

    [Fact]
    public void What_answers_another_query_is_none_of_ours()
    {
        (byte[] query, byte[] answer) = Exchange(DnsType.A, Record(0xC00C, DnsType.A, [192, 0, 2, 1]));
        int type = query.Length - 3; // its low byte
        foreach ((int at, byte value, string reason) in new (int, byte, string)[]
        {
            (0, 0x77, "another id"), (2, 0x01, "no answer"), (2, 0xA8, "no answer"), (5, 2, "another question"), (13, (byte)'v', "another question"), (type, 0x55, "another question"),
        })
        {
            byte[] changed = [.. answer];
            changed[at] = value;
            Assert.Equal(DnsReading.Other, DnsAnswer.Read(changed, query, out _, out string why));
            Assert.Contains(reason, why, StringComparison.Ordinal);
        }

        Assert.Equal(DnsReading.Other, DnsAnswer.Read(answer.AsSpan(0, 11), query, out _, out _));
        byte[] upper = [.. answer];
        upper[13] = (byte)'W';
        Assert.Equal(DnsReading.Answer, DnsAnswer.Read(upper, query, out _, out _));
    }

    [Fact]
    public void A_truncated_answer_is_one_and_so_is_a_refusal_without_the_question()
    {
        (byte[] query, byte[] answer) = Exchange(DnsType.A, Record(0xC00C, DnsType.A, [192, 0, 2, 1]));
        answer[2] |= 2;
        Assert.Equal(DnsReading.Answer, DnsAnswer.Read(answer.AsSpan(0, answer.Length - 3), query, out DnsAnswer? read, out _));
        Assert.True(read!.Truncated);
        byte[] refusal = [query[0], query[1], 0x80, 5, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal(DnsReading.Answer, DnsAnswer.Read(refusal, query, out read, out _));
        Assert.Equal("REFUSED", DnsAnswer.CodeName(read!.ResponseCode));
        Assert.Equal(3, DnsAnswer.CodeOf("nxdomain"));
        Assert.Null(DnsAnswer.CodeOf("none"));
    }

    [Theory]
    [InlineData("C00C", false)] // to itself
    [InlineData("C00E", false)] // forward
    [InlineData("0161C00C", false)] // round and round
    [InlineData("40", false)]
    [InlineData("0161", false)]
    [InlineData("C0", false)]
    [InlineData("016100", true)]
    public void Pointers_lead_back_or_nowhere(string bytes, bool good)
    {
        byte[] message = [.. new byte[12], .. Convert.FromHexString(bytes)];
        int at = 12;
        Assert.Equal(good, DnsName.TryRead(message, ref at, out _));
    }

    [Fact]
    public void Any_bytes_give_a_reading() =>
        Prop.ForAll<int>(seed =>
        {
            Random random = new(seed);
            DnsType[] types = Enum.GetValues<DnsType>();
            DnsType type = types[random.Next(types.Length)];
            byte[][] data = ["C00C"u8.ToArray(), [192, 0, 2, 1], Convert.FromHexString("026E73C01004726F6F74C010000000010000000200000003000000040000000F"), [0, 10, 0xC0, 12]];
            (byte[] query, byte[] answer) = Exchange(type, [.. Enumerable.Range(0, 3).Select(_ => Record(0xC00C, type, data[random.Next(data.Length)]))]);
            for (int flips = random.Next(0, 8); flips > 0; flips--) answer[random.Next(2, answer.Length)] = (byte)random.Next(256);
            answer = answer[..random.Next(answer.Length + 1)];
            DnsReading reading = DnsAnswer.Read(answer, query, out DnsAnswer? read, out string reason);
            Assert.Equal(reading == DnsReading.Answer, read is not null);
            Assert.NotEmpty(reason);
            if (read is not null) Assert.All(read.Records, record => Assert.DoesNotContain(record, char.IsControl));
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(5000));

    private static (byte[] Query, byte[] Answer) Exchange(DnsType type, params byte[][] records)
    {
        byte[] query = new byte[DnsQuery.BytesMax];
        query = query[..DnsQuery.Write(query, 0x4242, Name, type)];
        byte[] answer = [.. query, .. records.SelectMany(record => record)];
        (answer[2], answer[3], answer[7]) = (0x81, 0x80, (byte)records.Length);
        return (query, answer);
    }

    private static byte[] Record(ushort? pointer, DnsType type, byte[] data)
    {
        byte[] head = new byte[10];
        BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)type);
        head[3] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(8), (ushort)data.Length);
        return pointer is { } at ? [(byte)(at >> 8), (byte)at, .. head, .. data] : [.. head, .. data];
    }
}
