using HaDirector.Engine;

namespace HaDirector.Tests.Engine;

/// <summary>Whatever is different between two plans is told: found by reflection, so that what a plan learns to hold next has to be compared, too.</summary>
public class PlanDiffCompletenessTests
{
    private static readonly string[] Untold =
    [
        "Plan.Ipvs.Settings[WantedSetting].Why", // words for people
        "Plan.SourceHash", // of the text, in which a comment is a difference
    ];

    [Fact]
    public void A_full_plan_leaves_nothing_out() =>
        Assert.Equal([], PropertyVariants.Holes(FullPlan.Make(), "Plan")); // what is new is to be filled in there, or nobody sees whether it is compared

    [Fact]
    public void The_same_plan_made_twice_is_no_difference() => Assert.Empty(PlanDiff.Between(FullPlan.Make(), FullPlan.Make()));

    [Fact]
    public void Every_property_of_a_plan_is_compared_in_both_directions()
    {
        Plan plan = FullPlan.Make();
        (string Path, object Value)[] variants = [.. PropertyVariants.Of(plan, "Plan")];
        Assert.True(variants.Length > 300, $"{variants.Length} variants");
        string[] missed = [.. variants
            .Where(variant => PlanDiff.Between(plan, (Plan)variant.Value).Count == 0 || PlanDiff.Between((Plan)variant.Value, plan).Count == 0)
            .Select(variant => variant.Path).Distinct()];
        Assert.Equal(Untold, missed);
    }
}
