using Xunit.Sdk;
using Xunit.v3;

// A machine takes all of the processor that there is: one at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace EventOps.Vm.Tests;

/// <summary>One boot for the tests of several classes.</summary>
[CollectionDefinition]
public sealed class SharedSmokeRun : ICollectionFixture<SmokeRun>;

/// <inheritdoc cref="SharedSmokeRun"/>
[CollectionDefinition]
public sealed class SharedStorageRun : ICollectionFixture<StorageRun>;
