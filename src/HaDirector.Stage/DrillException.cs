namespace HaDirector.Stage;

/// <summary>The drill cannot go on: no lab, no directors, or a pair that does not come back.</summary>
public sealed class DrillException : Exception
{
    /// <summary>With a reason for people.</summary>
    public DrillException(string message) : base(message)
    {
    }

    /// <summary>With a reason for people and what caused it.</summary>
    public DrillException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>Without a reason.</summary>
    public DrillException() : base("the drill cannot go on")
    {
    }
}
