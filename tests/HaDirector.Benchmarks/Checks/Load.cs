using System.Globalization;

namespace HaDirector.Benchmarks.Checks;

/// <summary>What a product is asked to check, ten servers to a service.</summary>
/// <param name="Dying">Every so many-th target dies between handshake and close; 0 is none.</param>
internal sealed record Load(string Kind, int Targets, int IntervalMs, int Port, int Dying)
{
    public const int PerService = 10;

    /// <summary>Addresses whose servers die: what would end a connection never arrives there.</summary>
    public const string DyingNet = "127.2.0.0/16";

    /// <summary>Time-out of a try: shorter than the interval, as every product wants it.</summary>
    public int TimeoutMs => Math.Max(10, IntervalMs * 9 / 10);

    public int Services => (Targets + PerService - 1) / PerService;

    /// <summary>The targets of a service.</summary>
    public IEnumerable<(string Address, int Port)> Of(int service) =>
        Enumerable.Range(service * PerService, Math.Min(PerService, Targets - (service * PerService))).Select(i =>
            (string.Create(CultureInfo.InvariantCulture, $"127.{(Dying > 0 && i % Dying == 0 ? 2 : 1)}.{i / 250}.{(i % 250) + 1}"), Port));
}
