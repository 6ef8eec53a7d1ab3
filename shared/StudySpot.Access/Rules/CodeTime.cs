using NodaTime;

namespace StudySpot.Access.Rules;

/// <summary>The code is of now, and if not, whether a screenshot or the phone's clock is the cause.</summary>
internal sealed class CodeTime() : AccessRule(AccessRules.CodeTime, Asked.Always)
{
    /// <summary>Codes carry whole seconds and are shown some seconds after they were made; docs/decision.md, Time.</summary>
    private static readonly Duration SteadyWithin = Duration.FromSeconds(3);

    public override RuleAnswer Evaluate(in Question question)
    {
        if (question.Code is not { } code) return RuleAnswer.Deny(Reason.Malformed);
        var time = question.Time;
        if (!time.Trusted) return RuleAnswer.Allow;

        var policy = question.Policy;
        var offset = code.Time - time.Now;
        var oldest = -(GateTime.Bound(policy.CodeLifetime) + time.Uncertainty);
        var newest = GateTime.Bound(policy.FutureTolerance) + time.Uncertainty;
        if (offset >= oldest && offset <= newest) return RuleAnswer.Allow;

        var wrongBeyond = GateTime.Bound(policy.PhoneClockWrongBeyond) + time.Uncertainty;
        if (offset < -wrongBeyond || offset > wrongBeyond || IsSteady(question.Input.Memory, code.Time, offset))
        {
            return RuleAnswer.Deny(Reason.PhoneClockWrong);
        }
        return RuleAnswer.Deny(offset < Duration.Zero ? Reason.CodeExpired : Reason.CodeFromFuture);
    }

    /// <summary>A screenshot's offset grows with every look at it; that of a wrong clock stays.</summary>
    private static bool IsSteady(ReplayMemory memory, Instant codeTime, Duration offset) =>
        memory is { LastRefusedCodeTime: { } lastTime, LastRefusedOffset: { } lastOffset }
        && lastTime != codeTime
        // Written without a difference: a stored offset may be anything and must not overflow.
        && lastOffset >= offset - SteadyWithin && lastOffset <= offset + SteadyWithin;
}
