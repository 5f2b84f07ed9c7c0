using System.Collections;
using System.Runtime.CompilerServices;

namespace EventOps.Model.Tests;

/// <summary>Facts and intents are compared again and again: with what was, and by a replay with what a journal holds.</summary>
public sealed class EqualityTests
{
    public static TheoryData<Type> WithLists =>
    [
        .. typeof(Intent).Assembly.GetExportedTypes()
            .Where(t => !t.IsAbstract && (t.IsAssignableTo(typeof(Intent)) || t.IsAssignableTo(typeof(IFact))))
            .Where(t => t.GetProperties().Any(p => p.PropertyType != typeof(string) && p.PropertyType.IsAssignableTo(typeof(IEnumerable)) && p.CanWrite)),
    ];

    /// <summary>Lists that hold the same are not equal by themselves.</summary>
    [Theory]
    [MemberData(nameof(WithLists))]
    public void What_holds_lists_is_compared_by_what_they_hold(Type type) =>
        Assert.Null(Attribute.GetCustomAttribute(type.GetMethod(nameof(Equals), [type])!, typeof(CompilerGeneratedAttribute)));

    [Fact]
    public void The_same_devices_in_another_list_are_the_same()
    {
        Assert.Equal(new ShowDisks(LvmHiding.Filter, ["/dev/loop0"], ""), new ShowDisks(LvmHiding.Filter, ["/dev/loop0"], ""));
        Assert.NotEqual(new ShowDisks(LvmHiding.Filter, ["/dev/loop0"], ""), new ShowDisks(LvmHiding.Filter, ["/dev/loop1"], ""));
        Assert.Equal(new LvmBlindness(LvmHiding.Filter, ["/dev/loop0"]), new LvmBlindness(LvmHiding.Filter, ["/dev/loop0"]));
        Assert.NotEqual(new LvmBlindness(LvmHiding.Filter, ["/dev/loop0"]), new LvmBlindness(LvmHiding.DevicesFile, ["/dev/loop0"]));
    }
}
