using System.Globalization;
using HaDirector.Bfd;
using HaDirector.Bfd.Wire;
using HaDirector.Daemon.Link;
using HaDirector.Link;
using HaDirector.Linux;
using HaDirector.Vrrp;
using HaDirector.VrrpProcess;

namespace HaDirector.VrrpHost;

/// <summary>
/// Stands for the director process: sends the plan of a file, and again when it changed, and writes what it hears to another.
/// The word `refuse` is a configuration that is refused.
/// </summary>
internal sealed class StandInDirector : IDisposable
{
    private readonly string _planPath, _logPath;
    private readonly SequencedPacketSocket _link = new(int.Parse(
        Environment.GetEnvironmentVariable(VrrpProcessOptions.LinkDescriptorVariable) ?? "-1", CultureInfo.InvariantCulture));
    private readonly PlanSender _sender;
    private readonly byte[] _bytes = new byte[LinkMessage.Size];
    private string _sent = "";

    public StandInDirector(string planPath, string logPath)
    {
        (_planPath, _logPath) = (planPath, logPath);
        _sender = new PlanSender(_link);
    }

    public void Dispose() => _link.Dispose();

    public int Run()
    {
        using StreamWriter log = new(new FileStream(_logPath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        log.WriteLine($"Started pid={Environment.ProcessId} restarted={Environment.GetEnvironmentVariable(VrrpProcessOptions.RestartedVariable)}");
        while (true)
        {
            string plan = File.ReadAllText(_planPath);
            if (plan == "refuse") return VrrpProcessOptions.ExitConfigurationRefused;
            if (plan != _sent) _sender.Send(PlanText.Read(plan));
            _sent = plan;
            int length = _link.Receive(_bytes, TimeSpan.FromMilliseconds(50));
            if (length == 0) return 3;
            if (length < 0) continue;
            LinkMessage message = new(_bytes);
            log.WriteLine(Describe(message));
            if (message.Kind == LinkMessageKind.Stop) return 0;
        }
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
        LinkMessageKind.SessionStatus =>
            $"Session {message.Name} {(BfdState)(message[SessionField.States] & 0xFF)} remote={(BfdState)(message[SessionField.States] >> 8)} why={(BfdDiagnostic)message.Code} " +
            $"sent={message[SessionField.Sent]} received={message[SessionField.Received]} errors={message[SessionField.SendErrors]} up={message[SessionField.CameUp]} " +
            $"lost={message[SessionField.Lost]} transmit={message[SessionField.TransmitMicroseconds]} detection={message[SessionField.DetectionMicroseconds]}",
        LinkMessageKind.BfdDropped => $"BfdDropped {(BfdDropReason)message.Code} {message[0]}",
        LinkMessageKind.Log => $"Log {(VrrpLogCode)message.Code} {message.Name} {message.State} {message[0]} {message[1]}",
        _ => $"{message.Kind} epoch={message.Epoch}",
    };
}
