using System.Globalization;

namespace EventOps.Model;

/// <summary>Who takes the connections of a service that the settings name.</summary>
/// <param name="Problem">One of the words here; empty when all that should reach it does.</param>
/// <param name="Detail">The problem for a person; empty without one.</param>
/// <param name="Program">Of the process, as it calls itself (15 bytes at most); empty when it is not known.</param>
/// <param name="Process">Its id; 0 when it is not known.</param>
public sealed record ServiceListener(int Port, string Problem, string Detail = "", string Program = "", int Process = 0) : IFact
{
    /// <summary>Nobody listens.</summary>
    public const string Missing = "missing";

    /// <summary>It listens on other addresses than those that it should be reached at.</summary>
    public const string Elsewhere = "elsewhere";

    /// <summary>Its process was stopped by a signal: the kernel still accepts, and nobody answers.</summary>
    public const string Stopped = "stopped";

    string IFact.Key => Port.ToString(CultureInfo.InvariantCulture);
}
