using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace HaDirector.Tests.Architecture;

/// <summary>Reads the built assemblies: a pure one must not name a type that touches the world.</summary>
public class PurityTests
{
    // Whole namespaces and single types; a member list names the members that matter of a type that is otherwise fine.
    private static readonly string[] BannedNamespaces =
    [
        "System.Net.Sockets", "System.Net.Http", "System.Threading.Channels", "System.Threading.Tasks", "System.Diagnostics",
        "System.IO", "System.Runtime.InteropServices.Marshalling", "Microsoft.Win32.SafeHandles", "Microsoft.Extensions", "Serilog",
    ];

    // Attributes and contracts of the compiler, in-memory text and the exceptions of parsers are not the world.
    private static readonly HashSet<string> Allowed =
    [
        "System.Diagnostics.DebuggableAttribute", "System.Diagnostics.DebuggableAttribute.DebuggingModes", "System.Diagnostics.DebuggerBrowsableAttribute",
        "System.Diagnostics.DebuggerBrowsableState", "System.Diagnostics.DebuggerHiddenAttribute", "System.Diagnostics.DebuggerDisplayAttribute",
        "System.Diagnostics.StackTraceHiddenAttribute", "System.Diagnostics.UnreachableException", "System.Diagnostics.ConditionalAttribute",
        "System.Diagnostics.CodeAnalysis", "System.IO.StringReader", "System.IO.StringWriter", "System.IO.TextReader", "System.IO.TextWriter",
        "System.IO.MemoryStream", "System.IO.Stream", "System.IO.IOException", "System.IO.EndOfStreamException", "System.IO.InvalidDataException",
    ];

    private static readonly HashSet<string> BannedTypes =
    [
        "System.Console", "System.DateTimeOffset::get_Now", "System.DateTimeOffset::get_UtcNow",
        "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.TimeProvider", "System.Random::get_Shared", "System.Guid::NewGuid",
        "System.Threading.Thread", "System.Threading.Timer", "System.Threading.Monitor", "System.Threading.ThreadPool", "System.Threading.SemaphoreSlim",
        "System.Security.Cryptography.RandomNumberGenerator", "System.Net.Dns", "System.Runtime.InteropServices.NativeLibrary",
    ];

    // The compiler's iterators ask which thread they are on, to give each enumeration its own state.
    private const string IteratorsThread = "System.Environment::get_CurrentManagedThreadId";

    public static TheoryData<string> PureProjects() => [.. ArrowTable.Load().Rows.Values.Where(r => r.Pure).Select(r => r.Project)];

    [Theory]
    [MemberData(nameof(PureProjects))]
    public void A_pure_assembly_names_nothing_that_touches_the_world(string project) => Assert.Empty(WorldlyNames(project));

    [Fact]
    public void The_reader_finds_worldly_names_where_they_are()
    {
        string self = typeof(PurityTests).Assembly.Location;
        Assert.Contains("System.IO.File", WorldlyNamesOf(self));
        Assert.NotEmpty(Environment.CurrentDirectory); // so that this assembly names a member that matters
        Assert.Contains("System.Environment::get_CurrentDirectory", WorldlyNamesOf(self));
    }

    private static IEnumerable<string> WorldlyNames(string project) =>
        WorldlyNamesOf(Path.Combine(AppContext.BaseDirectory, $"HaDirector.{project}.dll"));

    private static IEnumerable<string> WorldlyNamesOf(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (TypeReferenceHandle handle in metadata.TypeReferences)
        {
            string name = FullName(metadata, handle);
            if (BannedTypes.Contains(name) || (IsBannedNamespace(name) && !IsAllowed(name))) found.Add(name);
        }
        foreach (MemberReferenceHandle handle in metadata.MemberReferences)
        {
            MemberReference member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference) continue;
            string name = $"{FullName(metadata, (TypeReferenceHandle)member.Parent)}::{metadata.GetString(member.Name)}";
            if (BannedTypes.Contains(name) || (name.StartsWith("System.Environment::", StringComparison.Ordinal) && name != IteratorsThread)) found.Add(name);
        }
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            if (!method.GetImport().Module.IsNil) found.Add($"P/Invoke {metadata.GetString(method.Name)}");
        }
        return found;
    }

    private static bool IsBannedNamespace(string name) =>
        BannedNamespaces.Any(banned => name.StartsWith(banned, StringComparison.Ordinal) && name.Length > banned.Length && name[banned.Length] == '.');

    private static bool IsAllowed(string name) => Allowed.Any(a => name == a || name.StartsWith(a + ".", StringComparison.Ordinal));

    private static string FullName(MetadataReader metadata, TypeReferenceHandle handle)
    {
        TypeReference type = metadata.GetTypeReference(handle);
        string name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{FullName(metadata, (TypeReferenceHandle)type.ResolutionScope)}.{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
