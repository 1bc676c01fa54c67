using HaDirector.Health;
using HaDirector.Model;

namespace HaDirector.Engine;

/// <summary>How a real server of a service stands.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Address">Address and port of the server.</param>
/// <param name="Verdict">What its check concludes; up when it has none.</param>
/// <param name="InTable">Whether it is in the desired table.</param>
/// <param name="Weight">Weight it is to have there; 0 when it is not in the table.</param>
public readonly record struct ServerState(string Service, IpEndpoint Address, Verdict Verdict, bool InTable, int Weight);
