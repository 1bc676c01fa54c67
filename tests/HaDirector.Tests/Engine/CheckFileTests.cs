using HaDirector.Engine;
using HaDirector.Tests.Config;

namespace HaDirector.Tests.Engine;

public class CheckFileTests
{
    [Fact]
    public void Programs_and_certificates_of_checks_are_listed_once_each()
    {
        Plan plan = Texts.Load(
            """
            directors: { lb01: { address: 192.0.2.11 } }
            services:
              web:
                address: tcp://192.0.2.80:80
                forwarding: nat
                check: { all: [ { script: { command: [ /a/program, x ] } }, { file: /may/be/missing }, { https: { path: /, tls: { ca_file: /a/ca.pem } } } ] }
                servers: [ { address: 192.0.2.21 }, { address: 192.0.2.22 }, { address: 192.0.2.23, check: { script: { command: [ /a/program ], user: nobody } } } ]
                sorry_server: { address: 192.0.2.99, check: { tls: { certificate_file: /a/client.pem } } }
            """, "lb01").Plan!;
        Assert.Equal(
            [new CheckFile("/a/program", ""), new("/a/ca.pem", null), new("/a/program", "nobody"), new("/a/client.pem", null)],
            CheckFile.Of(plan));
    }
}
