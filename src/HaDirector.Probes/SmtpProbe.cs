using System.Net.Sockets;
using HaDirector.Health;
using HaDirector.Health.Kinds;

namespace HaDirector.Probes;

/// <summary>Hears a mail server's greeting, says EHLO, with TLS if wanted, and takes leave.</summary>
public static class SmtpProbe
{
    private const int Greeting = 220, Completed = 250, Closing = 221; // RFC 5321 section 4.2.3

    /// <summary>One try; the time-out covers everything.</summary>
    public static async ValueTask<ProbeResult> Run(CheckSpec spec, SmtpCheck smtp, CancellationToken stop)
    {
        ProbeConnection connection = ProbeConnection.Rent(spec, stop);
        TlsSession? session = null;
        try
        {
            if (smtp.HelloName.Length is 0 or > 255 || smtp.HelloName.AsSpan().ContainsAnyExceptInRange('!', '~'))
                return connection.CannotTry("the name said in EHLO holds what SMTP does not allow");
            SocketError error = await connection.Connect().ConfigureAwait(false);
            if (error != SocketError.Success) return connection.Failed(error);
            if (smtp is { Tls: { } atOnce, StartTls: false })
            {
                session = await TlsSession.Open(connection, spec.Target.Address, atOnce, null).ConfigureAwait(false);
                if (session.Failure is { } failure) return failure;
            }

            SmtpTalk talk = new(connection, session is null ? connection.Stream() : session.Stream);
            string hello = $"EHLO {smtp.HelloName}";
            if (!await talk.Ask(null, Greeting).ConfigureAwait(false)) return talk.Failure;
            string greeting = talk.Reply.Line;
            if (!await talk.Ask(hello, Completed).ConfigureAwait(false)) return talk.Failure;
            if (smtp is { Tls: { } tls, StartTls: true })
            {
                if (!talk.Reply.Offers("STARTTLS")) return connection.Failed("the server does not offer STARTTLS", ProbeOutcome.Tls);
                if (!await talk.Ask("STARTTLS", Greeting).ConfigureAwait(false)) return talk.Failure;
                if (talk.HasMore) return connection.Failed("the server says more before TLS begins", ProbeOutcome.Malformed);
                session = await TlsSession.Open(connection, spec.Target.Address, tls, null).ConfigureAwait(false);
                if (session.Failure is { } failure) return failure;
                talk = new SmtpTalk(connection, session.Stream);
                if (!await talk.Ask(hello, Completed).ConfigureAwait(false)) return talk.Failure;
            }

            if (!await talk.Ask("QUIT", Closing).ConfigureAwait(false)) return talk.Failure;
            connection.Finish();
            return connection.Passed(session is null ? greeting : $"{greeting}; {session.Description}");
        }
        finally
        {
            session?.Dispose();
            connection.Return();
        }
    }
}
