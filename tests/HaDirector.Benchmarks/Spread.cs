namespace HaDirector.Benchmarks;

/// <summary>Mean, percentiles and extremes of a set of figures.</summary>
internal sealed record Spread(int Count, double Mean, double P50, double P99, double P999, double Max)
{
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) return new Spread(0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        double At(double share) => sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)];
        return new Spread(sorted.Length, sorted.Average(), At(0.5), At(0.99), At(0.999), sorted[^1]);
    }
}
