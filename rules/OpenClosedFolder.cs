/// <summary>A folder with another mode or owner than wanted, or an immutable flag, keeps its service out. What lies at its path while its mount is away is another folder, and is left alone.</summary>
[Name("Open a closed folder")]
[Description("Gives a folder back its mode and owner, and takes an immutable flag from it.")]
public class OpenClosedFolder : Rule
{
    public override void Define()
    {
        FolderPolicy policy = default!;
        FolderState folder = default!;
        StorageView view = default!;

        When()
            .Match(() => policy)
            .Match(() => folder,
                f => f.Path == policy.Path,
                f => !f.IsAway,
                f => f.DiffersFrom(policy))
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new OpenFolder(policy.Path, $"{policy.Path} has mode {folder.Mode} and owner {folder.Owner}{(folder.IsImmutable ? ", and is immutable" : "")}", policy.Mode, folder.WantedOwner) { Mount = folder.Mount, Device = folder.Device }));
    }
}
