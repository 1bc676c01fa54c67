using HaDirector.Engine;
using HaDirector.Engine.Applying;

namespace HaDirector.Daemon.Applying;

/// <summary>Who holds the plan in force and hands it to everybody.</summary>
internal interface IPlanHolder
{
    /// <summary>The plan in force.</summary>
    Plan InForce { get; }

    /// <summary>Puts another one in force, and asks everybody to say that he follows it.</summary>
    /// <returns>Its number; 0 when the VRRP process does not take it.</returns>
    uint Follow(Plan plan);

    /// <summary>How the director stands.</summary>
    Standing Stand();

    /// <summary>Takes word that the plan in force stays, and is in the place where the next start reads it.</summary>
    void Kept(byte[] content);
}
