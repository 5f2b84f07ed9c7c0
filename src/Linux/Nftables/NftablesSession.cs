using System.Runtime.InteropServices;
using System.Text;
using EventOps.Linux.Capture;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Nftables;

/// <summary>
/// Reads and changes the nftables of a network namespace through libnftables(3); no process is started. From any thread, one call at a time; a change of one
/// rule takes about a millisecond. Commands are in the language of nft(8): whoever builds them from outside text must have checked its every character.
/// </summary>
public sealed class NftablesSession : IDisposable
{
    internal const string ListCommand = "list ruleset";

    private const uint Plain = LibNftables.Handles | LibNftables.NumericProtocols;

    private readonly Lock _gate = new();
    private readonly NetworkNamespace _network;
    private readonly NftContextHandle _context;
    private NetlinkClient? _generations;
    private (uint Generation, NftRuleset Rules)? _kept;

    private NftablesSession(NetworkNamespace network, NftContextHandle context)
    {
        _network = network;
        _context = context;
    }

    /// <exception cref="LinuxException">No context: no right to use netlink there.</exception>
    /// <exception cref="DllNotFoundException">The package libnftables1 is missing.</exception>
    public static NftablesSession Open(NetworkNamespace network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var own = network.Share();
        try
        {
            return new NftablesSession(own, own.Run(Create));
        }
        catch
        {
            Leave(own);
            throw;
        }
    }

    /// <summary>The whole ruleset, with handles. Counts of packets are read, but do not make rules differ.</summary>
    /// <exception cref="LinuxException">nftables could not list it.</exception>
    /// <exception cref="FormatException">It was listed in a form not known.</exception>
    public NftRuleset Read()
    {
        var json = List(Plain | LibNftables.Json);
        var text = List(Plain | LibNftables.Stateless);
        return NftRulesetParser.Parse(json, NftText.Rules(text), NftText.Devices(text));
    }

    /// <summary>
    /// The same, but listed only when a transaction was committed since it was last: a listing takes milliseconds, the kernel's word on this
    /// (NFT_MSG_GETGEN) microseconds. Elements that packets add to a set, or that time out, are no transaction, nor are counts.
    /// </summary>
    /// <exception cref="LinuxException">nftables could not list it, or the kernel does not say.</exception>
    /// <exception cref="FormatException">It was listed in a form not known.</exception>
    public NftRuleset ReadIfChanged()
    {
        lock (_gate)
        {
            // Asked before: what is committed amid the listing is a later generation then.
            var generation = Generation();
            if (_kept is not { } kept || kept.Generation != generation)
            {
                _kept = kept = (generation, Read());
            }

            return kept.Rules;
        }
    }

    /// <summary>Asks whether nftables would take the commands; changes nothing. The kernel's own limits show only in <see cref="Apply"/>.</summary>
    /// <exception cref="ArgumentException">The commands hold a NUL.</exception>
    public NftResult Check(string commands) => Run(commands, Plain, isDry: true);

    /// <summary>Applies the commands as one transaction: all or none.</summary>
    /// <returns>Refusals are values; what it changed is known by reading again.</returns>
    /// <exception cref="ArgumentException">The commands hold a NUL.</exception>
    public NftResult Apply(string commands) => Run(commands, Plain, isDry: false);

    /// <summary>Applies the commands of a file as one transaction, as "nft -f" does: what it includes is found by its own rules, and errors name file and line.</summary>
    public NftResult ApplyFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Run("-f " + path, context => LibNftables.RunFile(context, path), Plain, isDry: false);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (!_context.IsClosed)
            {
                _network.Run(() =>
                {
                    lock (LibNftables.Gate)
                    {
                        _context.Dispose();
                    }
                });
                _generations?.Dispose();
                Leave(_network);
            }
        }
    }

    private static void Leave(NetworkNamespace network)
    {
        if (!network.IsOwn)
        {
            network.Dispose();
        }
    }

    private static NftContextHandle Create()
    {
        using var gate = LibNftables.Gate.EnterScope();
        var context = LibNftables.New(0);
        return context.IsInvalid || LibNftables.BufferOutput(context) != 0 || LibNftables.BufferError(context) != 0
            ? throw new LinuxException("nft_ctx_new", "nftables", Errno.ENOMEM)
            : context;
    }

    private uint Generation()
    {
        _generations ??= new NetlinkClient(_network.Run(() => NetlinkSocket.Open(NetlinkProtocol.Netfilter)));
        uint? generation = null;
        var answer = _generations.Ask(NftChange.GenerationRequest(), "NFT_MSG_GETGEN", "nftables", (in NetlinkMessageReader message) =>
            generation = NftChange.Parse(message, out _) is { Kind: NftObjectKind.Generation } found ? found.Generation : generation);
        NetlinkClient.ThrowIfRefused(answer, "NFT_MSG_GETGEN", "nftables");
        return generation ?? throw new LinuxException("NFT_MSG_GETGEN", "nftables", Errno.EBADMSG, "the kernel's answer names no generation");
    }

    private string List(uint flags)
    {
        var result = Run(ListCommand, flags, isDry: false);
        return result.IsDone ? result.Output : throw new LinuxException("list", $"the nftables ruleset of {_network}", Errno.EBADMSG, result.Error.Trim());
    }

    private NftResult Run(string commands, uint flags, bool isDry)
    {
        ArgumentNullException.ThrowIfNull(commands);
        if (commands.Contains('\0'))
        {
            throw new ArgumentException("nft commands cannot hold a NUL.", nameof(commands));
        }

        var bytes = Encoding.UTF8.GetBytes(commands + '\0');
        return Run(commands, context => LibNftables.Run(context, bytes), flags, isDry);
    }

    private NftResult Run(string words, Func<NftContextHandle, int> run, uint flags, bool isDry)
    {
        lock (_gate)
        {
            return _network.Run(() =>
            {
                NftResult result;
                lock (LibNftables.Gate)
                {
                    LibNftables.SetOutput(_context, flags);
                    LibNftables.SetDryRun(_context, isDry);
                    var code = run(_context);
                    result = new NftResult(code == 0, Text(LibNftables.Output(_context)), Text(LibNftables.Error(_context)));
                }

                if (FrameTap.IsOn)
                {
                    FrameTap.Pass(FrameSource.Nftables, words, Encoding.UTF8.GetBytes(result.Output));
                }

                return result;
            });
        }
    }

    private static string Text(nint text) => Marshal.PtrToStringUTF8(text) ?? "";
}
