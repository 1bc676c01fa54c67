using HaDirector.Config.Binding;
using HaDirector.Config.Language;
using HaDirector.Config.Yaml;
using HaDirector.Vrrp;

namespace HaDirector.Config.Rules;

/// <summary>Keys have one id and one secret each, and one of them signs.</summary>
internal static class HmacKeys
{
    public static void Check(RuleScope scope)
    {
        foreach (Entry<VirtualRouterDraft> router in scope.Routers)
        {
            if (router.Value.Authentication?.Value.Hmac?.Value is { Keys: { } keys } hmac) Check(scope, hmac, keys);
        }
        if (scope.File.Pair is not { } pair) return;
        if (pair.Value is { Key: not null, KeyFile: { } both })
            scope.Findings.Error(DiagnosticCodes.HmacKeys, both.At, "'pair' has both 'key' and 'key_file'", "leave one of them out");
        Open(scope, pair.Value.KeyFile);
    }

    private static void Check(RuleScope scope, HmacDraft hmac, Located<IReadOnlyList<Located<HmacKeyDraft>>> keys)
    {
        HashSet<int> ids = [];
        foreach (Located<HmacKeyDraft> key in keys.Value)
        {
            Open(scope, key.Value.File);
            if (key.Value.Id is { } id && !ids.Add(id.Value)) scope.Findings.Error(DiagnosticCodes.HmacKeys, id.At, $"key {id.Value} is there twice");
            if (key.Value.Wrong("secret") || key.Value.Wrong("file") || key.Value.Secret is null != key.Value.File is null) continue;
            scope.Findings.Error(DiagnosticCodes.HmacKeys, key.At, "a key needs either 'secret' or 'file'");
        }
        if (keys.Value.Count > HmacSpec.KeysMax)
            scope.Findings.Error(DiagnosticCodes.HmacKeys, keys.Value[HmacSpec.KeysMax].At, $"there are {keys.Value.Count} keys; {HmacSpec.KeysMax} are possible");
        if (hmac.ActiveKey is { } active && !ids.Contains(active.Value) && keys.Value.All(k => k.Value.Id is not null))
            scope.Findings.Error(DiagnosticCodes.HmacKeys, active.At, $"active_key {active.Value} is none of the keys");
    }

    private static void Open(RuleScope scope, Located<string>? file)
    {
        if (file is { } path && scope.Secrets.Open(path) is { } why)
            scope.Findings.Error(DiagnosticCodes.SecretFile, path.At, $"{path.Value} cannot be used: {Findings.Plain(why)}");
    }
}
