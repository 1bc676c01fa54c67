using System.Net.Sockets;
using System.Text;

namespace HaDirector.Linux.Tests.Api;

/// <summary>Answers that are passed on as they come.</summary>
public sealed class UnixHttpTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hd-http-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\r\n\r\n{\n}", "{\n}", "")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n{\n  \"a\": {\n  }", "{\n  \"a\": {\n  }", "the answer broke off")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "", "the answer broke off")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\nlimit is a number\n", "", "limit is a number")]
    [InlineData("", "", "the director answered ''")]
    public async Task An_answer_is_passed_on_and_one_that_broke_off_is_told(string answer, string passed, string reason)
    {
        Assert.Equal((passed, reason), await Ask(to => to.Send(Encoding.ASCII.GetBytes(answer))));
    }

    [Fact]
    public async Task An_answer_of_any_length_is_passed_on()
    {
        string body = "{\n" + string.Concat(Enumerable.Repeat("  \"key\": 1,\n", 100_000)) + "}";
        Assert.Equal((body, ""), await Ask(to =>
        {
            byte[] text = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n\r\n" + body);
            foreach (byte[] piece in text.Chunk(9_999)) to.Send(piece);
        }));
    }

    private async Task<(string Passed, string Reason)> Ask(Action<Socket> answer)
    {
        string path = Path.Combine(_directory, "socket");
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        Task serving = Task.Run(() =>
        {
            using Socket one = listener.Accept();
            one.Receive(new byte[4096]);
            answer(one);
        });
        using MemoryStream to = new();
        bool whole = UnixHttp.TryCopy(path, "/status", TimeSpan.FromSeconds(60), "\n}"u8.ToArray(), to, out string reason);
        await serving;
        Assert.Equal(whole, reason.Length == 0);
        return (Encoding.ASCII.GetString(to.ToArray()), reason);
    }
}
