/// <summary>A kernel parameter that the settings name, or that a wanted address needs, has its value.</summary>
[Name("Set a kernel parameter")]
[Description("Gives a kernel parameter of the settings its value again.")]
public class SetKernelParameter : Rule
{
    public override void Define()
    {
        WantedParameter wanted = default!;
        KernelParameter parameter = default!;

        When()
            .Match(() => wanted)
            .Match(() => parameter, p => p.Name == wanted.Name, p => p.Value != null, p => p.Value != wanted.Value);

        Then()
            .Do(ctx => ctx.Act(new SetParameter(wanted.Name, wanted.Value, $"{parameter.Name} is {parameter.Value}")));
    }
}
