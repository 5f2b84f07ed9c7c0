namespace EventOps.Model.Tests;

/// <summary>One event of every kind, with all that it can hold.</summary>
internal static class EventSamples
{
    private static readonly GrowVolume Grow = new("data \"1\"\n", Bytes.FromGiB(2), "97 % in use");
    private static readonly DateTimeOffset At = new(2026, 3, 29, 1, 59, 59, 123, TimeSpan.Zero);

    public static IReadOnlyList<Event> All { get; } = new Event[]
    {
        new DaemonStarted("0.1.0", "boot", 42),
        new DaemonStopping("asked to stop"),
        new SettingsLoaded("/etc/e.toml", "abc", ActingMode.Act, [new VolumePolicy { Volume = "data", MountPoint = "/da ta\n", Ceiling = Bytes.FromGiB(8) }])
        {
            Storage = new StoragePolicy
            {
                DeletedFiles = DeletedFiles.Truncate,
                Pools = [new PoolPolicy { Name = "vg0", Images = ["/a"], ImageSize = Bytes.FromMiB(16), Devices = ["/dev/b"], HostReserve = Bytes.FromMiB(1), AttachAtBoot = true }],
                Mounts = [new MountPolicy { Path = "/data", Device = "/dev/vg0/data0", LogicalVolume = "vg0/data0", FileSystem = "ext4", Reserved = new Percent(5) }],
                ThinPools = [new ThinPoolPolicy { Name = "vg0/pool0", GrowAt = new Percent(70), Step = Bytes.FromMiB(8), Ceiling = Bytes.FromGiB(1), Reserve = Bytes.FromMiB(2) }],
                Folders = [new FolderPolicy { Path = "/data/o", Mode = "755", Owner = "root" }],
            },
        },
        new RulesLoaded([new RuleSummary("Grow", "Grow.cs", "def")]),
        new RulesRefused([new RuleProblem("Grow.cs", 3, 7, "CS1002", "; expected", "var x")]),
        new RuleFaulted("Grow", "action", "boom"),
        new RulePromoted("Grow", "def", "uid 0"),
        new RuleParked("Grow", "Grow.cs", "def", "it hung"),
        new RuleUnparked("Grow", "its file changed"),
        new RuleStateLost("Grow", ["held for 3 min, of data"]),
        new RuleStateKept(17, "{}"),
        new SensorGap(SensorNames.Mounts, "lost"),
        new SensorFailed(SensorNames.Volumes, "data", "hangs", "see the server"),
        new SensorRecovered(SensorNames.Volumes, "data"),
        new ClockTick(),
        new MountChanged(Change.Added, "/mnt/ünï", "8:1", "ext4", "/dev/sda1", true),
        new BlockDeviceChanged(Change.Changed, "loop0", Bytes.FromMiB(64), false, "/srv/x.img"),
        new VolumeFound("data", "/data", "loop0", "xfs", VolumeKind.Image, "/srv/x.img"),
        new VolumeLost("data", "nothing is mounted on /data"),
        new VolumeSampled(
            "data", new Bytes(3), new Bytes(1), new Bytes(2), 10, 5, new Bytes(4), new Bytes(3), new ByteRate(-7), new ByteRate(8), true, TimeSpan.FromTicks(12345)),
        new VolumeReadinessChanged("data", [new Obstacle("no room", "free space")], new Bytes(99)),
        new LvmReported(
            [new LvmGroup("vg0", Bytes.FromMiB(4), 449, 22, Bytes.FromMiB(88), 1, true) { Moved = new Percent(35) }],
            [new LvmDisk("/dev/loop0", "vg0", "uuid", Bytes.FromMiB(1796), Bytes.FromMiB(88), true, Bytes.FromMiB(1800), Bytes.FromMiB(1), Bytes.FromMiB(4), false, true, Bytes.FromMiB(12))],
            [new LvmVolume("vg0/data0", "vg0", Bytes.FromGiB(4), true, true, false, true, "vg0/origin", "partial", new Percent(12.5))],
            new LvmBlindness(LvmHiding.Filter, ["/dev/loop1"]))
        {
            ThinPools = [new ThinPool("vg0/pool0", "vg0", Bytes.FromMiB(300), new Percent(72.5), Bytes.FromMiB(4), new Percent(11.25), Bytes.FromGiB(1))],
        },
        new PoolDiskSeen(new PoolDisk
        {
            Pool = "vg0",
            Path = "/media/disk \"0\".img",
            IsImage = true,
            WantedSize = Bytes.FromMiB(1800),
            Exists = true,
            Size = Bytes.FromMiB(1800),
            Allocated = Bytes.FromMiB(1700),
            Device = "/dev/loop0",
            DeviceSize = Bytes.FromMiB(1800),
            IsReadOnly = true,
            IsDeleted = true,
            Duplicate = "/dev/loop9",
            Discards = true,
            Content = DiskContent.PhysicalVolume,
            HostAvailable = Bytes.FromMiB(100),
        }),
        new MountSeen(new MountState
        {
            Path = "/data",
            LogicalVolume = "vg0/data0",
            HasDevice = true,
            Source = "/dev/mapper/vg0-data0",
            IsWanted = true,
            IsCovered = true,
            CoverIsEmpty = true,
            IsReadOnly = true,
            IsDeviceReadOnly = true,
            IsSuspended = true,
            Errors = 3,
            FileSystem = "ext4",
            FstabProblem = "it has no line for it",
            Reserved = new Percent(50),
        }),
        new FolderSeen(new FolderState("/data/objects", "755", 0, true, 1000)),
        new DeletedFilesSeen([new DeletedFile("/media/cache.db", 12, "/media", 345, 9, "httpd", Bytes.FromGiB(4), true, Bytes.FromMiB(300), Bytes.FromGiB(8))]),
        new BootUnitSeen(new BootUnitState("vg0", "it is not there")),
        new StorageLooked("the start"),
        new LinkChanged(Change.Added, new NetworkLink("wg0", 7, true, 1340, "tun", true, "vrf0")),
        new AddressChanged(Change.Changed, new NetworkAddress("wg0", Cidr.Parse("192.168.0.2/24"), false, "duplicate")),
        new RouteChanged(Change.Removed, new NetworkRoute(Cidr.Parse("::/0"), 254, 1024, "unicast", "eth0", 4, "fdaa::1", "fdaa::2", true), "ip (process 12)"),
        new RoutingRuleChanged(Change.Added, new RoutingRule(true, 100, "prohibit", 0, 0x51, 0xff, "from 10.0.0.0/8", Cidr.Parse("192.168.0.0/24"))),
        new NeighbourChanged(Change.Added, new NetworkNeighbour("eth0", "fdaa::1", "02:00:00:00:00:01")),
        new ParameterRead(new KernelParameter("net.ipv4.ip_forward", "1")),
        new TunnelChanged(Change.Added, new Tunnel("wg0", 51820, 0x51, false)),
        new PeerChanged(Change.Added, new TunnelPeer("wg0", "key=", "192.168.0.1/32", 25, true, "[fdaa::2]:51820")),
        new FilterRuleChanged(Change.Added, new FilterRule("nft", "ip6", "filter", "INPUT", 4, "udp dport 51820 drop", "the tunnel", true)),
        new OwnFilterRead(new OwnFilter(false, "missing in it: all")),
        new NetworkFileRead(new NetworkFile("/etc/wireguard/wg0.conf", "MTU is 1800, not 1340", "abc", "a key is none", IsCorrectable: false)),
        new ListenerRead(new ServiceListener(8080, ServiceListener.Elsewhere, "httpd listens on 127.0.0.1:8080", "httpd", 12)),
        new ReachChanged(new Reach("http://192.168.0.1:8080/", false, "dropped", "wg0")),
        new XdpProgramChanged(Change.Added, new XdpProgram("eth0", 98)),
        new StrayTunnelChanged(Change.Added, new StrayTunnel("wg0", "wgx", 7)),
        new PortHolderChanged(Change.Removed, new PortHolder("wg0", 51820, "python3", 12, "")),
        new PathMeasured(Change.Added, new PathMtu("wg0", 1296, 1340, "192.168.0.1")),
        new NetworkRead(NetworkSenses.Routing),
        new NetworkLooked("a correction did not come about"),
        new IntentProposed(Grow, "Grow", "def", 17),
        new GuardVerdict(18, Grow.Resource, Verdict.AllowedInEmergency, "full in 2 s"),
        new ActionStarted(18, Grow, ["extend", "grow"]),
        new StepStarted(18, 1, "extend"),
        new StepFinished(18, 1, "extend", Outcome.Succeeded, "1 GiB", "2 GiB", TimeSpan.FromMilliseconds(3)),
        new ActionFinished(18, Grow, Outcome.Abandoned, "hangs", TimeSpan.FromSeconds(60)),
        new ResourceContended("route:fdaa::/16", 5, new DateTimeOffset(2026, 3, 29, 2, 0, 9, TimeSpan.Zero), "ip (process 12)"),
        new AlarmRaised("ceiling:data", Severity.Critical, "full"),
        new ProposalApproved("check:/data", "uid 0"),
        new AlarmCleared("ceiling:data"),
        new JournalSegment(1, "hash", "boot", "host", "rotated"),
        new JournalGap(5, 9, "disk full"),
        new JournalTorn("a.jsonl", 12, "a.torn", "no line end"),
    }.Select(e => e with { At = At }).ToList();

    public static Event Of(string kind) => All.Single(e => EventKinds.Of(e) == kind);
}
