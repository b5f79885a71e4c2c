/// What can be wrong with conditions, acts and clocks of joint care.
extension Breakage {
    static let rules: [Breakage] = [
        Breakage(
            "joint-care.yaml",
            "{role: sec, causes: [isolation]}",
            "{role: sec, causes: []}",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "{role: sec, causes: [isolation]}",
            "{role: sec}",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "      event: [opened, owner_changed]\n",
            "      event: [opened, owner-changed]\n",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "severity_at_least: agreement",
            "severity_at_least: agreed",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "reporter_sides: [external]",
            "reporter_sides: [outside]",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "self_reported: false",
            "self_reported: no",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "personal_data_at_least: suspected",
            "personal_data_at_least: maybe",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "provider_regimes: [nis2]",
            "provider_regimes: nis2",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "lifecycles: [terminated]",
            "lifecycles: [ended]",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "classifications: [major]",
            "classification: [major]",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "    when:\n      - event: [opened, owner_changed, classified]\n        categories: [isolation]\n      - event: [opened, owner_changed, classified]\n        causes: [isolation]\n",
            "    when: []\n",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "    tell: owner\n",
            "    tell: ownr\n",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "    tell: owner\n",
            "    tell: owner sec\n",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "tell: provider abuse",
            "tell: provider abuse desk",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "tell: provider abuse",
            "tell: provider abusers",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "    tell: owner\n",
            "    tell: owner\n    owe: provider\n",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "    tell: owner\n    within: response\n    acknowledgement_expected: true\n    evidence: [delivered, acknowledgement]\n",
            "",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "    tell: owner\n",
            "    tell: owner\n    what: looks after it\n",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "        what: answers the abuse case and says what was done\n",
            "",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "        owe: customer\n",
            "        owe: client\n",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "        start: delivered case\n",
            "        start: delivered case\n        acknowledgement_expected: true\n",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "        start: delivered case\n",
            "        start: delivery\n",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "        start: delivered case\n",
            "        start: delivered letter\n",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "      - act: desk\n        tell",
            "      - tell",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "      - act: desk\n",
            "      - act: case\n",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "    acts:\n      - act: desk\n",
            "    tell: owner\n    acts:\n      - act: desk\n",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "    tell: owner\n    within: response\n",
            "    tell: owner\n",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "within: -PT48H",
            "within: PT0S",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "    start: window_start\n",
            "",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "within: {critical: PT15M, high: PT30M}",
            "within: {}",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "within: {critical: PT15M, high: PT30M}",
            "within: {critical: PT15M, urgent: PT30M}",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "within: {critical: PT15M, high: PT30M}",
            "within: {critical: -PT15M}",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "    tell: owner\n    within: response\n",
            "    tell: owner\n    within: response\n    within_calendar: 4bh\n",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "        within_calendar: 1bh",
            "        within_calendar: 1 hour",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "        earliest_of:\n          - {start: classified major, within: PT4H}\n          - {start: aware customer, within: PT24H}\n",
            "        earliest_of:\n          - {start: classified major, within: PT4H}\n",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "        earliest_of:\n",
            "        within: PT1H\n        earliest_of:\n",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "evidence: [delivered, acknowledgement]",
            "evidence: [delivered, acknowledgment]",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "on_miss: tell provider mgr",
            "on_miss: tell the manager",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "on_miss: tell provider mgr",
            "on_miss: shrug",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "update_every: PT60M",
            "update_every: hourly",
            "TODO"),
        Breakage(
            "joint-care.yaml",
            "tell: customer owner",
            "tell: customer mgr",
            "TODO"),
    ]
}
