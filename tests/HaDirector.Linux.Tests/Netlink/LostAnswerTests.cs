using HaDirector.Ipvs;
using HaDirector.Linux.Netlink;
using HaDirector.Model;
using HaDirector.Netlink;
using static HaDirector.Linux.Tests.Netlink.ScriptedKernel;

namespace HaDirector.Linux.Tests.Netlink;

/// <summary>What becomes of reading and changing the table when the kernel's answers are errors, are of a table that changed, or do not come.</summary>
public sealed class LostAnswerTests : IDisposable
{
    private const byte GetService = 4, GetDestination = 8, SetConfig = 12, GetConfig = 13, Zero = 16, Flush = 17;
    private const int ESRCH = 3, ENOMEM = 12, ENOBUFS = 105;

    private readonly ScriptedKernel _kernel = new();
    private readonly KernelIpvs _table;

    public LostAnswerTests() => _table = new(_kernel, Family);

    public void Dispose() => _table.Dispose();

    [Fact]
    public void An_error_in_the_middle_of_a_dump_is_told_as_it_is()
    {
        _kernel.Answers = static (_, sequence) => [Service(sequence, "tcp://192.0.2.1:80"), Error(sequence, ENOMEM)];
        Assert.Equal(ENOMEM, Assert.Throws<LinuxException>(() => _table.ReadStatus()).Error);
        LinuxException walked = Assert.Throws<LinuxException>(() => _table.Walk().Count());
        Assert.Equal((ENOMEM, "read ip_vs: Cannot allocate memory (errno 12)"), (walked.Error, walked.Message));
        Assert.Equal(ENOMEM, Assert.Throws<LinuxException>(() => _table.ReadService(Key("tcp://192.0.2.1:80"))).Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_dump_of_a_table_that_changed_or_whose_answer_was_lost_is_read_again(bool isLost)
    {
        int dump = 0;
        _kernel.Answers = (command, sequence) => (command, dump++) switch
        {
            (GetService, 0) => [Service(sequence, "tcp://192.0.2.1:80"), isLost ? Lost(ENOBUFS) : Done(sequence, MessageFlags.DumpInterrupted)],
            (GetService, _) => [Service(sequence, "tcp://192.0.2.2:80"), Done(sequence)],
            _ => [Done(sequence)],
        };
        Assert.Equal([Key("tcp://192.0.2.2:80")], _table.ReadStatus().Services.Select(s => s.Key));
        Assert.Equal([GetService, GetService, GetDestination], _kernel.Commands);
        dump = 0;
        Assert.Equal([Key("tcp://192.0.2.2:80")], _table.Walk().OfType<ServiceStatus>().Select(s => s.Key));
        Assert.Equal(6, _kernel.Commands.Count);
    }

    [Fact]
    public void A_table_that_always_changes_is_given_up_with_a_reason()
    {
        _kernel.Answers = static (_, sequence) => [Done(sequence, MessageFlags.DumpInterrupted)];
        Assert.Equal("read ip_vs: the table changed each of the 3 times it was read", Assert.Throws<IOException>(() => _table.ReadStatus()).Message);
        Assert.Throws<IOException>(() => _table.Walk().Count());
        Assert.Equal(6, _kernel.Commands.Count);
    }

    [Fact]
    public void An_answer_that_cannot_be_read_is_an_error_of_reading_for_every_caller()
    {
        _kernel.Answers = static (_, sequence) => [new(0, Service(sequence, "tcp://192.0.2.1:80").Datagram[..^9])];
        Assert.Contains("message runs past the datagram", Assert.Throws<IOException>(() => _table.ReadStatus()).Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => _table.Walk().Count());
        Assert.Throws<IOException>(() => _table.ReadService(Key("tcp://192.0.2.1:80")));
    }

    [Fact]
    public void A_batch_says_why_it_does_not_know_and_nothing_is_sent_after_it()
    {
        List<IpvsChange> changes = [.. Enumerable.Range(1, 300).Select(mark => new IpvsChange.RemoveService(ServiceKey.Mark((uint)mark, IpFamily.V4)))];
        _kernel.Answers = static (_, sequence) => sequence == 256 ? [Lost(ENOBUFS)] : [Error(sequence, 0)];
        ApplyResult result = _table.Apply(changes);
        Assert.Equal(new Refusal(ENOBUFS, "answers of the kernel were lost: the socket's queue was full (ENOBUFS)"), result.Lost);
        Assert.Equal((2, KernelIpvs.BatchSize), (_kernel.Commands.Count, result.Applied)); // what was answered is known, the rest is not

        _kernel.SendErrors.Enqueue(ENOBUFS);
        Assert.Equal(new Refusal(ENOBUFS, "nothing could be sent to the kernel (ENOBUFS)"), _table.Apply(changes).Lost);
        _kernel.Answers = static (_, _) => [];
        Assert.Equal(new Refusal(0, "the kernel gave no answer"), _table.Apply(changes).Lost);
    }

    [Fact]
    public void Clearing_without_an_answer_looks_whether_services_are_left()
    {
        int flushes = 0;
        _kernel.Answers = (command, sequence) => command switch
        {
            Flush => [Lost(flushes++ == 0 ? 11 : ENOBUFS)],
            GetService when flushes < 2 => [Service(sequence, "tcp://192.0.2.1:80"), Done(sequence)],
            _ => [Done(sequence)],
        };
        Assert.Null(_table.Flush()); // not done at first, and done again
        Assert.Equal([Flush, GetService, GetDestination, Flush, GetService], _kernel.Commands);

        _kernel.Commands.Clear();
        _kernel.Answers = static (command, sequence) => command switch
        {
            Flush => [],
            GetService => [Service(sequence, "tcp://192.0.2.1:80"), Done(sequence)],
            _ => [Done(sequence)],
        };
        Assert.Equal("the kernel gave no answer", _table.Flush()!.Message);
        Assert.Equal(3, _kernel.Commands.Count(c => c == Flush));
    }

    [Fact]
    public void Time_outs_without_an_answer_are_read_and_compared()
    {
        IpvsTimeouts held = new(900, 120, 300);
        _kernel.Answers = (command, sequence) => command == GetConfig ? [Timeouts(sequence, held), Error(sequence, 0)] : [];
        Assert.Null(_table.SetTimeouts(new(900, 0, 300)));
        Assert.Equal([SetConfig, GetConfig], _kernel.Commands);
        Assert.Equal("the kernel gave no answer", _table.SetTimeouts(new(901, 0, 0))!.Message);
        _kernel.SendErrors.Enqueue(ENOBUFS);
        Assert.Equal(ENOBUFS, _table.SetTimeouts(new(900, 0, 0))!.Errno); // was never sent: nothing is looked at
    }

    [Fact]
    public void Counters_without_an_answer_are_read_and_a_service_that_is_gone_is_none_that_was_zeroed()
    {
        ServiceKey web = Key("tcp://192.0.2.1:80");
        _kernel.Answers = static (command, sequence) => command switch
        {
            Zero => [],
            GetService => [Service(sequence, "tcp://192.0.2.1:80"), Error(sequence, 0)],
            _ => [Done(sequence)],
        };
        Assert.Null(_table.Zero(web));
        _kernel.Answers = static (command, sequence) => command == Zero ? [] : [Error(sequence, ESRCH)];
        Assert.Equal("the kernel gave no answer", _table.Zero(web)!.Message);
        _kernel.Answers = static (_, sequence) => [Error(sequence, ESRCH)];
        Assert.Equal("the service is not there (ESRCH)", _table.Zero(web)!.Message);
    }

    private static ServiceKey Key(string text) => ServiceKey.TryParse(text, out ServiceKey key) ? key : throw new FormatException(text);
}
