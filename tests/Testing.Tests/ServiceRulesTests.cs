namespace EventOps.Testing.Tests;

/// <summary>What the rules for services want of one that is not served as it should be.</summary>
public sealed class ServiceRulesTests
{
    private readonly NetworkScene _scene = new();

    [Fact]
    public void A_service_that_listens_wrongly_is_ended_once_what_made_it_so_is_right()
    {
        var elsewhere = new ListenerRead(NetworkScene.Serving with { Problem = ServiceListener.Elsewhere });
        var end = new EndService(8080, "httpd", 12, "");
        _scene.Healthy().When(elsewhere).ThenNothing().WhenTimePasses(1.Seconds()).Then(end);
        _scene.Healthy().When(new ParameterRead(new KernelParameter(NetworkPlan.OnlyIPv6, "1"))).Then(new SetParameter(NetworkPlan.OnlyIPv6, "0", ""))
            .When(elsewhere).WhenTimePasses(5.Seconds()).ThenNothing()
            .When(new ParameterRead(new KernelParameter(NetworkPlan.OnlyIPv6, "0"))).WhenTimePasses(1.Seconds()).Then(end);
    }

    [Fact]
    public void A_service_of_another_program_or_of_none_that_is_named_is_only_told_of()
    {
        var told = new RaiseAlarm("service:8080", Severity.Warning, "");
        _scene.Healthy().When(new ListenerRead(NetworkScene.Serving with { Problem = ServiceListener.Elsewhere, Program = "sshd" }))
            .WhenTimePasses(9.Seconds()).ThenNothing().WhenTimePasses(1.Seconds()).Then(told)
            .When(new ListenerRead(NetworkScene.Serving)).Then(new ClearAlarm("service:8080", ""));
        _scene.Policy = _scene.Policy with { Services = [new WantedService(8080, "wg0", "eth0")] };
        _scene.Healthy().When(new ListenerRead(NetworkScene.Serving with { Problem = ServiceListener.Stopped })).WhenTimePasses(10.Seconds()).Then(told);
    }

    [Fact]
    public void A_service_that_nobody_serves_is_started_once_whoever_else_would_start_it_had_its_time()
    {
        var missing = new ListenerRead(new ServiceListener(8080, ServiceListener.Missing));
        _scene.Healthy().When(missing).WhenTimePasses(9.Seconds()).ThenNothing();
        _scene.Policy = _scene.Policy with { Services = [new WantedService(8080, "wg0", "eth0", "httpd", "/etc/init.d/http\nstart")] };
        _scene.Healthy().When(missing).WhenTimePasses(4.Seconds()).ThenNothing().WhenTimePasses(1.Seconds()).Then(new StartService(8080, ""));
        _scene.Healthy().When(missing).WhenTimePasses(4.Seconds()).When(new ListenerRead(NetworkScene.Serving)).WhenTimePasses(9.Seconds()).ThenNothing();
    }

    [Fact]
    public void A_service_that_takes_connections_and_answers_none_is_ended()
    {
        const string url = "http://192.168.0.2:8080/";
        _scene.Policy = _scene.Policy with { Probes = [new WantedProbe(url, true, 2.Seconds())] };
        _scene.Healthy().When(new ReachChanged(new Reach(url, false, "too slow"))).WhenTimePasses(4.Seconds()).ThenNothing()
            .WhenTimePasses(1.Seconds()).Then(new EndService(8080, "httpd", 12, ""));
        _scene.Healthy().When(new ReachChanged(new Reach(url, false, "dropped"))).WhenTimePasses(9.Seconds()).ThenNothing();
    }
}
