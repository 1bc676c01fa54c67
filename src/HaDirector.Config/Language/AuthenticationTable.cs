using HaDirector.Config.Binding;
using HaDirector.Config.Yaml;
using HaDirector.Vrrp;

namespace HaDirector.Config.Language;

/// <summary>Authentication of adverts as written.</summary>
internal sealed class AuthenticationDraft : Draft
{
    public Located<string>? Password { get; set; }

    public Located<HmacDraft>? Hmac { get; set; }
}

/// <summary>The HMAC trailer as written.</summary>
internal sealed class HmacDraft : Draft
{
    public Located<HmacMode>? Mode { get; set; }

    public Located<IReadOnlyList<Located<HmacKeyDraft>>>? Keys { get; set; }

    public Located<int>? ActiveKey { get; set; }

    public Located<TimeSpan>? Window { get; set; }
}

/// <summary>A key as written.</summary>
internal sealed class HmacKeyDraft : Draft
{
    public Located<int>? Id { get; set; }

    public Located<string>? Secret { get; set; }

    public Located<string>? File { get; set; }
}

/// <summary>The keys of virtual_routers.NAME.authentication.</summary>
internal static class AuthenticationTable
{
    private static readonly ChoiceShape<HmacMode> Modes =
        new("mode", ("enforce", HmacMode.Enforce), ("permissive", HmacMode.Permissive), ("off", HmacMode.Off));

    public static readonly MappingShape<HmacKeyDraft> Key = new("virtual_routers.NAME.authentication.hmac.keys",
        "a mapping such as { id: 1, file: /etc/hadirector/vrrp.key }",
        new Field<HmacKeyDraft, int>("id", Scalars.Number(1, 255), (d, v) => d.Id = v)
        {
            Required = true,
            Elsewhere = ["key_id"],
            Help = "Number of the key, as adverts carry it: the same on both directors.",
        },
        new Field<HmacKeyDraft, string>("secret", Scalars.Secret(HmacSpec.SecretMin, HmacSpec.SecretMax), (d, v) => d.Secret = v)
        {
            Elsewhere = ["key", "password"],
            Help = "The secret itself. Either this or file.",
        },
        new Field<HmacKeyDraft, string>("file", Scalars.File, (d, v) => d.File = v)
        {
            Elsewhere = ["key_file"],
            Help = "File with the secret; a line end after it does not count. Either this or secret.",
        });

    public static readonly MappingShape<HmacDraft> Hmac = new("virtual_routers.NAME.authentication.hmac",
        "a mapping such as { keys: [ { id: 1, file: /etc/hadirector/vrrp.key } ] }",
        new Field<HmacDraft, HmacMode>("mode", Modes, (d, v) => d.Mode = v)
        {
            Default = "enforce",
            Help = "enforce: what comes without a right trailer is dropped; permissive: it is counted and believed, for the time of a change; off: no trailer.",
        },
        new Field<HmacDraft, IReadOnlyList<Located<HmacKeyDraft>>>("keys", new ListShape<HmacKeyDraft>(Key, "keys", 1), (d, v) => d.Keys = v)
        {
            Required = true,
            Elsewhere = ["key"],
            Help = "Keys that are believed, at most 4: several while keys are changed.",
        },
        new Field<HmacDraft, int>("active_key", Scalars.Number(1, 255), (d, v) => d.ActiveKey = v)
        {
            Default = "(the first key)",
            Elsewhere = ["key_id"],
            Help = "Id of the key that signs.",
        },
        new Field<HmacDraft, TimeSpan>("window", Scalars.Duration("1s", "1h"), (d, v) => d.Window = v)
        {
            Default = "30s",
            Elsewhere = ["replay_window", "skew"],
            Help = "How far the sender's clock may be off, which is also how long an advert can be replayed to a director that heard nothing since.",
        });

    public static readonly MappingShape<AuthenticationDraft> Shape = new("virtual_routers.NAME.authentication",
        "a mapping such as { hmac: { keys: [ { id: 1, file: /etc/hadirector/vrrp.key } ] } }",
        new Field<AuthenticationDraft, string>("password", Scalars.Secret(1, 8), (d, v) => d.Password = v)
        {
            Elsewhere = ["auth_pass"],
            Help = "Simple text of version 2: it travels readable in each advert, so it guards against accidents only.",
        },
        new Field<AuthenticationDraft, HmacDraft>("hmac", Hmac, (d, v) => d.Hmac = v)
        {
            Elsewhere = ["auth_hmac", "ah", "auth_type"],
            Help = "HMAC-SHA256 trailer of version 3, as keepalived 2.4 sends it.",
        });
}
