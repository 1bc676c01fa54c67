using System.Text;
using HaDirector.Ipvs;
using HaDirector.Ipvs.Ipvsadm;

namespace HaDirector.Tests.Ipvs.Ipvsadm;

/// <summary>Save files, good and bad.</summary>
public sealed class RulesReaderTests
{
    private const string Good = """
        -A -t 192.0.2.80:80 -s wlc -p 300
        -a -t 192.0.2.80:80 -r 198.51.100.1:80 -g -w 1
        -a -t 192.0.2.80:80 -r 198.51.100.2:80 -i -w 2 --tun-type gue --tun-port 6080 --tun-csum
        -A -f 7 -6 -s sh -b sh-port
        -a -f 7 -6 -r [2001:db8::1]:0 -g -w 0

        """;

    [Fact]
    public void A_save_file_gives_the_table_it_was_saved_from()
    {
        Rules rules = Read(Good);
        Assert.Empty(rules.Faults);
        Assert.Equal(5, rules.Steps.Count);
        Assert.Equal(Good, IpvsadmText.Render(rules.Table));
        Assert.Equal(Good, IpvsadmText.Render(Read(IpvsadmText.Render(rules.Table)).Table));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Pieces_and_the_newline_at_the_end_do_not_matter(int size)
    {
        RulesReader reader = new(IpvsTable.Empty, NoNames.Instance);
        byte[] bytes = Encoding.ASCII.GetBytes(Good.TrimEnd());
        for (int i = 0; i < bytes.Length; i += size) reader.Feed(bytes.AsSpan(i, Math.Min(size, bytes.Length - i)));
        Assert.Equal(Good, IpvsadmText.Render(reader.Finish().Table));
    }

    [Fact]
    public void Comments_blank_lines_names_and_the_programs_own_name_are_taken()
    {
        Rules rules = Read("# rules\n\n  \t\r\nipvsadm -A -t localhost:http -s rr # web\r\n   --add-server -t 127.0.0.1:80 -r 198.51.100.1 --masquerading\n#-A nonsense\n");
        Assert.Empty(rules.Faults);
        Assert.Equal("-A -t 127.0.0.1:80 -s rr\n-a -t 127.0.0.1:80 -r 198.51.100.1:80 -m -w 1\n", IpvsadmText.Render(rules.Table));
    }

    [Theory]
    [InlineData("-a -t 192.0.2.80:80 -r 198.51.100.3:80 -g -w l", 46, "illegal weight specified", "'l' is no whole number")]
    [InlineData("-A -t 192.0.2.81:80 -s wcl", 24, "Scheduler or persistence engine not found", "did you mean wlc?")]
    [InlineData("-A -t 192.0.2.81:80 -swcl", 21, "Scheduler or persistence engine not found", "did you mean wlc?")]
    [InlineData("-A -t 192.0.2.81:80 --shceduler wlc", 21, "--shceduler: unknown option", "did you mean --scheduler?")]
    [InlineData("  -A   -t 192.0.2.81.5:80", 11, "illegal virtual server address[:port] specified", "'192.0.2.81.5' is no address")]
    [InlineData("-A -t 192.0.2.81:htpp", 7, "illegal virtual server address[:port] specified", "no service 'htpp'")]
    [InlineData("-A -t [2001:db8::1:80", 7, "illegal virtual server address[:port] specified", "closing bracket")]
    [InlineData("-A -t 192.0.2.80:80", 1, "Service already exists", "line 1 adds it")]
    [InlineData("-a -t 192.0.2.80:80 -r 198.51.100.1:80 -m", 1, "Destination already exists", "line 2 adds it")]
    [InlineData("-a -t 192.0.2.80:81 -r 198.51.100.1:80", 1, "Service not defined", "tcp://192.0.2.80:81")]
    [InlineData("-e -t 192.0.2.80:80 -r 198.51.100.9:80", 1, "No such destination", null)]
    [InlineData("-d -t 192.0.2.80:80 -r 198.51.100.9:80", 1, "No such destination", null)]
    [InlineData("-D -t 192.0.2.80:81", 1, "No such service", null)]
    [InlineData("-Z -t 192.0.2.80:81", 1, "No such service", null)]
    [InlineData("-a -t 192.0.2.80:80 -r 0.0.0.0", 1, "Invalid operation.  Possibly wrong module version, address not unicast, ...", "0.0.0.0")]
    [InlineData("-a -t 192.0.2.80:80 -r 198.51.100.9 -x 5 -y 6", 1, "Numerical result out of range", "lower threshold")]
    [InlineData("-a -t 192.0.2.80:80", 20, "You need to supply the 'real-server' option for the 'add-server' command", null)]
    [InlineData("-A -t 192.0.2.81:80 -w 5", 24, "Illegal 'weight' option with the 'add-service' command", null)]
    [InlineData("-Ln", 1, "this prints something: it is no rule", null)]
    [InlineData("rubbish", 1, "there is no command, such as -A or -a", null)]
    [InlineData("-b", 1, "the command comes first, such as -A or -a", null)]
    [InlineData("\0\u0001\u00ff", 1, "there is no command, such as -A or -a", null)]
    public void A_fault_names_line_column_and_the_right_word(string line, int column, string message, string? hint)
    {
        Rules rules = Read(Good + line + "\n" + "-A -t 192.0.2.99:80\n");
        RulesFault fault = Assert.Single(rules.Faults);
        Assert.Equal((6, column, message), (fault.Line, fault.Column, fault.Message));
        if (hint is not null) Assert.Contains(hint, fault.Hint, StringComparison.Ordinal);
        Assert.Equal(6, rules.Steps.Count);
    }

    [Fact]
    public void What_the_table_holds_already_counts()
    {
        IpvsTable table = Read(Good).Table;
        Rules again = Read("-A -t 192.0.2.80:80\n-a -t 192.0.2.80:80 -r 198.51.100.9\n-C\n-A -t 192.0.2.80:80\n", table);
        RulesFault fault = Assert.Single(again.Faults);
        Assert.Equal("rules:1:1: Service already exists (it is in the table already; --replace makes the table exactly the file's)", fault.Text("rules"));
        Assert.Equal("-A -t 192.0.2.80:80 -s wlc\n", IpvsadmText.Render(again.Table));
    }

    [Fact]
    public void Noise_is_read_in_bounded_memory_and_given_up()
    {
        byte[] noise = new byte[1 << 20];
        new Random(1).NextBytes(noise);
        RulesReader reader = new(IpvsTable.Empty, NoNames.Instance);
        int fed = 0;
        for (; fed < 100 && !reader.IsHopeless; fed++) reader.Feed(noise);
        Rules rules = reader.Finish();
        Assert.InRange(fed, 1, 5);
        Assert.False(rules.Whole);
        Assert.Equal((RulesReader.KeptFaults, RulesReader.MostFaults), (rules.Faults.Count, (int)rules.FaultCount));
    }

    [Fact]
    public void A_hundred_megabytes_in_one_line_are_one_fault()
    {
        byte[] noise = new byte[1 << 20];
        Array.Fill(noise, (byte)'x');
        RulesReader reader = new(IpvsTable.Empty, NoNames.Instance, partial: true);
        for (int i = 0; i < 100; i++) reader.Feed(noise);
        reader.Feed("\n-A -t 192.0.2.80:80\n"u8);
        Rules rules = reader.Finish();
        Assert.Equal("the line is too long", Assert.Single(rules.Faults).Message);
        Assert.Equal(2, rules.Lines);
        Assert.Single(rules.Table.Services);
    }

    private static Rules Read(string text, IpvsTable? start = null)
    {
        RulesReader reader = new(start ?? IpvsTable.Empty, new SomeNames());
        reader.Feed(Encoding.Latin1.GetBytes(text));
        return reader.Finish();
    }
}
