using System.Collections.Frozen;

namespace HaDirector.Config;

/// <summary>Every code a finding can carry. A code never changes its meaning;
/// docs/diagnostics.md explains each (a test compares).</summary>
public static class DiagnosticCodes
{
    internal const string MissingKey = "HAD1001";
    internal const string WrongValue = "HAD1002";
    internal const string UnknownKey = "HAD1003";
    internal const string UnknownChoice = "HAD1004";
    internal const string KeyTwice = "HAD1005";
    internal const string Syntax = "HAD1006";
    internal const string Tab = "HAD1007";
    internal const string Empty = "HAD1008";
    internal const string NotText = "HAD1009";
    internal const string Unreadable = "HAD1010";
    internal const string TooLarge = "HAD1011";
    internal const string SecondDocument = "HAD1012";
    internal const string AnchorOrTag = "HAD1013";
    internal const string TooManyFindings = "HAD1014";

    internal const string VirtualRouterIdTwice = "HAD1101";
    internal const string EqualPriorities = "HAD1102";
    internal const string VirtualAddressTwice = "HAD1103";
    internal const string TooManyAddresses = "HAD1104";
    internal const string RouterFamily = "HAD1105";
    internal const string UnknownDirector = "HAD1106";
    internal const string NoValueForDirector = "HAD1107";
    internal const string DirectorNotInFile = "HAD1108";
    internal const string SyncWithoutRouter = "HAD1109";
    internal const string NotYet = "HAD1110";
    internal const string ServiceTwice = "HAD1111";
    internal const string AddressNotHeld = "HAD1112";
    internal const string PortZero = "HAD1113";
    internal const string AddressOrMark = "HAD1114";
    internal const string OnePacketWithoutUdp = "HAD1115";
    internal const string TimeoutOverInterval = "HAD1116";
    internal const string Thresholds = "HAD1117";
    internal const string MetricsOnVirtualAddress = "HAD1118";
    internal const string MixedFamilies = "HAD1119";
    internal const string BadPattern = "HAD1120";
    internal const string ServerPort = "HAD1121";
    internal const string ServerTwice = "HAD1122";
    internal const string SchedulerFlags = "HAD1123";
    internal const string CheckKind = "HAD1124";
    internal const string CheckPort = "HAD1125";
    internal const string Granularity = "HAD1126";
    internal const string IntervalOfVersion = "HAD1127";
    internal const string AuthenticationOfVersion = "HAD1128";
    internal const string UnicastPeers = "HAD1129";
    internal const string UnauthenticatedRoute = "HAD1130";
    internal const string OwnerTracked = "HAD1131";
    internal const string UnknownName = "HAD1132";
    internal const string StrictProfile = "HAD1133";
    internal const string HmacKeys = "HAD1134";
    internal const string SecretFile = "HAD1135";
    internal const string SyncGroups = "HAD1136";
    internal const string BfdSession = "HAD1137";
    internal const string InstanceName = "HAD1138";
    internal const string RouteFamily = "HAD1139";
    internal const string Script = "HAD1140";
    internal const string TrackCircle = "HAD1141";
    internal const string OwnersInGroup = "HAD1142";
    internal const string CheckKeys = "HAD1143";
    internal const string CheckFile = "HAD1144";
    internal const string Intervals = "HAD1145";
    internal const string Quorum = "HAD1146";
    internal const string SorryServer = "HAD1147";
    internal const string BackupOnly = "HAD1148";
    internal const string HoldTimes = "HAD1149";
    internal const string Tunnel = "HAD1150";
    internal const string PersistenceEngine = "HAD1151";
    internal const string ServiceGroup = "HAD1152";
    internal const string SchedulerFit = "HAD1153";
    internal const string MarkedPackets = "HAD1154";
    internal const string Masquerade = "HAD1155";

    internal const string OutOfReach = "HAD1201";
    internal const string InterfaceMissing = "HAD1202";

    /// <summary>Codes and what each says in a few words.</summary>
    public static FrozenDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        [MissingKey] = "a required key is missing",
        [WrongValue] = "a value has the wrong type or is out of range",
        [UnknownKey] = "a key is not known",
        [UnknownChoice] = "a value is not one of the known names",
        [KeyTwice] = "a key or name is written twice",
        [Syntax] = "the text is not YAML",
        [Tab] = "a tab indents a line",
        [Empty] = "the file says nothing",
        [NotText] = "the file is not UTF-8 text",
        [Unreadable] = "the file cannot be read",
        [TooLarge] = "the file is too large or nested too deep",
        [SecondDocument] = "the file holds more than one document",
        [AnchorOrTag] = "anchors, aliases and tags are not part of the language",
        [TooManyFindings] = "further findings were left out",
        [VirtualRouterIdTwice] = "two virtual routers share a virtual_router_id on one interface",
        [EqualPriorities] = "two directors have the same priority",
        [VirtualAddressTwice] = "a virtual address is named twice",
        [TooManyAddresses] = "a virtual router has too many addresses",
        [RouterFamily] = "a virtual router of version 2 has IPv6 addresses",
        [UnknownDirector] = "a name is none of the directors",
        [NoValueForDirector] = "a director has no value",
        [DirectorNotInFile] = "this director is not in the file",
        [SyncWithoutRouter] = "connection sync has no virtual router to follow",
        [NotYet] = "not supported in this version",
        [ServiceTwice] = "two services have the same address or mark",
        [AddressNotHeld] = "no virtual router holds the address of a service",
        [PortZero] = "port 0 without persistence",
        [AddressOrMark] = "a service needs an address or a firewall mark, not both",
        [OnePacketWithoutUdp] = "one_packet without UDP",
        [TimeoutOverInterval] = "the timeout of a check is not shorter than its interval",
        [Thresholds] = "lower_threshold is above upper_threshold",
        [MetricsOnVirtualAddress] = "metrics would be served on a virtual address",
        [MixedFamilies] = "a server's address family differs from its service's",
        [BadPattern] = "a regular expression cannot be used",
        [ServerPort] = "a server cannot have this port",
        [ServerTwice] = "a server is named twice in one service",
        [SchedulerFlags] = "scheduler_flags with a scheduler that has none",
        [CheckKind] = "a check needs exactly one kind",
        [CheckPort] = "a check has no port to talk to",
        [Granularity] = "granularity is out of range for the family",
        [IntervalOfVersion] = "advert_interval does not fit the version",
        [AuthenticationOfVersion] = "the version has no such authentication",
        [UnicastPeers] = "a unicast virtual router has no peer, or too many",
        [UnauthenticatedRoute] = "forwarded adverts would be believed without HMAC",
        [OwnerTracked] = "the priority of the address owner would be moved",
        [UnknownName] = "a name is none of the file",
        [StrictProfile] = "the strict profile has no such thing",
        [HmacKeys] = "keys are not given once and whole",
        [SecretFile] = "a file with a secret cannot be used",
        [SyncGroups] = "a virtual router is in two sync groups",
        [BfdSession] = "a BFD session is not complete",
        [InstanceName] = "a name that is made for a virtual router is too long or taken",
        [RouteFamily] = "a route or rule is of two families, or there are too many",
        [TrackCircle] = "virtual routers track each other in a circle",
        [OwnersInGroup] = "a sync group has address owners and others",
        [Script] = "a script or process cannot be run or tracked so",
        [CheckKeys] = "keys of a check do not go together",
        [CheckFile] = "a file that a check needs cannot be used",
        [Intervals] = "the intervals of a check are out of order",
        [Quorum] = "a quorum can never be gained or lost",
        [SorryServer] = "a sorry server is like the others",
        [BackupOnly] = "a service has backup servers only",
        [HoldTimes] = "a hold time is above its greatest",
        [Tunnel] = "a tunnel does not go with its service, or has what its type does not know",
        [PersistenceEngine] = "a persistence engine for something that is not UDP",
        [ServiceGroup] = "a service has too many addresses and ports",
        [SchedulerFit] = "a scheduler does not fit the weights or addresses of its service",
        [MarkedPackets] = "packets cannot be given a mark",
        [Masquerade] = "masquerade has nothing to work on",
        [OutOfReach] = "a virtual address is outside its interface's networks",
        [InterfaceMissing] = "an interface is missing on this host",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
