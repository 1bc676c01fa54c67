namespace HaDirector.Linux.Tests.Network;

/// <summary>A <see cref="NamespaceFactAttribute"/> with cases.</summary>
public sealed class NamespaceTheoryAttribute : TheoryAttribute
{
    public NamespaceTheoryAttribute() => Skip = new NamespaceFactAttribute().Skip;
}
