namespace HaDirector.Vrrp;

/// <summary>Adverts and addresses under the virtual router's own Ethernet address 00-00-5E-00-01/02-VRID (RFC 9568 section 7.3).</summary>
/// <param name="Interface">Name of the macvlan that is made for it, at most 15 characters.</param>
public sealed record VirtualMacSpec(string Interface);
