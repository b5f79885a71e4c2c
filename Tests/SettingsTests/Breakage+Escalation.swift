/// What can be wrong with escalation, and with how incidents go on.
extension Breakage {
    static let escalation: [Breakage] = policies + targets + coordination

    private static let policies: [Breakage] = [
        Breakage(
            "escalation.yaml",
            "after: PT20M",
            "after: PT10M",
            "Config/escalation.yaml:24:17: the step is not later than the one before it — all are counted"
                + " from the start of the escalation; write more than PT10M"),
        Breakage(
            "escalation.yaml",
            "    last_wait: PT10M\n",
            "",
            "Config/escalation.yaml:21:5: a policy has no `last_wait` — say how long the last step has,"
                + " for example last_wait: PT15M"),
        Breakage(
            "escalation.yaml",
            "    last_wait: PT10M\n",
            "    last_wait: PT10M\n    repeat: 21\n",
            "Config/escalation.yaml:26:13: `repeat` is `21` — write a whole number from 0 to 20"),
        Breakage(
            "escalation.yaml",
            "acknowledgement_lasts: PT4H",
            "acknowledgement_lasts: PT0S",
            "Config/escalation.yaml:26:28: `PT0S` is no duration for `acknowledgement_lasts` — write it as"
                + " in PT15M, PT1H30M or P30D: longer than nothing, without months and years"),
        Breakage(
            "escalation.yaml",
            "while: unresolved, tell",
            "while: resolved, tell",
            "Config/escalation.yaml:34:30: `resolved` is not a word for `while` — did you mean `unresolved`?"
                + " accepted: unacknowledged, unresolved"),
        Breakage(
            "escalation.yaml",
            "    steps:\n",
            "    steps:\n" + longSteps,
            "Config/escalation.yaml:23:7: the steps tell 67 desks, channels and schedules in all — at most 64,"
                + " so that the policy fits in an entry of the ledger"),
    ]

    /// Eight steps that tell eight desks each, all earlier than those of the file.
    private static let longSteps = (1...8).map { step in
        let desks = "own sec, own noc, own mgr, own support, other ops, other sec, other owner, channel prov-mgr"
        return "      - {after: PT\(step)M, tell: [\(desks)]}\n"
    }.joined()

    private static let targets: [Breakage] = [
        Breakage(
            "escalation.yaml",
            "tell: [own mgr]",
            "tell: [mgr]",
            "Config/escalation.yaml:23:31: `mgr` is nobody to tell — write own or other and a role, or"
                + " channel or schedule and its name, for example own mgr or channel prov-pager; roles: owner,"
                + " ops, sec, dpo, ict, abuse, support, noc, mgr, break_glass"),
        Breakage(
            "escalation.yaml",
            "tell: [own mgr]",
            "tell: [my mgr]",
            "Config/escalation.yaml:23:31: `my mgr` is nobody to tell — write own or other and a role,"
                + " or channel or schedule and its name, for example own mgr or channel prov-pager; roles: owner,"
                + " ops, sec, dpo, ict, abuse, support, noc, mgr, break_glass"),
        Breakage(
            "escalation.yaml",
            "tell: [own mgr]",
            "tell: [channel prov/mgr]",
            "Config/escalation.yaml:23:31: `channel prov/mgr` is nobody to tell — write own or other and a role,"
                + " or channel or schedule and its name, for example own mgr or channel prov-pager; roles: owner,"
                + " ops, sec, dpo, ict, abuse, support, noc, mgr, break_glass"),
        Breakage(
            "escalation.yaml",
            "tell: [own mgr]",
            "tell: [channel prov-mgr, channel prov-mgr]",
            "Config/escalation.yaml:23:9: the step tells somebody twice — write each desk, channel and"
                + " schedule once"),
        Breakage(
            "escalation.yaml",
            "tell: [own mgr]",
            "tell: [channel prov-pagr]",
            "Config/escalation.yaml:23:31: there is no channel `prov-pagr` — did you mean `prov-pager`?"),
        Breakage(
            "escalation.yaml",
            "tell: [own mgr]",
            "tell: [channel tern]",
            "Config/escalation.yaml:23:31: the channel `tern` is tern's, not prov's, which escalates by the"
                + " policy `noc` — channels of prov: prov-anong, prov-boon, prov-chai, prov-mgr, prov-noc,"
                + " prov-pager, prov-sec"),
    ]

    private static let coordination: [Breakage] = [
        Breakage(
            "tocsin.yaml",
            "reopen_within: PT10M",
            "reopen_within: PT24H1S",
            "Config/tocsin.yaml:31:18: `reopen_within` is `PT24H1S` — write a duration from PT0S to P1D, as in"
                + " PT15M or PT1H30M"),
        Breakage(
            "tocsin.yaml",
            "reopen_within: PT10M",
            "reopen_within: 10 minutes",
            "Config/tocsin.yaml:31:18: `reopen_within` is `10 minutes` — write a duration from PT0S to P1D, as in"
                + " PT15M or PT1H30M"),
        Breakage(
            "tocsin.yaml",
            "proposal_answer_within: PT24H",
            "proposal_answer_within: P31D",
            "Config/tocsin.yaml:32:27: `proposal_answer_within` is `P31D` — write a duration from PT5M to P30D,"
                + " as in PT15M or PT1H30M"),
        Breakage(
            "tocsin.yaml",
            "proposal_told_within: PT4H",
            "proposal_told_within: PT0S",
            "Config/tocsin.yaml:33:25: `proposal_told_within` is `PT0S` — write a duration from PT1M to P7D, as"
                + " in PT15M or PT1H30M"),
        Breakage(
            "tocsin.yaml",
            "proposal_told_within: PT4H",
            "proposal_told_within: PT25H",
            "Config/tocsin.yaml:33:25: both sides are told of a proposal within P1DT1H, and it counts as declined"
                + " after P1D — let proposal_told_within be no longer than proposal_answer_within"),
        Breakage(
            "tocsin.yaml",
            "reopen_within: PT10M",
            "reopens_within: PT10M",
            "Config/tocsin.yaml:31:3: unknown key `reopens_within` in coordination — did you mean"
                + " `reopen_within`?"),
    ]
}
