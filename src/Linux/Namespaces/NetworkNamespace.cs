using System.Globalization;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;

namespace EventOps.Linux.Namespaces;

/// <summary>
/// A network namespace (network_namespaces(7)) and, where it has one of its own, the mount namespace that belongs to it. What runs in
/// <see cref="Run{T}"/> opens sockets and files there; sockets stay there when they are handed out. Needs CAP_SYS_ADMIN, except <see cref="Own"/>.
/// </summary>
/// <remarks>
/// Within <see cref="Run{T}"/>, <c>/proc/sys/net</c> and <c>/proc/thread-self/net</c> show this namespace; <c>/proc/net</c> does not, as it belongs to
/// the process's first thread. One piece of work at a time: what may take long belongs into a <see cref="Share"/> of its own.
/// </remarks>
public sealed class NetworkNamespace : IDisposable
{
    private readonly FileDescriptor? _network;
    private readonly Action _enter;
    private readonly NamespaceThread? _thread;

    private NetworkNamespace(string name, FileDescriptor? network, Action enter, NamespaceThread? thread)
    {
        Name = name;
        _network = network;
        _enter = enter;
        _thread = thread;
    }

    /// <summary>This process's own: work runs on the calling thread.</summary>
    public static NetworkNamespace Own { get; } = new("own", null, () => { }, null);

    /// <summary>For messages: "blue", "process 4711".</summary>
    public string Name { get; }

    public bool IsOwn => _network is null;

    /// <summary>Stays the same for as long as it is held, though its name may be deleted or given to another.</summary>
    public NamespaceIdentity Identity => _network is null
        ? NamespaceIdentity.AtPath("/proc/thread-self/ns/net") ?? default
        : NamespaceIdentity.Of(_network, Name);

    /// <summary>A path to it that other programs can open while this is held.</summary>
    public string Path => _network is null
        ? string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/ns/net")
        : string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{_network.DangerousGetHandle()}");

    /// <summary>The path of a name that <c>ip netns add</c> gave; for <see cref="NamespaceIdentity.AtPath"/>.</summary>
    public static string PathOfName(string name) => "/run/netns/" + name;

    /// <summary>One that <c>ip netns add</c> named. Files are seen as <c>ip netns exec</c> shows them: what is in <c>/etc/netns/NAME</c> lies over <c>/etc</c>.</summary>
    /// <exception cref="ArgumentException">No name of a namespace: empty, or with a slash or NUL.</exception>
    /// <exception cref="LinuxException">There is none of that name, or no right to enter it.</exception>
    public static NetworkNamespace OpenNamed(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.AsSpan().ContainsAny('/', '\0') || name is "." or "..")
        {
            throw new ArgumentException($"'{name.Replace('\0', '?')}' is no name of a network namespace.", nameof(name));
        }

        var network = NamespaceCalls.Open(PathOfName(name), "list them with: ip netns");
        return Start(name, network, () =>
        {
            NamespaceCalls.EnterNetwork(network, name);
            NamespaceCalls.SeeAsNetnsExec(name);
        });
    }

    /// <summary>Those of a running process, network and mounts. Held for as long as this is, also when the process ends.</summary>
    /// <exception cref="LinuxException">No such process, or no right to enter its namespaces.</exception>
    public static NetworkNamespace OpenProcess(int pid)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/ns/");
        var name = string.Create(CultureInfo.InvariantCulture, $"process {pid}");
        var network = NamespaceCalls.Open(folder + "net", "is the process still there?");
        var mounts = NamespaceCalls.Open(folder + "mnt", "is the process still there?");
        return Start(name, network, () =>
        {
            NamespaceCalls.EnterNetwork(network, name);
            NamespaceCalls.EnterMounts(mounts, name);
        });
    }

    /// <summary>The network namespace at a path, with this process's own mounts.</summary>
    /// <exception cref="LinuxException">Nothing there, or no network namespace.</exception>
    public static NetworkNamespace OpenPath(string path)
    {
        var network = NamespaceCalls.Open(path, "");
        return Start(path, network, () => NamespaceCalls.EnterNetwork(network, path));
    }

    /// <summary>Makes a new one without a name, with nothing but a loopback link that is down. It goes when the last socket or holder goes. For labs and tests.</summary>
    /// <exception cref="LinuxException">No right to make one.</exception>
    public static NetworkNamespace CreateUnnamed()
    {
        using var maker = new NamespaceThread("netns new", NamespaceCalls.LeaveNetwork);
        var network = maker.Run(() => NamespaceCalls.Open("/proc/thread-self/ns/net", ""));
        return Start("unnamed", network, () => NamespaceCalls.EnterNetwork(network, "unnamed"));
    }

    /// <summary>Makes a new one without a name, as <see cref="CreateUnnamed"/>, that sees the files of this one: to try out there what is not to happen here.</summary>
    /// <exception cref="LinuxException">No right to make one.</exception>
    public NetworkNamespace CreateBeside()
    {
        using var maker = new NamespaceThread("netns new", NamespaceCalls.LeaveNetwork);
        var network = maker.Run(() => NamespaceCalls.Open("/proc/thread-self/ns/net", ""));
        var name = "beside " + Name;
        return Start(name, network, () =>
        {
            _enter();
            NamespaceCalls.EnterNetwork(network, name);
        });
    }

    /// <summary>Does something on this namespace's thread and waits for it. The work must not await: it would go on elsewhere.</summary>
    public T Run<T>(Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return _thread is null ? work() : _thread.Run(work);
    }

    /// <inheritdoc cref="Run{T}(Func{T})"/>
    public void Run(Action work) => Run(() =>
    {
        work();
        return true;
    });

    /// <summary>Does something on this namespace's thread, or on the pool for <see cref="Own"/>.</summary>
    public Task<T> RunAsync<T>(Func<T> work) => _thread is null ? Task.Run(work) : _thread.RunAsync(work);

    /// <summary>The same namespace with another thread, so that long work there does not hold up this one.</summary>
    public NetworkNamespace Share() => _network is null ? this : Start(Name, NamespaceCalls.Open(Path, ""), _enter);

    /// <summary>The same command, run in this namespace and its mounts as the kernel gives them to a process: by nsenter(1), for the network only.</summary>
    public CommandLine Within(CommandLine command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return _network is null ? command : new CommandLine("nsenter", [$"--net={Path}", "--", ProgramPath.Resolve(command.Program), .. command.Arguments]);
    }

    /// <summary>Ends the thread; sockets that were opened there live on. <see cref="Own"/> stays usable.</summary>
    public void Dispose()
    {
        _thread?.Dispose();
        _network?.Dispose();
    }

    public override string ToString() => Name;

    private static NetworkNamespace Start(string name, FileDescriptor network, Action enter)
    {
        try
        {
            return new NetworkNamespace(name, network, enter, new NamespaceThread("netns " + name, enter));
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
