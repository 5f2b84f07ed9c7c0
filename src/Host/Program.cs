using EventOps.Host.Commands;
using EventOps.Host.RuleProcess;

// The daemon starts itself again under these; they need none of the rest.
return await HiddenVerbs.TryRunAsync(args) ?? await CommandLineOf.RunAsync(args);
