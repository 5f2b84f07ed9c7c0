using System.Text.Json;
using System.Text.Json.Serialization;
using EventOps.Model;
using EventOps.Rules.Process;

namespace EventOps.Host.RuleProcess;

/// <summary>
/// Which rules were promoted, with which text, and which are parked: one small file in the state folder, written whole at each
/// change. From any thread.
/// </summary>
internal sealed class RuleRegister
{
    private const string FileName = "rules.json";

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly RuleMode _newRules;
    private readonly Dictionary<string, string> _promoted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ParkedRule> _parked = new(StringComparer.Ordinal);

    /// <param name="newRules">What a rule may do that nobody promoted.</param>
    public RuleRegister(string stateFolder, RuleMode newRules)
    {
        _path = Path.Combine(stateFolder, FileName);
        _newRules = newRules;
        Read();
    }

    /// <summary>There was no register yet: the rules that are loaded first are those that the operator installed.</summary>
    public bool IsNew { get; private set; }

    /// <summary>Why the register could not be read or written; null when all is well. Unread, nothing counts as promoted.</summary>
    public string? Trouble { get; private set; }

    public RuleMode ModeOf(string rule, string sha256)
    {
        lock (_lock)
        {
            return _parked.ContainsKey(rule) ? RuleMode.Parked
                : _promoted.GetValueOrDefault(rule) == sha256 ? RuleMode.Act
                : _newRules;
        }
    }

    /// <summary>Names of rules in these files that are parked: their text is still the one that failed.</summary>
    public IReadOnlyList<string> ParkedIn(RuleSetManifest manifest)
    {
        lock (_lock)
        {
            return [.. _parked.Values.Where(p => IsIn(manifest, p)).Select(p => p.Rule).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Parked rules as summaries, for listings.</summary>
    public IReadOnlyList<RuleSummary> Parked()
    {
        lock (_lock)
        {
            return [.. _parked.Values.OrderBy(p => p.Rule, StringComparer.Ordinal).Select(p => new RuleSummary(p.Rule, p.File, p.Sha256, RuleMode.Parked))];
        }
    }

    public void Promote(IEnumerable<RuleSummary> rules)
    {
        lock (_lock)
        {
            foreach (var rule in rules)
            {
                _promoted[rule.Name] = rule.Sha256;
            }

            IsNew = false;
            Write();
        }
    }

    /// <returns>False when it is parked already.</returns>
    public bool Park(RuleParked rule)
    {
        lock (_lock)
        {
            if (!_parked.TryAdd(rule.Rule, new ParkedRule(rule.Rule, rule.File, rule.Sha256, rule.Reason)))
            {
                return false;
            }

            Write();
            return true;
        }
    }

    /// <summary>Lets go of those whose file has changed or is gone.</summary>
    /// <returns>Their names.</returns>
    public IReadOnlyList<string> Unpark(RuleSetManifest manifest)
    {
        lock (_lock)
        {
            var changed = _parked.Values.Where(p => !IsIn(manifest, p)).Select(p => p.Rule).ToList();
            changed.ForEach(name => _parked.Remove(name));
            if (changed.Count > 0)
            {
                Write();
            }

            return changed;
        }
    }

    private static bool IsIn(RuleSetManifest manifest, ParkedRule rule) =>
        manifest.Files.Any(f => f.File == rule.File && f.Sha256 == rule.Sha256);

    private void Read()
    {
        try
        {
            var kept = JsonSerializer.Deserialize(File.ReadAllBytes(_path), RuleRegisterJson.Default.RuleRegisterContent)
                ?? throw new JsonException("it is empty");
            foreach (var (rule, sha256) in kept.Promoted)
            {
                _promoted[rule] = sha256;
            }

            foreach (var rule in kept.Parked)
            {
                _parked[rule.Rule] = rule;
            }
        }
        catch (FileNotFoundException)
        {
            IsNew = true;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            Trouble = $"{_path} cannot be read ({e.Message}), so no rule counts as promoted; promote them again with 'eventops rules promote'";
        }
    }

    private void Write()
    {
        var content = new RuleRegisterContent(_promoted, [.. _parked.Values]);
        try
        {
            var aside = _path + ".new";
            using (var file = new FileStream(aside, FileMode.Create, FileAccess.Write))
            {
                JsonSerializer.Serialize(file, content, RuleRegisterJson.Default.RuleRegisterContent);
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, _path, overwrite: true);
            Trouble = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Trouble = $"{_path} cannot be written ({e.Message}); what was promoted or parked since is forgotten at the next start";
        }
    }
}

/// <param name="Promoted">By rule: the hash of the text that may act.</param>
internal sealed record RuleRegisterContent(IReadOnlyDictionary<string, string> Promoted, IReadOnlyList<ParkedRule> Parked);

internal sealed record ParkedRule(string Rule, string File, string Sha256, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RuleRegisterContent))]
internal sealed partial class RuleRegisterJson : JsonSerializerContext;
