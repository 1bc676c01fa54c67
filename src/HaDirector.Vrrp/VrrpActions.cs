namespace HaDirector.Vrrp;

/// <summary>The actions of one step, in the order in which they must be executed. Made once, used for ever: never allocates.</summary>
public sealed class VrrpActions
{
    /// <summary>Most actions that one step or adoption gives.</summary>
    public const int Capacity = 6;

    private readonly VrrpAction[] _items = new VrrpAction[Capacity];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>One of them; <paramref name="index"/> is less than <see cref="Count"/>.</summary>
    public ref readonly VrrpAction this[int index] => ref _items.AsSpan(0, Count)[index];

    /// <summary>Forgets all. <see cref="VrrpInstance.Step"/> begins with this, so a caller need not.</summary>
    public void Clear() => Count = 0;

    internal void Add(VrrpAction action) => _items[Count++] = action;
}
