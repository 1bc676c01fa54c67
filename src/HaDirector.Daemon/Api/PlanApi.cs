using HaDirector.Config;
using HaDirector.Control;
using HaDirector.Daemon.Applying;
using HaDirector.Daemon.Configuration;
using HaDirector.Engine;
using HaDirector.Ipvs;
using HaDirector.Linux.Netlink;

namespace HaDirector.Daemon.Api;

/// <summary>Files that are to be judged or applied, as the control socket asks for it.</summary>
/// <param name="state">What runs.</param>
/// <param name="director">Name of this director.</param>
/// <param name="desk">Applies.</param>
/// <param name="ask">Has something done by the director's main thread; false when it cannot take it.</param>
internal sealed class PlanApi(DirectorState state, string director, ApplyDesk desk, Func<Action, bool> ask) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _loading = new(1); // one at a time: each may be of many megabytes

    /// <inheritdoc/>
    public void Dispose() => _loading.Dispose();

    /// <summary>What a file would change; null when too many ask.</summary>
    public async Task<PlanReport?> Plan(ReadOnlyMemory<byte> content, string file, bool all, CancellationToken end)
    {
        if (!await _loading.WaitAsync(Patience, end).ConfigureAwait(false)) return null;
        try
        {
            LoadResult loaded = Load(content, file);
            PlanReport report = PlanReports.Of(file, director, loaded, state.Plan, all, DateTimeOffset.UtcNow);
            return loaded.Plan is { } plan ? report with { Kernel = Kernel(plan, all) } : report;
        }
        finally
        {
            SpentMemory.ReleaseSoon(content.Length);
            _loading.Release();
        }
    }

    /// <summary>Applies a file; answers when it is in force, or not. Null when too many ask.</summary>
    public async Task<ApplyReport?> Apply(byte[] content, string file, TimeSpan? confirm, TimeSpan? watch, JournalAuthor by, CancellationToken end)
    {
        if (!await _loading.WaitAsync(Patience, end).ConfigureAwait(false)) return null;
        LoadResult loaded;
        PlanReport report;
        try
        {
            loaded = Load(content, file);
            report = PlanReports.Of(file, director, loaded, state.Plan, all: false, DateTimeOffset.UtcNow);
        }
        finally
        {
            _loading.Release();
        }
        if (loaded.Plan is not { } plan)
        {
            _ = ask(() => desk.Refuse(file, by, loaded));
            return new ApplyReport { At = report.At, Outcome = ApplyOutcome.Refused, Reason = $"{loaded.Errors} error(s)", Plan = report };
        }
        ApplyRequest request = new(plan, content, file, by, confirm, watch);
        return await Asked(answer => desk.Begin(request, answer), end).ConfigureAwait(false) is { } done ? done with { Plan = report } : null;
    }

    /// <summary>Confirms what waits for it.</summary>
    public Task<ApplyReport?> Confirm(JournalAuthor by, CancellationToken end) => Asked(answer => desk.Confirm(by, answer), end);

    /// <summary>Brings the plan of before back.</summary>
    public Task<ApplyReport?> Withdraw(JournalAuthor by, CancellationToken end) => Asked(answer => desk.Withdraw(by, answer), end);

    /// <summary>The newest entries of the journal.</summary>
    public JournalList Journal(int count) => new() { Entries = JournalFiles.Read(state.Options.StateDirectory, count) };

    private LoadResult Load(ReadOnlyMemory<byte> content, string file) => ConfigFile.Load(content, file, director, secrets: SecretFiles.Read);

    private async Task<ApplyReport?> Asked(Action<TaskCompletionSource<ApplyReport>> what, CancellationToken end)
    {
        TaskCompletionSource<ApplyReport> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return ask(() => what(answer)) ? await answer.Task.WaitAsync(end).ConfigureAwait(false) : null;
    }

    private static Func<ServiceKey, bool> OfOthers(string runDirectory)
    {
        NeighbourServices neighbours = NeighbourServices.Read(runDirectory);
        return key => ProbePaths.IsOurs(key) || neighbours.Has(key);
    }

    private KernelPlanReport Kernel(Plan plan, bool all)
    {
        if (state.Ipvs.Report.Available != true && plan.Services.Count == 0) return new KernelPlanReport(false, "neither needs ip_vs", 0, []);
        if (state.KernelTable.Read() is not { Table: { } table }) return new KernelPlanReport(false, "the kernel's table cannot be read", 0, []);
        IpvsTable desired = state.Ipvs.Preview(plan, state.Services.Preview(plan));
        return PlanReports.Kernel(plan, desired, table.ToTable(), state.Ipvs.Owns, OfOthers(state.Options.RunDirectory), all, null);
    }
}
