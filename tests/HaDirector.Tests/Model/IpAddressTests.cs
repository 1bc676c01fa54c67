using HaDirector.Model;

namespace HaDirector.Tests.Model;

/// <summary>Addresses next to what their bytes say.</summary>
public class IpAddressTests
{
    private static readonly int[] Lengths = [0, 1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 96, 127, 128];

    [Fact]
    public void Order_equality_and_prefixes_are_those_of_the_bytes()
    {
        Random random = new(7);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] a = Some(random), b = random.Next(3) == 0 ? Near(a, random) : Some(random);
            IpAddress x = Read(a), y = Read(b);
            Assert.Equal(a.AsSpan().SequenceEqual(b), x == y);
            if (x == y) Assert.Equal(x.GetHashCode(), y.GetHashCode());
            int order = a.Length != b.Length ? a.Length - b.Length : a.AsSpan().SequenceCompareTo(b);
            Assert.Equal(Math.Sign(order), Math.Sign(x.CompareTo(y)));
            foreach (int length in Lengths)
                if (length <= x.BitCount) Assert.Equal(Share(a, b, length), x.SharesPrefix(y, length));

            byte[] written = new byte[a.Length];
            x.Write(written);
            Assert.Equal(a, written);
            Assert.Equal(x, IpAddress.Parse(x.ToString()));
        }
    }

    [Theory]
    [InlineData("0.0.0.0", true, false, false)]
    [InlineData("::", true, false, false)]
    [InlineData("::1", false, false, false)]
    [InlineData("1::", false, false, false)]
    [InlineData("223.255.255.255", false, false, false)]
    [InlineData("224.0.0.18", false, true, false)]
    [InlineData("239.255.255.255", false, true, false)]
    [InlineData("240.0.0.0", false, false, false)]
    [InlineData("ff02::12", false, true, false)]
    [InlineData("feff::", false, false, false)]
    [InlineData("fe80::1", false, false, true)]
    [InlineData("febf::1", false, false, true)]
    [InlineData("fec0::1", false, false, false)]
    [InlineData("254.128.0.0", false, false, false)] // the same first bits in the other family
    public void What_an_address_is_for(string text, bool any, bool multicast, bool linkLocal)
    {
        IpAddress address = IpAddress.Parse(text);
        Assert.Equal((any, multicast, linkLocal), (address.IsAny, address.IsMulticast, address.IsV6LinkLocal));
    }

    private static IpAddress Read(byte[] bytes)
    {
        Assert.True(IpAddress.TryRead(bytes, out IpAddress address));
        return address;
    }

    private static byte[] Some(Random random)
    {
        byte[] bytes = new byte[random.Next(2) == 0 ? 4 : 16];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Near(byte[] other, Random random)
    {
        byte[] bytes = [.. other];
        if (random.Next(4) > 0) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    private static bool Share(byte[] a, byte[] b, int length)
    {
        if (a.Length != b.Length) return false;
        for (int bit = 0; bit < length; bit++)
            if (((a[bit / 8] ^ b[bit / 8]) & (0x80 >> (bit % 8))) != 0) return false;
        return true;
    }
}
