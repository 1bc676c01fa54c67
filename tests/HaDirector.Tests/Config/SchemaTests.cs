using System.Text.Json;
using System.Text.Json.Nodes;
using HaDirector.Config;
using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Language.Checks;
using HaDirector.Tests.Architecture;

namespace HaDirector.Tests.Config;

public class SchemaTests
{
    private static readonly JsonElement Root = JsonDocument.Parse(Schema.Render()).RootElement;

    /// <summary>The codes that speak of one value or key; the rest speaks of several together, which a schema cannot.</summary>
    private static readonly string[] OfOneValue =
        [DiagnosticCodes.MissingKey, DiagnosticCodes.WrongValue, DiagnosticCodes.UnknownKey, DiagnosticCodes.UnknownChoice];

    /// <summary>Values tried at every place of a whole file.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "false", "-1", "0", "1", "33", "99", "100", "128", "129", "255", "256", "599", "600", "65535", "65536", "1.5", "\"\"", "\"1\"", "\"x\"",
        "\"-\"", "\"a/b\"", "\"averyverylonginterfacename\"", "\"two words\"", "\"10ms\"", "\"1s\"", "\"1\\u0020s\"", "\"1.5s\"", "\"s\"", "\"1x\"",
        "\"192.0.2.1\"", "\"192.0.2.256\"", "\"192.0.2.1/24\"", "\"192.0.2.1/33\"", "\"192.0.2.1:80\"", "\"192.0.2.1:\"", "\"192.0.2\"", "\"192.0.02.1\"",
        "\"2001:db8::1\"", "\"[2001:db8::1]:80\"", "\"2001:db8::1/64\"", "\"tcp://192.0.2.1:80\"", "\"udp://[2001:db8::1]:0\"", "\"sctp://192.0.2.1\"",
        "\"icmp://192.0.2.1:1\"", "\"tcp://2001:db8::1:80\"", "\"/\"", "\"/a b\"", "\"/run/x\"", "\"200-299\"", "\"200\"", "\"20-29\"", "\"600-700\"", "\"wlc\"", "\"WLC\"", "\"dr\"", "\"nat\"",
        "\"5%\"", "\"100%\"", "\"101%\"", "\"http/2\"", "\"A\"", "\"udp\"", "\"a\\\\x4\"", "\"a\\\\x4f\"", "\"a\\u00ff\"", "0.1",
        "\"drain\"", "\"gre\"", "\"always\"", "\"sip\"", "\"mark:7\"", "\"tcp://192.0.2.1:80-90\"", "\"0-3,5\"", "2", "\"kernel\"", "\"off\"", "\"ipv6\"", "\"rfc9568\"", "\"port\"", "\"keep\"", "[]", "[1]", "[\"192.0.2.1\"]", "{}", "{\"lb01\":1}", "{\"lb01\":\"eth0\"}",
        "{\"x\":{}}", "{\"address\":\"192.0.2.1\"}", "[{\"address\":\"192.0.2.1\"}]", "[{\"adress\":\"192.0.2.1\"}]",
    ];

    [Fact]
    public void It_is_the_one_that_was_reviewed() => Golden.Equal("schema.json", Schema.Render());

    [Fact]
    public void It_accepts_the_whole_language() => Assert.True(JsonSchema.Accepts(Root, Whole().Deserialize<JsonElement>()));

    /// <summary>JSON is YAML, so both judge the very same text.</summary>
    [Fact]
    public void Schema_and_binder_judge_every_value_at_every_place_alike()
    {
        int tried = 0;
        List<string> differences = [];
        foreach (string place in Places(Whole(), ""))
        {
            JsonNode around = Around(place);
            foreach (string value in Values)
            {
                JsonNode document = around.DeepClone();
                Put(document, place, value);
                string text = document.ToJsonString();
                bool bySchema = JsonSchema.Accepts(Root, JsonDocument.Parse(text).RootElement);
                List<Diagnostic> findings = [.. ConfigFile.Load(text, "f", null).Diagnostics.Where(d => OfOneValue.Contains(d.Code))];
                // Bounds and steps of durations, the order of a range and the exact form of IPv6 are beyond patterns.
                if (findings.Any(d => d.Message.Contains("should be a duration", StringComparison.Ordinal)) && bySchema) continue;
                // Written only when the mode asks for it: two values together.
                findings.RemoveAll(d => d.Message.EndsWith("missing in 'connection_sync'", StringComparison.Ordinal));
                tried++;
                if (bySchema != (findings.Count == 0))
                    differences.Add($"{place} = {value}: schema {bySchema}, binder {(findings.Count == 0 ? "accepts" : findings[0].Message)}");
            }
        }
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(20)));
        Assert.True(tried > 2000);
    }

    [Fact]
    public void A_key_of_no_table_is_refused_by_both_in_every_mapping()
    {
        foreach (string place in Places(Whole(), "").Where(p => At(Whole(), p) is JsonObject).Append(""))
        {
            JsonNode document = Whole();
            ((JsonObject)At(document, place)!)["qqqqqqqqqq"] = JsonNode.Parse("[ [ 1 ] ]");
            Assert.False(JsonSchema.Accepts(Root, document.Deserialize<JsonElement>()), place);
            Assert.True(ConfigFile.Load(document.ToJsonString(), "f", null).Errors > 0, place);
        }
    }

    [Fact]
    public void Every_table_is_part_of_the_language()
    {
        string schema = Schema.Render();
        foreach (ITable table in Tables.All)
        {
            Assert.All(table.Fields, f => Assert.Contains($"\"{f.Name}\": {{", schema, StringComparison.Ordinal));
            Assert.All(table.Fields, f => Assert.Contains(f.Help.Replace("\\", "\\\\", StringComparison.Ordinal), schema, StringComparison.Ordinal));
        }
        int inSchema = schema.Split("\"description\":").Length - 1;
        // Addresses are excluded ones, too; five kinds are tracked by name; a sorry server is a server; TLS is part of three kinds; a JSON value is wanted
        // of an HTTP and an HTTPS check and of the requests of each; a tunnel is of a service, a server and a sorry server.
        Assert.Equal(
            Tables.All.Sum(t => t.Fields.Count) + VirtualAddressTable.Whole.Fields.Count + (4 * TrackUseTables.Named.Fields.Count)
            + ServerTable.Shape.Fields.Count + (2 * TlsTable.Options.Fields.Count) + (3 * HttpRequestTable.Json.Fields.Count) + HttpRequestTable.Shape.Fields.Count
            + (2 * TunnelTable.Whole.Fields.Count),
            inSchema);
    }

    [Fact]
    public void Every_key_is_documented_with_its_default()
    {
        string documentation = Repository.Read("docs", "configuration.md");
        foreach (ITable table in Tables.All)
        {
            int start = documentation.IndexOf($"\n## `{table.Title}`\n", StringComparison.Ordinal);
            Assert.True(start >= 0, $"no section '{table.Title}'");
            int end = documentation.IndexOf("\n## ", start + 4, StringComparison.Ordinal);
            string section = documentation[start..(end < 0 ? documentation.Length : end)];
            foreach (Field field in table.Fields)
            {
                string row = section.Split('\n').FirstOrDefault(l => l.StartsWith($"| `{field.Name}` |", StringComparison.Ordinal)) ?? "";
                Assert.True(row.Length > 0, $"{table.Title}: no row for {field.Name}");
                string expected = field.Required ? "required" : field.Default is null ? "none" : field.Default.Trim('(', ')');
                Assert.Contains(expected, row.Split('|')[3], StringComparison.Ordinal);
            }
            Assert.Equal(table.Fields.Count, section.Split('\n').Count(l => l.StartsWith("| `", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Every_code_is_explained_and_no_other()
    {
        string[] explained = [.. Repository.Read("docs", "diagnostics.md").Split('\n').Where(l => l.StartsWith("### HAD", StringComparison.Ordinal)).Select(l => l[4..])];
        Assert.Equal(DiagnosticCodes.All.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}: {c.Value}"), explained);
    }

    private static JsonNode Whole() => JsonNode.Parse(
        """
        { "directors": { "lb01": { "address": "192.0.2.11" } },
          "virtual_routers": { "web": { "interface": { "lb01": "eth0" }, "virtual_router_id": 51, "priority": { "lb01": 150 }, "advert_interval": "100ms",
            "preempt": true, "checksum": "rfc5798", "addresses": [ "192.0.2.80/24", { "address": "192.0.2.81", "interface": "eth1", "scope": "link", "label": "a", "detect_duplicates": true } ],
            "excluded_addresses": [ "192.0.2.90" ], "version": 3, "preempt_delay": "1s", "startup_delay": "1s", "profile": "director",
            "unicast": { "peers": [ "192.0.2.12" ], "source": "192.0.2.11", "check_source": true, "hop_limit": 255, "allow_unauthenticated": true },
            "authentication": { "password": "pass", "hmac": { "mode": "enforce", "keys": [ { "id": 1, "secret": "sixteen-characters" }, { "id": 2, "file": "/etc/key" } ], "active_key": 1, "window": "30s" } },
            "foreign_peer": false, "accept": true, "fence": "auto", "virtual_mac": "vrrp.51", "announce": { "repeat": 5, "again": "1s", "refresh": "0s", "pace": "1ms" },
            "routes": [ { "to": "10.0.0.0/8", "via": "192.0.2.1", "interface": "eth0", "source": "192.0.2.80", "table": 254, "metric": 1, "scope": "global" } ],
            "rules": [ { "from": "192.0.2.80/32", "to": "10.0.0.0/8", "interface": "eth0", "mark": 1, "table": 100, "preference": 1 } ],
            "track": { "interfaces": [ "eth1", { "name": { "lb01": "eth2" }, "weight": 1, "reverse": true, "up_delay": "1s", "down_delay": "1s" } ],
              "routes": [ "10.0.0.0/8", { "to": "10.0.0.0/8", "table": 1, "weight": 1, "reverse": true } ],
              "source_addresses": [ "192.0.2.11", { "address": "192.0.2.11", "weight": 1, "reverse": true } ],
              "bfd": [ "link" ], "routers": [ "mail" ], "services": [ "web", { "name": "web", "minimum": 1, "weight": 1, "reverse": true } ],
              "scripts": [ { "name": "chk", "weight": 1, "reverse": true } ], "files": [ "load" ], "processes": [ "ngx" ] },
            "bfd": "link", "on_address_removed": "yield" } },
          "sync_groups": { "all": [ "web", "mail" ] },
          "foreign_virtual_routers": [ { "interface": "eth0", "virtual_router_ids": [ 7 ] } ],
          "tracks": { "scripts": { "chk": { "command": [ "/bin/true", "x" ], "interval": "1s", "timeout": "1s", "rise": 1, "fall": 1, "user": "nobody" } },
            "files": { "load": { "path": "/run/load" } }, "processes": { "ngx": { "process": "nginx", "minimum": 1, "maximum": 2, "up_delay": "1s", "down_delay": "1s" } }, "stale": "keep" },
          "bfd": { "link": { "peer": "192.0.2.12", "local": "192.0.2.11", "interface": "eth0", "interval": "10ms", "receive_interval": "10ms", "multiplier": 3, "multihop": false, "hop_limit": 255, "passive": false } },
          "pair": { "port": 8112, "key": "sixteen-characters", "key_file": "/etc/key" }, "restart": { "preempt_after_crash": "60s" },
          "services": { "web": { "address": "tcp://192.0.2.80:80", "family": "ipv4", "mark": 5, "scheduler": "mh", "scheduler_flags": [ "port" ], "forwarding": "nat",
            "one_packet": false, "persistence": { "timeout": "300s", "granularity": 24, "engine": "sip" }, "tunnel": { "type": "gue", "port": 6080, "checksum": "remote" },
            "addresses": [ "tcp://192.0.2.80:80", "udp://[2001:db8::1]:8000-8010", "mark:5", "mark6:6" ], "on_failure": "drain",
            "start": "up", "drain": "30s", "slow_start": { "duration": "20s", "aggression": 1.5, "min": "10%" }, "panic": "50%",
            "latency_weights": { "min": "50%", "max": "150%", "half_life": "10s" }, "quorum": { "minimum": 2, "hysteresis": 1 },
            "flap_damping": { "failures": 3, "window": "1m", "hold": "10s", "hold_max": "5m" }, "sorry_server": { "address": "192.0.2.99" },
            "check": { "tcp": { "send": "PING", "expect": "PONG", "expect_regex": "P.NG", "connect": "full" },
              "tls": { "server_name": "a", "verify": true, "ca_file": "/etc/ca", "min_days_left": 7, "certificate_file": "/etc/cert", "alpn": "h2" },
              "http": { "path": "/", "method": "GET", "headers": { "Accept": "text" }, "send": "x", "host": "a", "status": "200-299", "body": "ok",
                "body_sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "body_json": { "pointer": "/a", "equals": "b" },
                "version": "http/2", "redirects": 1, "requests": [ { "path": "/", "status": [ 200, "300-399" ] } ] },
              "https": { "path": "/", "tls": { "min_days_left": 7 } }, "grpc": { "service": "a", "host": "a", "tls": {} },
              "dns": { "name": "a", "type": "AAAA", "transport": "tcp", "response": "nxdomain", "answers": [ "a" ] },
              "udp": { "send": "a", "expect": "a", "expect_regex": "a", "answer_required": false }, "icmp": { "payload": 8 },
              "smtp": { "hello": "a", "starttls": true, "tls": {} }, "script": { "command": [ "/bin/true" ], "user": "nobody" }, "file": { "path": "/run/x" },
              "agent": { "send": "a" }, "bfd": { "session": "link" }, "all": [ { "any": [ { "tcp": {}, "interval": "5s" } ] } ], "any": [ { "file": "/run/x" } ],
              "interval": "1s", "fast_interval": "1s", "slow_interval": "1s", "timeout": "1s", "rise": 1, "fall": 1, "jitter": "10%", "port": 80,
              "address": "192.0.2.1", "source": { "lb01": "192.0.2.11" }, "interface": "eth0", "mark": 1 },
            "servers": [ { "address": "192.0.2.21", "weight": 1, "upper_threshold": 1, "lower_threshold": 1, "forwarding": "tun", "tunnel": "gre", "backup": false, "check": { "tcp": null } } ] } },
          "mass_failure": { "policy": "believe", "share": "80%", "hosts": 4, "window": "2s", "hold_max": "10s" }, "maintenance_folder": "/run/maintenance",
          "connection_sync": { "mode": "kernel", "interface": "eth1", "sync_id": 1 },
          "ipvs": { "required": false, "on_stop": "keep", "foreign": "remove", "conn_tab_bits": 20, "timeouts": { "tcp": "900s", "tcp_fin": "120s", "udp": "300s" },
            "settings": { "conntrack": true, "drop_entry": "automatic", "sync_threshold": "3 50", "sync_ports": 4, "sync_refresh_period": "10s", "est_cpulist": "0-3,5", "est_nice": -5, "conn_reuse_mode": 1 } },
          "control": { "socket": "/run/x", "metrics": "127.0.0.1:9100" } }
        """)!;

    /// <summary>What a place needs around it, for the sake of speed.</summary>
    private static JsonNode Around(string place)
    {
        string[] path = place.Split('/', StringSplitOptions.RemoveEmptyEntries);
        JsonNode document = Whole();
        Leave((JsonObject)document, ["directors", path[0]]);
        if (path is ["virtual_routers", "web", string key, ..])
            Leave((JsonObject)document["virtual_routers"]!["web"]!, ["interface", "virtual_router_id", "priority", "addresses", key]);
        if (path is ["services", "web", "check", string kind, ..]) Leave((JsonObject)document["services"]!["web"]!["check"]!, [kind]);
        return document;

        static void Leave(JsonObject mapping, string[] keys)
        {
            foreach (string other in mapping.Select(p => p.Key).Except(keys).ToArray()) mapping.Remove(other);
        }
    }

    private static IEnumerable<string> Places(JsonNode node, string path)
    {
        IEnumerable<(string, JsonNode?)> children = node switch
        {
            JsonObject o => o.Select(p => (p.Key, p.Value)),
            JsonArray a => a.Select((v, i) => (i.ToString(), v)),
            _ => [],
        };
        foreach ((string name, JsonNode? child) in children)
        {
            yield return $"{path}/{name}";
            if (child is null) continue;
            foreach (string below in Places(child, $"{path}/{name}")) yield return below;
        }
    }

    private static JsonNode? At(JsonNode node, string place)
    {
        JsonNode? at = node;
        foreach (string name in place.Split('/', StringSplitOptions.RemoveEmptyEntries)) at = at is JsonArray a ? a[int.Parse(name)] : at![name];
        return at;
    }

    private static void Put(JsonNode document, string place, string value)
    {
        int last = place.LastIndexOf('/');
        JsonNode parent = At(document, place[..last])!;
        if (parent is JsonArray array) array[int.Parse(place[(last + 1)..])] = JsonNode.Parse(value);
        else parent[place[(last + 1)..]] = JsonNode.Parse(value);
    }
}
