namespace EventOps.Host.Tests.Settings;

/// <summary>What is wrong with pools, thin pools, mounts and folders: text, line, words that the message must have.</summary>
public static class StorageRows
{
    private const string Pool = "[[pool]]\nname = \"vg0\"\nimages = [\"/media/a.img\"]\nimage-size = \"1800M\"\n";
    private const string ThinPool = "[[thin-pool]]\nname = \"vg0/pool0\"\nceiling = \"8G\"\n";
    private const string Mount = "[[mount]]\npath = \"/data\"\ndevice = \"/dev/vg0/data0\"\nfilesystem = \"ext4\"\n";

    public static TheoryData<string, int, string> All() => new()
    {
        { "[storage]\ndeleted-files = \"remove\"", 2, "deleted-files \"remove\" is unknown|report, truncate, restart" },
        { "[storage]\ndeleted_files = \"report\"", 2, "did you mean 'deleted-files'?" },
        { "[pool]\nname = \"vg0\"", 1, "pool is a table|[[pool]]" },
        { "[[pool]]\nimages = [\"/a\"]\nimage-size = \"1G\"", 1, "pool: name is missing|name = \"vg0\"" },
        { "[[pool]]\nname = \"-vg\"\nimages = [\"/a\"]\nimage-size = \"1G\"", 2, "'-vg' is no name of a volume group" },
        { "[[pool]]\nname = \"vg0\"", 1, "neither images nor devices" },
        { "[[pool]]\nname = \"vg0\"\nimages = [\"/a\"]", 1, "at least 16M|image-size = \"1800M\"" },
        { "[[pool]]\nname = \"vg0\"\nimages = \"/a\"\nimage-size = \"1G\"", 3, "images is the text \"/a\"|list of paths" },
        { "[[pool]]\nname = \"vg0\"\nimages = [1]\nimage-size = \"1G\"", 3, "list of paths" },
        { "[[pool]]\nname = \"vg0\"\nimages = [\"a.img\"]\nimage-size = \"1G\"", 3, "\"a.img\" is not an absolute path" },
        { "[[pool]]\nname = \"vg0\"\nimages = [\"/a\", \"/a\"]\nimage-size = \"1G\"", 3, "\"/a\" is already told of" },
        { Pool + "[[pool]]\nname = \"vg1\"\ndevices = [\"/media/a.img\"]", 5, "is already told of in line 1" },
        { Pool + Pool.Replace("a.img", "b.img", StringComparison.Ordinal), 6, "\"vg0\" is already told of in line 1" },
        { Pool + "host-reserve = 5", 5, "host-reserve is the number 5, not text" },
        { "[[thin-pool]]\nname = \"vg0/pool0\"", 1, "ceiling is missing|ceiling = \"8G\"" },
        { "[[thin-pool]]\nceiling = \"8G\"", 1, "thin-pool: name is missing|name = \"vg0/pool0\"" },
        { "[[thin-pool]]\nname = \"pool0\"\nceiling = \"8G\"", 2, "'pool0' is no name of a thin pool|vg0/pool0" },
        { ThinPool + ThinPool, 5, "\"vg0/pool0\" is already told of in line 1" },
        { "[[mount]]\npath = \"/data\"\nfilesystem = \"ext4\"", 1, "mount '/data': device is missing" },
        { "[[mount]]\npath = \"/data\"\ndevice = \"/dev/x\"", 1, "filesystem is missing" },
        { "[[mount]]\npath = \"/data\"\ndevice = \"/dev/x\"\nfilesystem = \"ext5\"", 4, "filesystem \"ext5\" is unknown|ext4" },
        { Mount + "options = \"ro rw\"", 5, "options 'ro rw' cannot be used" },
        { Mount + "in-fstab = \"yes\"", 5, "in-fstab is the text \"yes\"|true or false" },
        { Mount + "reserved-blocks = \"60%\"", 5, "more than 50%" },
        { Mount + Mount, 6, "\"/data\" is already told of in line 1" },
        { "[[folder]]\nmode = \"755\"", 1, "folder: path is missing" },
        { "[[folder]]\npath = \"/a\"\nmode = \"rwx\"", 3, "'rwx' is no mode|mode = \"755\"" },
        { "[[folder]]\npath = \"/a\"\nmode = 755", 3, "mode is the number 755, not text" },
        { "[[folder]]\npath = \"/a\"\n[[folder]]\npath = \"/a/\"", 4, "already told of" },
        { "[[volume]]\nmount = \"/a\"\nceiling = \"8G\"\nat-least = \"9G\"", 4, "at-least of 9 GiB is more than the ceiling of 8 GiB" },
        { "[rules]\nanswer-within = \"0s\"", 2, "less than 1s" },
    };
}
