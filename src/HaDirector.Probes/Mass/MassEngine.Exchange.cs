using System.Net.Sockets;
using HaDirector.Health;
using HaDirector.Linux.Tcp;
using HaDirector.Model;

namespace HaDirector.Probes.Mass;

// The exchange of one try, moved on by what its socket has.
public sealed partial class MassEngine
{
    private void Happened(MassTry one, Readiness what, Instant now)
    {
        if (now > one.Deadline)
        {
            EndLate(one, now);
            return;
        }
        if ((what & (Readiness.Failed | Readiness.HungUp)) != 0 && one.Phase is MassPhase.Connecting or MassPhase.Sending)
        {
            SocketError error = one.Socket.TakeError();
            if (error == SocketError.Success && (what & Readiness.HungUp) != 0) error = SocketError.ConnectionReset;
            if (error != SocketError.Success)
            {
                Fail(one, error, now);
                return;
            }
            one.Socket.ForgetNotices(); // what ICMP said of an earlier try
            what &= ~Readiness.Failed;
        }

        const Readiness Ended = Readiness.PeerClosed | Readiness.Failed | Readiness.HungUp;
        if ((what & Readiness.Writable) != 0 && one.Phase == MassPhase.Connecting)
        {
            if (one.Http is null)
            {
                End(one, now, true, MassWords.Connected, ProbeOutcome.Passed);
                return;
            }
            one.Phase = MassPhase.Sending;
        }
        if (one.Phase == MassPhase.Sending && !Send(one, now)) return;
        if (one.Phase is not (MassPhase.Waiting or MassPhase.Receiving)) return;
        if ((what & (Readiness.Readable | Ended)) != 0) Receive(one, (what & Ended) != 0, now);
    }

    /// <summary>Sends what is left of the request; false when the try came to its end thereby or there is no room for it yet.</summary>
    private bool Send(MassTry one, Instant now)
    {
        byte[] request = one.Http!.Request;
        while (one.Sent < request.Length)
        {
            int sent = one.Socket.Send(request.AsSpan(one.Sent), out SocketError error);
            if (sent < 0 && error != SocketError.WouldBlock) Fail(one, error, now);
            if (sent < 0) return false;
            one.Sent += sent;
        }
        one.Phase = MassPhase.Waiting;
        bool wantsBody = one.Http.WantsBody;
        if (one.Response is null) one.Response = new HttpResponseReader(wantsBody);
        else one.Response.Reset(wantsBody);
        return true;
    }

    /// <summary>Reads until there is nothing more for now; ends, because the reader takes only so many bytes.</summary>
    private void Receive(MassTry one, bool ended, Instant now)
    {
        HttpResponseReader response = one.Response!;
        HttpProgress progress = HttpProgress.More;
        bool closed = false;
        while (progress == HttpProgress.More)
        {
            int length = one.Socket.Receive(_buffer, out SocketError error);
            if (length < 0)
            {
                if (error != SocketError.WouldBlock) Fail(one, error, now);
                return;
            }
            if (length > 0) one.Phase = MassPhase.Receiving;
            closed = length == 0;
            progress = closed ? response.End() : response.Feed(_buffer.AsSpan(0, length));
            if (progress == HttpProgress.More && length < _buffer.Length && !ended) return; // the rest will be told
        }

        if (progress == HttpProgress.Bad) End(one, now, false, response.Reason, closed ? ProbeOutcome.Broken : ProbeOutcome.Malformed);
        else if (one.Http!.Objection(response) is { } objection) End(one, now, false, objection, ProbeOutcome.WrongAnswer);
        else End(one, now, true, one.Http.PassedDetail(response.Status), ProbeOutcome.Passed);
    }
}
