using HaDirector.Bfd;
using HaDirector.Link;
using HaDirector.Model;

namespace HaDirector.Daemon.Link;

/// <summary>What the VRRP process last said about one BFD session; refused is the error number of the port it cannot be heard on.</summary>
internal sealed record SessionStatus(
    string Name,
    BfdState State,
    BfdState RemoteState,
    BfdDiagnostic Diagnostic,
    Instant Since,
    long Sent,
    long Received,
    long CameUp,
    long Lost,
    TimeSpan TransmitInterval,
    TimeSpan DetectionTime,
    int Refused)
{
    /// <summary>Reads a <see cref="LinkMessageKind.SessionStatus"/>.</summary>
    public static SessionStatus From(in LinkMessage message) => new(
        message.Name,
        (BfdState)(byte)message[SessionField.States],
        (BfdState)(byte)(message[SessionField.States] >> 8),
        (BfdDiagnostic)message.Code,
        message.At,
        message[SessionField.Sent],
        message[SessionField.Received],
        message[SessionField.CameUp],
        message[SessionField.Lost],
        TimeSpan.FromMicroseconds(message[SessionField.TransmitMicroseconds]),
        TimeSpan.FromMicroseconds(message[SessionField.DetectionMicroseconds]),
        (int)message.Count);
}
