using System.Text.Json;
using EventOps.Model;

namespace EventOps.Host.Tests.EndToEnd;

/// <summary>
/// The model that goes on where a replay leaves its recording, against the machine itself: a volume is filled under one threshold, the
/// replay is asked what another would have done, and then that one is tried for real.
/// </summary>
public sealed class WhatIfTests
{
    private static readonly Bytes Step = Bytes.FromMiB(64);
    private static readonly Bytes FileSize = Bytes.FromMiB(4);
    private const int Files = 104;

    [Theory]
    [InlineData("85%", "60%")]
    [InlineData("60%", "90%")]
    public async Task What_another_threshold_would_have_done_is_what_it_does_within_one_step(string recorded, string asked)
    {
        await using var before = await FillAsync(recorded);
        await using var after = await FillAsync(asked);
        var settings = Path.Combine(before.Folder, "asked.toml");
        File.Copy(after.SettingsPath, settings);
        var diff = await DaemonFixture.RunAsync(
            DaemonFixture.Program, "replay", before.Journal, "--diff", before.Rules, before.Rules, "--new-settings", settings, "--json");
        Assert.True(diff.Code is 0 or 1, diff.Error);
        var report = JsonDocument.Parse(diff.Out).RootElement;
        var modelled = report.GetProperty("newCurves")[0].GetProperty("points").EnumerateArray()
            .Select(p => (p.GetProperty("at").GetDateTimeOffset(), new Bytes(p.GetProperty("used").GetInt64()), new Bytes(p.GetProperty("size").GetInt64()))).ToList();
        var real = after.Events<VolumeSampled>().Select(s => (s.At, s.Size - s.Free, s.Size)).ToList();

        var (a, b) = (modelled[^1].Item3, real[^1].Size);
        Assert.True(Bytes.Max(a, b) - (a < b ? a : b) <= Step, $"modelled {a}, real {b}");

        // All the way, too: what the volume was large when it held as much.
        for (var used = Bytes.FromMiB(60); used < Bytes.FromMiB(400); used += Bytes.FromMiB(20))
        {
            var (m, r) = (SizeAt(modelled, used), SizeAt(real, used));
            Assert.True(Bytes.Max(m, r) - (m < r ? m : r) <= Step, $"with {used} in use: modelled {m}, real {r}");
        }
    }

    private static Bytes SizeAt(List<(DateTimeOffset At, Bytes Used, Bytes Size)> curve, Bytes used) => curve.First(p => p.Used >= used).Size;

    private static async Task<DaemonFixture> FillAsync(string threshold)
    {
        using var volume = Volumes.Xfs();
        var daemon = await new DaemonFixture(Volumes.Table(volume, ceiling: "2G", more: $"grow-at = \"{threshold}\"\nhorizon = \"10ms\"")).StartAsync();
        await daemon.EventAsync<VolumeSampled>();

        // Many small files: of one large file XFS takes ever more beforehand the more room there is, which no model can know.
        for (var i = 0; i < Files; i++)
        {
            volume.Fill(FormattableString.Invariant($"f{i}"), FileSize);
            await Task.Delay(30, TestContext.Current.CancellationToken);
        }

        await daemon.UntilAsync(() => daemon.Events<VolumeSampled>()[^1] is var s && s.Size - s.Free >= Bytes.FromMiB(400), "the end was read");
        Assert.Equal(0, await daemon.StopAsync());
        return daemon;
    }
}
