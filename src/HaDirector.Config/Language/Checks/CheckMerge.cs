namespace HaDirector.Config.Language.Checks;

/// <summary>The check of a server, or a part of one: the one around it, with the keys it writes itself in their place.</summary>
internal static class CheckMerge
{
    private static readonly string[] Timing = [.. CheckTable.Shape.Fields.Select(field => field.Name).Except(CheckTable.KindNames)];

    /// <summary>The check of a server: null when neither it nor its service has one; the service's very object when the server has none.</summary>
    public static CheckDraft? Over(CheckDraft? service, CheckDraft? server)
    {
        if (server is null || service is null) return server ?? service;
        CheckDraft merged = Part(service, server);
        if (server.Ways == 0) merged.Try(service);
        return merged;
    }

    /// <summary>A part of a check: it says itself what it tries.</summary>
    public static CheckDraft Part(CheckDraft around, CheckDraft inside)
    {
        CheckDraft merged = new()
        {
            At = inside.At,
            Interval = inside.Interval ?? around.Interval,
            FastInterval = inside.FastInterval ?? around.FastInterval,
            SlowInterval = inside.SlowInterval ?? around.SlowInterval,
            Timeout = inside.Timeout ?? around.Timeout,
            Rise = inside.Rise ?? around.Rise,
            Fall = inside.Fall ?? around.Fall,
            Jitter = inside.Jitter ?? around.Jitter,
            Port = inside.Port ?? around.Port,
            Address = inside.Address ?? around.Address,
            Source = inside.Source ?? around.Source,
            Interface = inside.Interface ?? around.Interface,
            Mark = inside.Mark ?? around.Mark,
            Via = inside.Via ?? around.Via,
        };
        merged.Try(inside);
        foreach (string key in Timing)
            if (around.Wrong(key) || inside.Wrong(key)) merged.MarkWrong(key);
        return merged;
    }

    /// <summary>The checks a check is made of, as they take effect; itself when it tries one thing.</summary>
    public static IEnumerable<CheckDraft> Leaves(CheckDraft check) =>
        check.Parts.Count == 0 ? [check] : check.Parts.SelectMany(part => Leaves(Part(check, part.Value)));
}
