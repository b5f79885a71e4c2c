/// What can be wrong with schedules, and with who tells one.
extension Breakage {
    static let schedules: [Breakage] =
        scheduleFiles + turns + tables + overrides

    private static let scheduleFiles: [Breakage] = [
        Breakage(
            "schedules.yaml",
            "zones: [UTC]",
            "zones: [CET]",
            "?"),
        Breakage(
            "schedules.yaml",
            "zones: [UTC]",
            "zone: UTC",
            "?"),
        Breakage(
            "schedules.yaml",
            "{id: anong, party: prov, name: Anong Srisai, email: anong@meridian.example, channels",
            "{id: anong, party: prov, email: anong@meridian.example, channels",
            "?"),
        Breakage(
            "schedules.yaml",
            "{id: anong, party: prov, name",
            "{id: anong, name",
            "?"),
        Breakage(
            "schedules.yaml",
            "{id: boon, party: prov",
            "{id: anong, party: prov",
            "?"),
        Breakage(
            "schedules.yaml",
            "{id: mara, party: tern",
            "{id: mara, party: turn",
            "?"),
        Breakage(
            "schedules.yaml",
            "channels: [prov-anong]",
            "channels: []",
            "?"),
        Breakage(
            "schedules.yaml",
            "channels: [prov-anong]",
            "channels: [prov-annong]",
            "?"),
        Breakage(
            "schedules.yaml",
            "channels: [prov-anong]",
            "channels: [tern]",
            "?"),
        Breakage(
            "schedules.yaml",
            "email: anong@meridian.example",
            "email: \"mailto:anong@meridian.example\"",
            "?"),
        Breakage(
            "schedules.yaml",
            "email: anong@meridian.example",
            "mail: anong@meridian.example",
            "?"),
        Breakage(
            "schedules.yaml",
            "  - id: tern-ops\n",
            "  - id: noc-week\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "  - id: tern-ops\n    party: tern\n",
            "  - id: tern-ops\n    party: aws\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "  - id: tern-ops\n    party: tern\n    layers:",
            "  - id: tern-ops\n    party: tern\n    zone: GMT+2\n    layers:",
            "?"),
        Breakage(
            "schedules.yaml",
            "    zone: Asia/Bangkok\n    layers:",
            "    zone: Asia/Bangkok\n    layer:",
            "?"),
    ]

    private static let turns: [Breakage] = [
        Breakage(
            "schedules.yaml",
            "members: [anong, boon, chai]",
            "members: [anong, bon, chai]",
            "?"),
        Breakage(
            "schedules.yaml",
            "members: [anong, boon, chai]",
            "members: [anong, mara, chai]",
            "?"),
        Breakage(
            "schedules.yaml",
            "members: [anong, boon, chai]",
            "members: []",
            "?"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        every: 1 week\n        starting_on: 2026-01-05\n        handoff: \"09:00\"\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n        shifts: [{person: boon, from: 2026-01-01T00:00, to:"
                + " 2026-01-02T00:00}]\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "        every: 1 week\n",
            "",
            "?"),
        Breakage(
            "schedules.yaml",
            "every: 1 week",
            "every: weekly",
            "?"),
        Breakage(
            "schedules.yaml",
            "every: 1 week",
            "every: 53 weeks",
            "?"),
        Breakage(
            "schedules.yaml",
            "every: 1 week",
            "every: 0 days",
            "?"),
        Breakage(
            "schedules.yaml",
            "starting_on: 2026-01-05",
            "starting_on: 2026-02-30",
            "?"),
        Breakage(
            "schedules.yaml",
            "starting_on: 2026-01-05",
            "starting_on: 1800-01-05",
            "?"),
        Breakage(
            "schedules.yaml",
            "handoff: \"09:00\"",
            "handoff: 9am",
            "?"),
        Breakage(
            "schedules.yaml",
            "handoff: \"09:00\"",
            "handoff: \"24:00\"",
            "?"),
        Breakage(
            "schedules.yaml",
            "        handoff: \"09:00\"\n",
            "        handoff: \"09:00\"\n        advance: coverd\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "        handoff: \"09:00\"\n",
            "        handoff: \"09:00\"\n        until: 2026-04-01\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "        handoff: \"09:00\"\n",
            "        handoff: \"09:00\"\n        from: 2026-04-01T00:00\n        until: 2026-04-01T00:00\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "        handoff: \"09:00\"\n",
            "        handoff: \"09:00\"\n        zone: Europe/Berlin\n        from: 2026-10-25T02:30\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "        handoff: \"09:00\"\n",
            "        handoff: \"09:00\"\n        zone: Europe/Berlin\n        from: 2026-03-29T02:30\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "      - id: night\n",
            "      - id: week\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "      - id: night\n",
            "      - id: week\n        revision: 2\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "      - id: night\n",
            "      - id: night\n        revision: 0\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "- {from: \"21:00\", to: \"07:00\"}",
            "- {from: \"21:00\"}",
            "?"),
        Breakage(
            "schedules.yaml",
            "- {from: \"21:00\", to: \"07:00\"}",
            "- {from: \"21:00\", to: \"21:00\"}",
            "?"),
        Breakage(
            "schedules.yaml",
            "- {from: \"21:00\", to: \"07:00\"}",
            "- {from: \"21\", to: \"07:00\"}",
            "?"),
        Breakage(
            "schedules.yaml",
            "- {from: \"21:00\", to: \"07:00\"}",
            "- {from: \"mon 21:00\", to: \"07:00\"}",
            "?"),
        Breakage(
            "schedules.yaml",
            "- {from: \"21:00\", to: \"07:00\"}",
            "- {from: \"24:00\", to: \"07:00\"}",
            "?"),
        Breakage(
            "schedules.yaml",
            "- {from: \"21:00\", to: \"07:00\"}",
            "- {days: [monday], from: \"21:00\", to: \"07:00\"}",
            "?"),
        Breakage(
            "schedules.yaml",
            "- {from: \"fri 18:00\", to: \"mon 09:00\"}",
            "- {days: [fri], from: \"fri 18:00\", to: \"mon 09:00\"}",
            "?"),
    ]

    private static let tables: [Breakage] = [
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        shifts: []\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        shifts: [{person: boon, from: 2026-01-02T00:00, to: 2026-01-01T00:00}]\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        shifts: [{person: boon, from: 2026-01-02T00:00, to: 2027-01-05T00:00}]\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        shifts:\n          - {person: boon, from: 2026-01-02T00:00, to: 2026-01-03T00:00}\n   "
                + "       - {person: chai, from: 2026-01-02T23:00, to: 2026-01-04T00:00}\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        shifts: [{person: boon, from: 2026-01-02T00:00, to: 2026-01-03T00:00}]\n        every:"
                + " 1 week\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        calendar: duty.ics\n        until: 2026-12-31T00:00\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        calendar: ../duty.ics\n        from: 2026-01-01T00:00\n        until:"
                + " 2026-12-31T00:00\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        calendar: calendars.yaml\n        from: 2026-01-01T00:00\n        until:"
                + " 2026-12-31T00:00\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        calendar: calendars.yaml\n        from: 2026-01-01T00:00\n        until:"
                + " 2027-12-31T00:00\n",
            "?"),
    ]

    private static let overrides: [Breakage] = [
        Breakage(
            "schedules.yaml",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n    overrides:\n      - {id: a, from:"
                + " 2026-05-01T00:00, to: 2026-05-02T00:00, replace: mara, with: jonas}\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n    overrides:\n      - {id: a, from:"
                + " 2026-05-01T00:00, to: 2026-05-02T00:00, replace: mara, reason: x}\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n    overrides:\n      - {id: a, from:"
                + " 2026-05-01T00:00, to: 2026-05-02T00:00, add: mara, remove: jonas, reason: x}\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n    overrides:\n      - {id: a, from:"
                + " 2026-05-01T00:00, to: 2026-05-02T00:00, add: anong, reason: x}\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n    overrides:\n      - {id: a, from:"
                + " 2026-05-02T00:00, to: 2026-05-02T00:00, add: mara, reason: x}\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n    overrides:\n      - {id: a, from:"
                + " 2026-10-25T02:30, to: 2026-10-25T03:30, add: mara, reason: x}\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n    overrides:\n      - {id: a, from:"
                + " 2026-05-02T00:00, to: 2027-05-04T00:00, add: mara, reason: x}\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n    overrides:\n      - {id: a, from:"
                + " 2026-05-01T00:00, to: 2026-05-02T00:00, add: mara, reason: x}\n      - {id: a, from:"
                + " 2026-05-01T00:00, to: 2026-05-02T00:00, add: jonas, reason: x}\n",
            "?"),
        Breakage(
            "schedules.yaml",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n    overrides:\n      - {id: a, from:"
                + " 2026-05-01T00:00, to: 2026-05-02T00:00, add: mara, reason: x}\n      - {id: b, from:"
                + " 2026-05-01T00:00, to: 2026-05-02T00:00, remove: mara, reason: x}\n",
            "?"),
        Breakage(
            "escalation.yaml",
            "tell: [own mgr]",
            "tell: [schedule noc-weak]",
            "?"),
        Breakage(
            "escalation.yaml",
            "tell: [own mgr]",
            "tell: [schedule tern-ops]",
            "?"),
        Breakage(
            "tocsin.yaml",
            "schedules: schedules.yaml",
            "schedules: schedule.yaml",
            "?"),
    ]
}
