using System.Globalization;
using HaDirector.Linux;
using HaDirector.Model;
using HaDirector.Vrrp;
using HaDirector.Link;
using HaDirector.VrrpProcess;

namespace HaDirector.VrrpHost;

/// <summary>
/// Stands for the director process: sends the plan of a file, and again when it changed, and writes what it hears to another.
/// A plan is one router a line: name interface id priority centiseconds preempt|nopreempt address/length... The word `refuse` is a configuration that is refused.
/// </summary>
internal sealed class PlanSender(string planPath, string logPath) : IDisposable
{
    private readonly SequencedPacketSocket _link = new(int.Parse(
        Environment.GetEnvironmentVariable(VrrpProcessOptions.LinkDescriptorVariable) ?? "-1", CultureInfo.InvariantCulture));
    private readonly byte[] _bytes = new byte[LinkMessage.Size];
    private string _sent = "";
    private uint _epoch;

    public void Dispose() => _link.Dispose();

    public int Run()
    {
        using StreamWriter log = new(new FileStream(logPath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        log.WriteLine($"Started pid={Environment.ProcessId} restarted={Environment.GetEnvironmentVariable(VrrpProcessOptions.RestartedVariable)}");
        while (true)
        {
            string plan = File.ReadAllText(planPath);
            if (plan == "refuse") return VrrpProcessOptions.ExitConfigurationRefused;
            if (plan != _sent) Send(plan);
            int length = _link.Receive(_bytes, TimeSpan.FromMilliseconds(50));
            if (length == 0) return 3;
            if (length < 0) continue;
            LinkMessage message = new(_bytes);
            log.WriteLine(Describe(message));
            if (message.Kind == LinkMessageKind.Stop) return 0;
        }
    }

    private void Send(string plan)
    {
        string[][] routers = [.. plan.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))];
        _epoch++;
        LinkMessage message = Begin(LinkMessageKind.PlanBegin);
        message.Count = (uint)routers.Length;
        _link.Send(_bytes);
        foreach (string[] words in routers)
        {
            message = Begin(LinkMessageKind.Router);
            message.Name = words[0];
            message.Interface = words[1];
            message.VirtualRouterId = byte.Parse(words[2], CultureInfo.InvariantCulture);
            message.Priority = byte.Parse(words[3], CultureInfo.InvariantCulture);
            message.IntervalCentiseconds = uint.Parse(words[4], CultureInfo.InvariantCulture);
            message.Flags = (byte)(words[5] == "preempt" ? 1 : 0);
            message.Count = (uint)(words.Length - 6);
            _link.Send(_bytes);
            foreach (string text in words[6..])
            {
                if (!IpPrefix.TryParse(text, out IpPrefix address)) throw new FormatException(text);
                message = Begin(LinkMessageKind.RouterAddress);
                message.Address = address.Address;
                message.PrefixLength = address.Length;
                _link.Send(_bytes);
            }
        }

        Begin(LinkMessageKind.PlanCommit);
        _link.Send(_bytes);
        _sent = plan;
    }

    private LinkMessage Begin(LinkMessageKind kind)
    {
        LinkMessage message = new(_bytes);
        message.Clear();
        message.Kind = kind;
        message.Epoch = _epoch;
        return message;
    }

    private static string Describe(LinkMessage message) => message.Kind switch
    {
        LinkMessageKind.Pulse =>
            $"Pulse turns={message[PulseField.Turns]} late={message[PulseField.LatenessMaxNanoseconds]} allocated={message[PulseField.AllocatedBytes]} " +
            $"collections={message[PulseField.Collections]} drops={message[PulseField.LinkDrops]} realtime={message[PulseField.RealTime]} locked={message[PulseField.MemoryLocked]}",
        LinkMessageKind.RouterStatus =>
            $"Status {message.Name} {message.State} sent={message[RouterField.AdvertsSent]} received={message[RouterField.AdvertsReceived]} " +
            $"became={message[RouterField.BecameMaster]} holds={message[RouterField.HoldsAddresses]} errors={message[RouterField.SendErrors]} priority={message.Priority} at={message.At.Nanoseconds}",
        LinkMessageKind.Dropped => $"Dropped {message.Code} {message[0]}",
        LinkMessageKind.Log => $"Log {(VrrpLogCode)message.Code} {message.Name} {message.State} {message[0]} {message[1]}",
        _ => $"{message.Kind} epoch={message.Epoch}",
    };
}
