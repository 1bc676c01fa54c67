namespace HaDirector.Config.Language;

/// <summary>The check of a server: the service's, with the keys the server writes itself in their place.</summary>
internal static class CheckMerge
{
    /// <summary>Null when neither has one; the service's very object when the server has none.</summary>
    public static CheckDraft? Over(CheckDraft? service, CheckDraft? server)
    {
        if (server is null || service is null) return server ?? service;
        bool ownKind = server.Tcp is not null || server.Http is not null;
        CheckDraft merged = new()
        {
            At = server.At,
            Tcp = ownKind ? server.Tcp : service.Tcp,
            Http = ownKind ? server.Http : service.Http,
            Interval = server.Interval ?? service.Interval,
            Timeout = server.Timeout ?? service.Timeout,
            Rise = server.Rise ?? service.Rise,
            Fall = server.Fall ?? service.Fall,
            Port = server.Port ?? service.Port,
        };
        merged.MarkWrongOf(service);
        merged.MarkWrongOf(server);
        return merged;
    }
}
