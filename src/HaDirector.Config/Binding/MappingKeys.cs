using HaDirector.Config.Yaml;
using YamlDotNet.Core.Events;

namespace HaDirector.Config.Binding;

/// <summary>Walks the keys of a mapping.</summary>
internal static class MappingKeys
{
    /// <summary>The next key, leaving the reader at its value; false after the end of the mapping, which is consumed.</summary>
    public static bool TryNext(YamlReader yaml, Label label, out string key, out Spot at)
    {
        while (yaml.Current is not MappingEnd)
        {
            at = yaml.At;
            if (yaml.Current is Scalar scalar)
            {
                key = scalar.Value;
                yaml.Advance();
                return true;
            }
            if (yaml.Current is not AnchorAlias)
                yaml.Findings.Error(DiagnosticCodes.WrongValue, at,
                    $"a key in {label.Text} should be a name, not {yaml.Kind}");
            yaml.Skip();
            yaml.Skip();
        }
        yaml.Advance();
        (key, at) = ("", default);
        return false;
    }
}
