using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EventOps.Linux.Namespaces;
using EventOps.Model;
using EventOps.Sensors.Network;

namespace EventOps.Sensors.Tests.Network;

/// <summary>HTTPS: what is wrong with a certificate is told in words.</summary>
public sealed class SecureProbeTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData("127.0.0.1", -2, 2, "TLS: not trusted")]
    [InlineData("127.0.0.1", -2, -1, "TLS: expired, not trusted")]
    [InlineData("127.0.0.1", 1, 2, "TLS: not yet valid, not trusted")]
    [InlineData("127.0.0.9", -2, 2, "TLS: another name, not trusted")]
    public async Task A_certificate_that_is_not_good_is_a_cause_of_its_own(string name, int fromDays, int toDays, string cause)
    {
        using var certificate = Make(name, fromDays, toDays);
        await using var server = new OddServer(Conduct.Answers, certificate);
        Assert.Equal((false, cause), await AskAsync(server.Url));
    }

    [Theory]
    [InlineData(Conduct.SpeaksNoHttp, "TLS: no handshake")]
    [InlineData(Conduct.NeverAnswers, "too slow")]
    [InlineData(Conduct.Resets, "reset")]
    public async Task A_server_without_a_handshake_is_told_by_what_it_does(Conduct conduct, string cause)
    {
        await using var server = new OddServer(conduct);
        Assert.Equal((false, cause), await AskAsync(server.Url.Replace("http:", "https:", StringComparison.Ordinal), conduct is Conduct.NeverAnswers ? 2 : 60));
    }

    [Fact]
    public void A_certificate_without_a_problem_is_good()
    {
        var check = new CertificateCheck(TimeProvider.System);
        Assert.True(check.Options.RemoteCertificateValidationCallback!(this, null, null, SslPolicyErrors.None));
        Assert.False(check.Options.RemoteCertificateValidationCallback!(this, null, null, SslPolicyErrors.RemoteCertificateNotAvailable));
        Assert.Equal("no certificate", check.Problem);
    }

    private static async Task<(bool IsReachable, string Cause)> AskAsync(string url, double patience = 60)
    {
        using var probe = new HttpProbe(new WantedProbe(url, true, TimeSpan.FromSeconds(2)), NetworkNamespace.Own, TimeProvider.System, TimeSpan.FromSeconds(patience));
        var reach = await probe.LookAsync(TestContext.Current.CancellationToken);
        return (reach.IsReachable, reach.Cause);
    }

    private static X509Certificate2 Make(string address, int fromDays, int toDays)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(Now.AddDays(fromDays), Now.AddDays(toDays));
    }
}
