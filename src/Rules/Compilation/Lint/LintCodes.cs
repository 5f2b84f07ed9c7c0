namespace EventOps.Rules.Compilation.Lint;

/// <summary>Everything that EventOps itself finds wrong with rule files. Ids are never reused for another meaning.</summary>
public static class LintCodes
{
    public static readonly LintCode ForbiddenType = Error("EVO001", "a rule decides from facts and the event stream's time alone, so that a replay decides the same; bring what it needs in as a fact");
    public static readonly LintCode ForbiddenMember = Error("EVO002", "it does not give the same answer in a replay, or reaches outside the rule; use facts and the event stream's time");
    public static readonly LintCode StaticState = Error("EVO003", "state outside of facts is lost at a reload and breaks replay; make it const, or readonly of an immutable type such as ImmutableArray, or yield a fact");
    public static readonly LintCode StaticConstructor = Error("EVO004", "initialize fields where they are declared");
    public static readonly LintCode Finalizer = Error("EVO005", "remove it; a rule holds nothing that must be released");
    public static readonly LintCode Async = Error("EVO006", "rules run to their end at once; act with ctx.Act(…), the outcome comes back as a fact");
    public static readonly LintCode Unsafe = Error("EVO007", "remove it; rules need no memory or code outside of .NET");
    public static readonly LintCode Dynamic = Error("EVO008", "name the type");
    public static readonly LintCode ForbiddenAttribute = Error("EVO009", "use the rule language's attributes only: Name, Description, Tag, Priority, Repeatability");
    public static readonly LintCode AssemblyAttribute = Error("EVO010", "remove it; the rule compiler describes the assembly");
    public static readonly LintCode ReservedNamespace = Error("EVO011", "choose a namespace of your own, or none");
    public static readonly LintCode RuleState = Error("EVO012", "a field that changes is lost at a reload and breaks replay; make it readonly of an immutable type, or yield a fact");
    public static readonly LintCode Directive = Error("EVO013", "remove the directive");
    public static readonly LintCode Lock = Error("EVO014", "remove it; one thread runs the rules");
    public static readonly LintCode Emitted = Error("EVO015", "a rule file may use only what the rule language allows");
    public static readonly LintCode TooDeep = Error("EVO016", "break it into smaller expressions");

    public static readonly LintCode NoRule = Error("EVO020", "write one: public class MyRule : Rule { public override void Define() { … } }");
    public static readonly LintCode NotLoadable = Error("EVO021", "a rule is a public class, not abstract, not generic, not inside another class, with a constructor without parameters");
    public static readonly LintCode DuplicateName = Error("EVO022", "give each rule a name of its own, it is the key of the rule's cooldowns and timers");
    public static readonly LintCode NoCondition = Error("EVO023", "call When() in Define() and say what to match");
    public static readonly LintCode NoAction = Error("EVO024", "call Then() in Define() and say what to do");
    public static readonly LintCode NoDescription = Warning("EVO030", "say what the rule is for: [Description(\"…\")]; it is shown by 'eventops rules list' and 'eventops why'");
    public static readonly LintCode NoName = Warning("EVO031", "name it for people: [Name(\"Grow a volume before it fills\")]; the class's name is used until then, and renaming the class loses the rule's state");
    public static readonly LintCode NeverHolds = Warning("EVO032", "the rule could never fire; correct the condition, or remove the rule");
    public static readonly LintCode NoCeiling = Warning("EVO033", "match the volume's VolumePolicy as well, and take the size from volume.NextSize(policy), which ends at the ceiling; the guard refuses what is beyond it");

    public static readonly LintCode FileName = Error("EVO040", "rename it: 1 to 64 letters, digits, '_', '.' or '-' before .cs, not beginning with '-'");
    public static readonly LintCode FileKind = Error("EVO041", "put a regular file with one name in the rules folder");
    public static readonly LintCode FileSize = Error("EVO042", "rule files hold at most 256 KiB; split it, one file for one concern");
    public static readonly LintCode FileText = Error("EVO043", "save it as UTF-8 text without NUL and without bidirectional control characters");
    public static readonly LintCode FileOwner = Error("EVO044", "rule files are decisions made with root's power; give it to root: chown root");
    public static readonly LintCode FileMode = Error("EVO045", "let only its owner write it: chmod go-w");
    public static readonly LintCode FolderUnusable = Error("EVO046", "check that it exists, is a folder, and that the daemon may read it");
    public static readonly LintCode FolderLink = Error("EVO047", "name the folder by its real path in the settings");
    public static readonly LintCode EmptyFolder = Error("EVO048", "put the rules back, or allow an empty folder in the settings; the rules in force stay");
    public static readonly LintCode TooManyFiles = Error("EVO049", "keep at most 2000 rule files in the folder");

    public static readonly LintCode CacheUnusable = Warning("EVO050", "rules are compiled without the cache until then, which only takes longer");
    public static readonly LintCode CacheDamaged = Warning("EVO051", "it was put aside, and the file is compiled again; check the disk if this comes back");
    public static readonly LintCode Compiler = Error("EVO055", "the rules in force stay");
    public static readonly LintCode LoadFailed = Error("EVO060", "the rules in force stay; correct the rule and save it again");

    private static LintCode Error(string id, string cure) => new(id, FindingSeverity.Error, cure);

    private static LintCode Warning(string id, string cure) => new(id, FindingSeverity.Warning, cure);
}
