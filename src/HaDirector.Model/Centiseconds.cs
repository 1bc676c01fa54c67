namespace HaDirector.Model;

/// <summary>A VRRP interval in hundredths of a second, the unit on the wire (RFC 9568 section 5.2.7).</summary>
public readonly record struct Centiseconds(int Value)
{
    /// <summary>The smallest interval the 12-bit field carries; zero is refused (erratum 8301).</summary>
    public const int Smallest = 1;

    /// <summary>The largest interval the 12-bit field carries.</summary>
    public const int Largest = 4095;

    /// <summary>The largest interval of version 2: 255 seconds in an 8-bit field.</summary>
    public const int LargestOfVersion2 = 25500;

    /// <summary>The same interval as a time span.</summary>
    public TimeSpan ToTimeSpan() => new(Value * 100_000L);

    /// <inheritdoc/>
    public override string ToString() => $"{Value * 10}ms";
}
