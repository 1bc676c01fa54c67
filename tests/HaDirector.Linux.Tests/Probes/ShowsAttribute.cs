namespace HaDirector.Linux.Tests.Probes;

/// <summary>Says what a test of a probe shows; <see cref="CaseMatrixTests"/> counts them.</summary>
/// <param name="kind">Kind of check.</param>
/// <param name="cases">What its server does, in the words of <see cref="CaseMatrixTests.Cases"/>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ShowsAttribute(string kind, params string[] cases) : Attribute
{
    public string Kind { get; } = kind;

    public string[] Cases { get; } = cases;
}
