namespace HaDirector.Linux.Capture;

/// <summary>libpcap refused something, or is not installed. Name as in SharpPcap.</summary>
/// <param name="message">What it said.</param>
public sealed class PcapException(string message) : IOException(message);
