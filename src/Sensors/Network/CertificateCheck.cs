using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace EventOps.Sensors.Network;

/// <summary>Checks a server's certificate against what this host trusts, and keeps in words what is wrong with it.</summary>
internal sealed class CertificateCheck(TimeProvider time)
{
    private volatile string? _problem;

    /// <summary>Null when nothing is, or none has been seen.</summary>
    public string? Problem => _problem;

    /// <summary>What is missing of a chain is not fetched: a probe asks one host, and over its own path only.</summary>
    public SslClientAuthenticationOptions Options => new()
    {
        CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsGood(certificate, chain, errors),
    };

    public void Forget() => _problem = null;

    private bool IsGood(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors is SslPolicyErrors.None)
        {
            return true;
        }

        var problems = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            problems.Add("no certificate");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            problems.Add("another name");
        }

        foreach (var status in chain?.ChainStatus ?? [])
        {
            problems.Add(status.Status switch
            {
                X509ChainStatusFlags.NotTimeValid => certificate is X509Certificate2 own && own.NotBefore > time.GetLocalNow().DateTime ? "not yet valid" : "expired",
                X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain => "not trusted",
                _ => status.Status.ToString(),
            });
        }

        _problem = string.Join(", ", problems.Distinct(StringComparer.Ordinal));
        return false;
    }
}
