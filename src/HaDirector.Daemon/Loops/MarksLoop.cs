using HaDirector.Engine;
using HaDirector.Engine.Marks;
using HaDirector.Linux.Processes;
using HaDirector.Model;
using Serilog;

namespace HaDirector.Daemon.Loops;

/// <summary>Keeps the table of nftables that marks and masquerades as the plan wants it: in one step when the plan changes, and by looking at it again and again.</summary>
internal sealed class MarksLoop(Conditions conditions, ILogger log, Action<string, Exception> failed) : Loop("marks", failed)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);

    private volatile Plan? _plan;
    private Plan? _done;
    private string? _script; // what the plan in force asks for
    private string? _listing; // of the table after it was put in place; null while it is not there as it should be
    private bool _ours = true; // an earlier life may have left it
    private Instant _next = Instant.Never;

    /// <summary>Goes over to a plan.</summary>
    public void Follow(Plan plan)
    {
        _plan = plan;
        Wake();
    }

    /// <inheritdoc/>
    protected override Instant Turn(Instant now)
    {
        if (_plan is { } plan && !ReferenceEquals(plan, _done))
        {
            string? script = MarkTable.Make(plan);
            bool other = _done is null || script != _script;
            (_done, _script) = (plan, script);
            if (other) return _next = Put(now);
        }

        if (now >= _next) _next = Look(now);
        return _next;
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (_script is not null && _done!.Ipvs.RemoveOnStop) Nft.Run(MarkTable.Remove);
    }

    private Instant Put(Instant now)
    {
        if (_script is null) return TakeAway();
        string? why = Nft.Run(_script);
        if (why is null) why = Nft.TryList(MarkTable.Name, out _listing);
        else _listing = null;
        conditions.Set(why is not null, ConditionCatalogue.MarksRefused, "", why ?? "");
        if (why is null) log.Information("packets are marked and masqueraded as the plan says, by the table {Table}", MarkTable.Name);
        _ours = true;
        return now + LookInterval;
    }

    private Instant TakeAway()
    {
        conditions.Clear(ConditionCatalogue.MarksRefused);
        conditions.Clear(ConditionCatalogue.MarksDrift);
        if (_ours && Nft.Path is not null) Nft.Run(MarkTable.Remove);
        (_ours, _listing) = (false, null);
        return Instant.Never;
    }

    private Instant Look(Instant now)
    {
        if (_script is null) return Instant.Never;
        if (_listing is not null)
        {
            string? why = Nft.TryList(MarkTable.Name, out string? found);
            if (why is null && found == _listing)
            {
                conditions.Clear(ConditionCatalogue.MarksDrift);
                return now + LookInterval;
            }

            // That nft could not look says nothing of the table, and to put it in place once more does no harm.
            if (why is null || Nft.SaysNone(why))
                conditions.Raise(ConditionCatalogue.MarksDrift, "", $"somebody else {(why is null ? "changed" : "removed")} the table {MarkTable.Name} of nftables; it is put right");
            else log.Warning("the table {Table} of nftables could not be read and is put in place once more: {Reason}", MarkTable.Name, why);
        }

        return Put(now);
    }
}
