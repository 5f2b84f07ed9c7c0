using System.Runtime.InteropServices;

namespace EventOps.Linux.Security;

/// <summary>Writes a classic BPF program over seccomp's struct seccomp_data (linux/seccomp.h: nr 0, arch 4, args from 16).</summary>
internal sealed class BpfProgram
{
    internal const uint Allow = 0x7fff0000;
    internal const uint KillProcess = 0x80000000;
    private const ushort LoadWord = 0x20;
    private const ushort JumpEqual = 0x15;
    private const ushort JumpAtLeast = 0x35;
    private const ushort JumpBits = 0x45;
    private const ushort ReturnValue = 0x06;
    private const uint NumberOffset = 0;
    private const uint ArchitectureOffset = 4;
    private const uint ArgumentsOffset = 16;

    private readonly List<Instruction> code = [];

    internal static uint Refuse(int errno) => 0x00050000u | (uint)errno;

    internal ReadOnlySpan<Instruction> Code => CollectionsMarshal.AsSpan(code);

    /// <summary>Ends the process that calls from another instruction set, and loads the call's number for all that follows.</summary>
    internal BpfProgram ForArchitecture(uint architecture)
    {
        Add(LoadWord, 0, 0, ArchitectureOffset);
        Add(JumpEqual, 1, 0, architecture);
        Return(KillProcess);
        Add(LoadWord, 0, 0, NumberOffset);
        return this;
    }

    internal BpfProgram When(int number, uint verdict)
    {
        Add(JumpEqual, 0, 1, (uint)number);
        return Return(verdict);
    }

    internal BpfProgram WhenAtLeast(uint number, uint verdict)
    {
        Add(JumpAtLeast, 0, 1, number);
        return Return(verdict);
    }

    /// <summary>For numbers from <paramref name="number"/> on: those listed are allowed, all others get the verdict.</summary>
    internal BpfProgram AllowOnlyFrom(uint number, ReadOnlySpan<int> allowed, uint verdict)
    {
        Add(JumpAtLeast, 0, checked((byte)((allowed.Length * 2) + 1)), number);
        foreach (var one in allowed)
        {
            When(one, Allow);
        }

        return Return(verdict);
    }

    /// <summary>The call is allowed only with this argument's low word equal to a value.</summary>
    internal BpfProgram OnlyWithValue(int number, int argument, uint value, uint otherwise) =>
        Test(number, argument, JumpEqual, value, Allow, otherwise);

    /// <summary>The call is allowed only with one of these bits in the argument's low word.</summary>
    internal BpfProgram OnlyWithBits(int number, int argument, uint bits, uint otherwise) =>
        Test(number, argument, JumpBits, bits, Allow, otherwise);

    /// <summary>The call gets the verdict when one of these bits is in the argument's low word.</summary>
    internal BpfProgram NeverWithBits(int number, int argument, uint bits, uint verdict) =>
        Test(number, argument, JumpBits, bits, verdict, Allow);

    /// <summary>The call gets the verdict when the argument's low word is one of these values.</summary>
    internal BpfProgram NeverWithValues(int number, int argument, ReadOnlySpan<uint> values, uint verdict)
    {
        Add(JumpEqual, 0, checked((byte)((values.Length * 2) + 2)), (uint)number);
        Add(LoadWord, 0, 0, ArgumentsOffset + (8 * (uint)argument));
        foreach (var value in values)
        {
            Add(JumpEqual, 0, 1, value);
            Return(verdict);
        }

        return Return(Allow);
    }

    internal BpfProgram Return(uint verdict)
    {
        Add(ReturnValue, 0, 0, verdict);
        return this;
    }

    private BpfProgram Test(int number, int argument, ushort test, uint operand, uint whenTrue, uint whenFalse)
    {
        if (number < 0)
        {
            return this;
        }

        Add(JumpEqual, 0, 4, (uint)number);
        Add(LoadWord, 0, 0, ArgumentsOffset + (8 * (uint)argument));
        Add(test, 0, 1, operand);
        Return(whenTrue);
        return Return(whenFalse);
    }

    private void Add(ushort operation, byte whenTrue, byte whenFalse, uint operand) => code.Add(new Instruction(operation, whenTrue, whenFalse, operand));

    /// <summary>struct sock_filter of linux/filter.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct Instruction(ushort Operation, byte WhenTrue, byte WhenFalse, uint Operand);
}
