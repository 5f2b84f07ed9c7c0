using EventOps.Model;

namespace EventOps.Host.Guard;

/// <summary>The rails for growing volumes: the ceiling, and that there is something left to do.</summary>
internal static class GrowthGuard
{
    /// <returns>The intent as it may be carried out, clamped at the ceiling; or null with the reason why not.</returns>
    public static GrowVolume? Clamp(GrowVolume intent, VolumePolicy? policy, VolumeState? volume, out string reason)
    {
        if (policy is null)
        {
            reason = $"'{intent.Volume}' is not in the settings; only volumes with a ceiling are grown";
            return null;
        }

        if (volume is not { IsMounted: true })
        {
            reason = $"'{intent.Volume}' is not mounted";
            return null;
        }

        if (volume.IsReadOnly)
        {
            reason = $"'{intent.Volume}' is read-only; find out why before it is changed";
            return null;
        }

        var target = Bytes.Min(intent.ToAtLeast, Bytes.Max(policy.Ceiling, volume.DeviceSize));
        if (target <= volume.DeviceSize && !volume.IsHalfGrown)
        {
            reason = volume.DeviceSize >= policy.Ceiling
                ? $"'{intent.Volume}' is {volume.DeviceSize}, at its ceiling of {policy.Ceiling}"
                : $"'{intent.Volume}' is {volume.DeviceSize} already, asked for was {intent.ToAtLeast}";
            return null;
        }

        reason = target < intent.ToAtLeast ? $"up to the ceiling of {policy.Ceiling}; asked for was {intent.ToAtLeast}" : "";
        return intent with { ToAtLeast = target };
    }
}
