/// What can be wrong with conditions, acts and clocks of joint care.
extension Breakage {
    static let rules: [Breakage] = [
        Breakage(
            "joint-care.yaml",
            "{role: sec, causes: [isolation]}",
            "{role: sec, causes: []}",
            "Config/joint-care.yaml:12:29: `causes` is empty — write at least one"),
        Breakage(
            "joint-care.yaml",
            "{role: sec, causes: [isolation]}",
            "{role: sec}",
            "Config/joint-care.yaml:12:9: a desk has no `categories` — add a line `categories: …`"),
        Breakage(
            "joint-care.yaml",
            "      event: [opened, owner_changed]\n",
            "      event: [opened, owner-changed]\n",
            "Config/joint-care.yaml:103:23: `owner-changed` is not a word for `event` — did you mean"
                + " `owner_changed`? accepted: opened, owner_changed, classified, resolved"),
        Breakage(
            "joint-care.yaml",
            "severity_at_least: agreement",
            "severity_at_least: agreed",
            "Config/joint-care.yaml:92:26: `agreed` is not a word for `severity_at_least` — accepted:"
                + " info, low, medium, high, critical, agreement"),
        Breakage(
            "joint-care.yaml",
            "reporter_sides: [external]",
            "reporter_sides: [outside]",
            "Config/joint-care.yaml:368:24: `outside` is not a word for `reporter_sides` — accepted:"
                + " provider, customer, external"),
        Breakage(
            "joint-care.yaml",
            "self_reported: false",
            "self_reported: no",
            "Config/joint-care.yaml:121:22: `self_reported` is `no` — write true or false"),
        Breakage(
            "joint-care.yaml",
            "personal_data_at_least: suspected",
            "personal_data_at_least: maybe",
            "Config/joint-care.yaml:146:31: `maybe` is not a word for `personal_data_at_least` —"
                + " accepted: none, suspected, confirmed"),
        Breakage(
            "joint-care.yaml",
            "provider_regimes: [nis2]",
            "provider_regimes: nis2",
            "Config/joint-care.yaml:175:25: `provider_regimes` is a single value — write a list: [first,"
                + " second], or a line with - for each"),
        Breakage(
            "joint-care.yaml",
            "lifecycles: [terminated]",
            "lifecycles: [ended]",
            "Config/joint-care.yaml:322:20: `ended` is not a word for `lifecycles` — accepted: active,"
                + " suspended, terminated"),
        Breakage(
            "joint-care.yaml",
            "classifications: [major]",
            "classification: [major]",
            "Config/joint-care.yaml:412:7: unknown key `classification` in a condition — did you mean"
                + " `classifications`?"),
        Breakage(
            "joint-care.yaml",
            "    when:\n      - event: [opened, owner_changed, classified]\n        categories: [isolation]\n      - event: [opened, owner_changed, classified]\n        causes: [isolation]\n",
            "    when: []\n",
            "Config/joint-care.yaml:304:11: `when` is empty — write at least one"),
        Breakage(
            "joint-care.yaml",
            "    tell: owner\n",
            "    tell: ownr\n",
            "Config/joint-care.yaml:81:11: `ownr` is not a word for `tell` — did you mean `owner`?"
                + " accepted: owner, counterpart, both, partner, provider, customer, affected, tenants, told"),
        Breakage(
            "joint-care.yaml",
            "    tell: owner\n",
            "    tell: owner sec\n",
            "Config/joint-care.yaml:81:11: `owner` does not take a role: its desk is that of the category"
                + " — roles go with provider, customer, affected, tenants"),
        Breakage(
            "joint-care.yaml",
            "tell: provider abuse",
            "tell: provider abuse desk",
            "Config/joint-care.yaml:124:15: `provider abuse desk` is not one word or two for `tell` —"
                + " write a side or recipient, and a role if need be: provider abuse"),
        Breakage(
            "joint-care.yaml",
            "tell: provider abuse",
            "tell: provider abusers",
            "Config/joint-care.yaml:124:15: `abusers` is not a word for `tell` — did you mean `abuse`?"
                + " accepted: owner, ops, sec, dpo, ict, abuse, support, noc, mgr, break_glass"),
        Breakage(
            "joint-care.yaml",
            "    tell: owner\n",
            "    tell: owner\n    owe: provider\n",
            "Config/joint-care.yaml:67:5: a joint-care rule tells and owes at once — keep one, or make"
                + " them two acts under acts:"),
        Breakage(
            "joint-care.yaml",
            "    tell: owner\n",
            "",
            "Config/joint-care.yaml:67:5: a joint-care rule asks for nothing — write tell: (whom Tocsin"
                + " tells) or owe: (which side does something itself)"),
        Breakage(
            "joint-care.yaml",
            "    tell: owner\n",
            "    tell: owner\n    what: looks after it\n",
            "Config/joint-care.yaml:82:11: `what` stands where somebody is told — it says what a party"
                + " owes; remove it"),
        Breakage(
            "joint-care.yaml",
            "        what: answers the abuse case and says what was done\n",
            "",
            "Config/joint-care.yaml:133:9: an act has no `what` — say what it does, as it goes on from"
                + " the party's name: what: files the final report"),
        Breakage(
            "joint-care.yaml",
            "        owe: customer\n",
            "        owe: client\n",
            "Config/joint-care.yaml:134:14: `client` is not a word for `owe` — accepted: provider,"
                + " customer"),
        Breakage(
            "joint-care.yaml",
            "        start: delivered case\n",
            "        start: delivered case\n        acknowledgement_expected: true\n",
            "Config/joint-care.yaml:137:35: `acknowledgement_expected` stands where nobody is told — it"
                + " goes with tell; remove it"),
        Breakage(
            "joint-care.yaml",
            "        start: delivered case\n",
            "        start: delivery\n",
            "Config/joint-care.yaml:136:16: `delivery` is not a word for `start` — did you mean"
                + " `delivered`? accepted: received, observed, requested, resolved, terminated, purged,"
                + " owner_set, window_start, aware provider, aware customer, classified WORD, delivered,"
                + " delivered ACT, acknowledged, acknowledged ACT, sent ACT"),
        Breakage(
            "joint-care.yaml",
            "        start: delivered case\n",
            "        start: delivered letter\n",
            "Config/joint-care.yaml:115:5: joint-care rule JC-04 counts from “delivered letter” and has"
                + " no act “letter” — name one of its own: desk, case, answer"),
        Breakage(
            "joint-care.yaml",
            "      - act: desk\n        tell",
            "      - tell",
            "Config/joint-care.yaml:123:9: an act has no `act` — give each act of a rule a name"),
        Breakage(
            "joint-care.yaml",
            "      - act: desk\n",
            "      - act: case\n",
            "Config/joint-care.yaml:115:5: joint-care rule JC-04 has several acts, and not each has a"
                + " name of its own — give each its own `act`"),
        Breakage(
            "joint-care.yaml",
            "    acts:\n      - act: desk\n",
            "    tell: owner\n    acts:\n      - act: desk\n",
            "Config/joint-care.yaml:115:5: `tell` stands beside `acts` — move it into the act that it is"
                + " about"),
        Breakage(
            "joint-care.yaml",
            "    tell: owner\n    within: response\n",
            "    tell: owner\n",
            "Config/joint-care.yaml:67:5: a joint-care rule has no `within` — say by when: response,"
                + " immediately, or a span such as PT60M"),
        Breakage(
            "joint-care.yaml",
            "within: -PT48H",
            "within: PT0S",
            "Config/joint-care.yaml:402:13: `PT0S` is no time for `within` — write one of response,"
                + " immediately, breach_notice; a span as in PT15M, P30D, P1M or 4bh; or one for each severity:"
                + " {critical: PT15M, high: PT30M}"),
        Breakage(
            "joint-care.yaml",
            "    start: window_start\n",
            "",
            "Config/joint-care.yaml:401:13: `-P2D` is due before its start, `received`, has happened —"
                + " only the begin of planned work is known ahead: write start: window_start"),
        Breakage(
            "joint-care.yaml",
            "within: {critical: PT15M, high: PT30M}",
            "within: {}",
            "Config/joint-care.yaml:108:13: `within` names no severity — write at least one: {high:"
                + " PT30M}"),
        Breakage(
            "joint-care.yaml",
            "within: {critical: PT15M, high: PT30M}",
            "within: {critical: PT15M, urgent: PT30M}",
            "Config/joint-care.yaml:108:31: unknown key `urgent` in `within` — known: critical, high,"
                + " info, low, medium"),
        Breakage(
            "joint-care.yaml",
            "within: {critical: PT15M, high: PT30M}",
            "within: {critical: -PT15M}",
            "Config/joint-care.yaml:108:24: `critical` is `-PT15M` — write a span longer than nothing"),
        Breakage(
            "joint-care.yaml",
            "    tell: owner\n    within: response\n",
            "    tell: owner\n    within: response\n    within_calendar: 4bh\n",
            "Config/joint-care.yaml:83:22: `within_calendar` goes with a single span — write within: as a"
                + " span such as PT4H, or remove it"),
        Breakage(
            "joint-care.yaml",
            "        within_calendar: 1bh",
            "        within_calendar: 1 hour",
            "Config/joint-care.yaml:254:26: `1 hour` is no span of time for `within_calendar` — write"
                + " elapsed time as in PT15M or P30D, calendar months as in P1M, or business hours as in 4bh"),
        Breakage(
            "joint-care.yaml",
            "        earliest_of:\n          - {start: classified major, within: PT4H}\n          - {start: aware customer, within: PT24H}\n",
            "        earliest_of:\n          - {start: classified major, within: PT4H}\n",
            "Config/joint-care.yaml:419:11: `earliest_of` is empty — write at least 2"),
        Breakage(
            "joint-care.yaml",
            "        earliest_of:\n",
            "        within: PT1H\n        earliest_of:\n",
            "Config/joint-care.yaml:418:17: `within` stands beside `earliest_of` — write it as one more"
                + " of the list"),
        Breakage(
            "joint-care.yaml",
            "evidence: [delivered, acknowledgement]",
            "evidence: [delivered, acknowledgment]",
            "Config/joint-care.yaml:84:27: `acknowledgment` is not a word for `evidence` — did you mean"
                + " `acknowledgement`? accepted: delivered, body_digest, acknowledgement, manual_record,"
                + " waiver, answer, classification, certificate"),
        Breakage(
            "joint-care.yaml",
            "on_miss: tell provider mgr",
            "on_miss: tell the manager",
            "Config/joint-care.yaml:153:14: `tell the manager` is nothing to do about a missed due —"
                + " write escalate, record, or tell with a side and a role: tell provider mgr"),
        Breakage(
            "joint-care.yaml",
            "on_miss: tell provider mgr",
            "on_miss: shrug",
            "Config/joint-care.yaml:153:14: `shrug` is nothing to do about a missed due — write escalate,"
                + " record, or tell with a side and a role: tell provider mgr"),
        Breakage(
            "joint-care.yaml",
            "update_every: PT60M",
            "update_every: hourly",
            "Config/joint-care.yaml:111:19: `update_every` is `hourly` — write a duration from PT5M to P7D, as in"
                + " PT15M or PT1H30M"),
    ]
}
