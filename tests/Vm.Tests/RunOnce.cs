using EventOps.Vm.Tests;

// One boot for the tests of all classes.
[assembly: AssemblyFixture(typeof(SmokeRun))]
