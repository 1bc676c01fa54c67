using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using HaDirector.Ipvs;
using HaDirector.Model;

namespace HaDirector.Tests.Engine;

/// <summary>A value again and again, each time with one other thing in it, however deep: found by reflection, so that what is new is in it too.</summary>
internal static class PropertyVariants
{
    /// <summary>Every variant, with the path of what is different.</summary>
    public static IEnumerable<(string Path, object Value)> Of(object value, string path) => value switch
    {
        bool flag => [(path, !flag)],
        byte.MaxValue => [(path, (byte)7)],
        int.MaxValue => [(path, 7)],
        byte or short or ushort or int or uint or long or ulong or double => [(path, Convert.ChangeType(Convert.ToDouble(value) + 1, value.GetType()))],
        string text => [(path, text + "x")],
        TimeSpan time => [(path, time + TimeSpan.FromSeconds(1))],
        Enum word => [(path, Enum.GetValues(word.GetType()).Cast<object>().First(other => !other.Equals(word)))],
        IpAddress address => [(path, address == IpAddress.Parse("203.0.113.7") ? IpAddress.Parse("203.0.113.8") : IpAddress.Parse("203.0.113.7"))],
        ServiceKey key => [(path, ServiceKey.Mark(77, key.Family))],
        ReadOnlyMemory<byte> bytes => [(path, new ReadOnlyMemory<byte>([(byte)(bytes.Span[0] + 1), .. bytes.Span[1..]]))],
        IEnumerable list => OfList([.. list.Cast<object>()], value.GetType(), path),
        _ => OfProperties(value, path),
    };

    /// <summary>Paths of what is null or empty, so that nothing below it can be varied.</summary>
    public static IEnumerable<string> Holes(object? value, string path) => value switch
    {
        null => [path],
        string or Enum or IpAddress or ServiceKey or ReadOnlyMemory<byte> => [],
        IEnumerable list => list.Cast<object>().ToArray() is { Length: > 0 } elements ? elements.SelectMany(element => Holes(element, $"{path}[{element.GetType().Name}]")) : [path],
        _ => Settable(value).SelectMany(property => Holes(property.GetValue(value), $"{path}.{property.Name}")),
    };

    private static IEnumerable<(string Path, object Value)> OfList(object[] elements, Type type, string path)
    {
        Type element = type.IsArray ? type.GetElementType()! : type.GetInterfaces().First(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)).GetGenericArguments()[0];
        for (int i = 0; i < elements.Length; i++)
        {
            foreach ((string deeper, object variant) in Of(elements[i], $"{path}[{elements[i].GetType().Name}]"))
                yield return (deeper, Make([.. elements[..i], variant, .. elements[(i + 1)..]]));
        }
        yield return ($"{path}: one fewer", Make(elements[..^1]));

        object Make(object[] values)
        {
            Array array = Array.CreateInstance(element, values.Length);
            values.CopyTo(array, 0);
            return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>)
                ? Activator.CreateInstance(typeof(ListOf<>).MakeGenericType(element)) is IListMaker maker ? maker.Make(array) : throw new InvalidOperationException()
                : array;
        }
    }

    private static IEnumerable<(string Path, object Value)> OfProperties(object value, string path)
    {
        Assert.True(value.GetType().Namespace!.StartsWith("HaDirector", StringComparison.Ordinal), $"{path}: how is another {value.GetType()} made?");
        foreach (PropertyInfo property in Settable(value))
        {
            if (property.GetValue(value) is not { } held) continue;
            foreach ((string deeper, object variant) in Of(held, $"{path}.{property.Name}"))
            {
                object copy = value.GetType().GetMethod("<Clone>$") is { } clone ? clone.Invoke(value, null)! : RuntimeHelpers.GetObjectValue(value);
                property.SetValue(copy, variant);
                yield return (deeper, copy);
            }
        }
    }

    private static IEnumerable<PropertyInfo> Settable(object value) =>
        value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite && property.GetIndexParameters().Length == 0);

    private interface IListMaker
    {
        object Make(Array elements);
    }

    private sealed class ListOf<T> : IListMaker
    {
        public object Make(Array elements) => ValueList.Of<T>((T[])elements);
    }
}
