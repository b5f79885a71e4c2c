/// What can be wrong with schedules, and with who tells one.
extension Breakage {
    static let schedules: [Breakage] =
        scheduleFiles + turns + tables + overrides

    private static let scheduleFiles: [Breakage] = [
        Breakage(
            "schedules.yaml",
            "zones: [UTC]",
            "zones: [CET]",
            "Config/schedules.yaml:71:9: `CET` is no region and city, so it follows no place's law — write"
                + " UTC or a region and city such as Europe/Berlin"),
        Breakage(
            "schedules.yaml",
            "zones: [UTC]",
            "zone: UTC",
            "Config/schedules.yaml:71:1: unknown key `zone` in the schedules file — did you mean `zones`?"),
        Breakage(
            "schedules.yaml",
            "{id: anong, party: prov, name: Anong Srisai, email: anong@meridian.example, channels",
            "{id: anong, party: prov, email: anong@meridian.example, channels",
            "Config/schedules.yaml:27:5: a person has no `name` — add a line `name: …`"),
        Breakage(
            "schedules.yaml",
            "{id: anong, party: prov, name",
            "{id: anong, name",
            "Config/schedules.yaml:27:5: a person has no `party` — name the provider or a customer"),
        Breakage(
            "schedules.yaml",
            "people:\n",
            "people:\n  - {id: chai, party: prov, name: Chai, channels: [prov-chai]}\n",
            "Config/schedules.yaml:30:10: the person `chai` is declared twice — the first is at"
                + " Config/schedules.yaml:27:10; rename one"),
        Breakage(
            "schedules.yaml",
            "{id: mara, party: tern",
            "{id: mara, party: turn",
            "Config/schedules.yaml:31:23: there is no party `turn` — did you mean `tern`?"),
        Breakage(
            "schedules.yaml",
            "channels: [prov-anong]",
            "channels: []",
            "Config/schedules.yaml:27:91: `channels` is empty — write at least one"),
        Breakage(
            "schedules.yaml",
            "channels: [prov-anong]",
            "channels: [prov-annong]",
            "Config/schedules.yaml:27:92: there is no channel `prov-annong` — did you mean `prov-anong`?"),
        Breakage(
            "schedules.yaml",
            "channels: [prov-anong]",
            "channels: [tern]",
            "Config/schedules.yaml:27:92: the channel `tern` is tern's, not prov's — channels of prov:"
                + " prov-anong, prov-boon, prov-chai, prov-mgr, prov-noc, prov-pager, prov-sec"),
        Breakage(
            "schedules.yaml",
            "email: anong@meridian.example",
            "email: \"mailto:anong@meridian.example\"",
            "Config/schedules.yaml:27:57: `mailto:anong@meridian.example` is no address for `email` — write"
                + " it as in ana@example.org"),
        Breakage(
            "schedules.yaml",
            "email: anong@meridian.example",
            "mail: anong@meridian.example",
            "Config/schedules.yaml:27:50: unknown key `mail` in a person — did you mean `email`?"),
        Breakage(
            "schedules.yaml",
            "  - id: tern-ops\n",
            "  - id: noc-week\n",
            "Config/schedules.yaml:55:9: the schedule `noc-week` is declared twice — the first is at"
                + " Config/schedules.yaml:37:9; rename one"),
        Breakage(
            "schedules.yaml",
            "  - id: tern-ops\n    party: tern\n",
            "  - id: tern-ops\n    party: aws\n",
            "Config/schedules.yaml:56:12: aws is neither the provider nor a customer, and nobody of it is"
                + " called — name the provider or a customer"),
        Breakage(
            "schedules.yaml",
            "  - id: tern-ops\n    party: tern\n    layers:",
            "  - id: tern-ops\n    party: tern\n    zone: GMT+2\n    layers:",
            "Config/schedules.yaml:57:11: `GMT+2` is an offset, whose sign libraries read differently —"
                + " write Etc/GMT-2"),
        Breakage(
            "schedules.yaml",
            "    zone: Asia/Bangkok\n    layers:",
            "    zones: Asia/Bangkok\n    layers:",
            "Config/schedules.yaml:39:5: unknown key `zones` in a schedule — did you mean `zone`?"),
    ]

    private static let turns: [Breakage] = [
        Breakage(
            "schedules.yaml",
            "members: [anong, boon, chai]",
            "members: [anong, bon, chai]",
            "Config/schedules.yaml:42:26: there is no person `bon` — did you mean `boon`?"),
        Breakage(
            "schedules.yaml",
            "members: [anong, boon, chai]",
            "members: [anong, mara, chai]",
            "Config/schedules.yaml:42:26: the person `mara` is tern's, not prov's — people of prov: anong,"
                + " boon, chai"),
        Breakage(
            "schedules.yaml",
            "members: [anong, boon, chai]",
            "members: []",
            "Config/schedules.yaml:42:18: `members` is empty — write at least one"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        every: 1 week\n        starting_on: 2026-01-05\n        handoff: \"09:00\"\n",
            "Config/schedules.yaml:41:9: the layer has nobody — write one of members (people who take"
                + " turns), shifts (a table) and calendar (a file)"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n        shifts: [{person: boon, from: 2026-01-01T00:00, to:"
                + " 2026-01-02T00:00}]\n",
            "Config/schedules.yaml:41:9: the layer has members and shifts — write one of members (people"
                + " who take turns), shifts (a table) and calendar (a file)"),
        Breakage(
            "schedules.yaml",
            "        every: 1 week\n",
            "",
            "Config/schedules.yaml:41:9: a layer has no `every` — say how long a turn is, for example"
                + " every: 1 week"),
        Breakage(
            "schedules.yaml",
            "every: 1 week",
            "every: weekly",
            "Config/schedules.yaml:43:16: `weekly` is no length of a turn — write a number and hours, days,"
                + " weeks or months: 12 hours, 1 day, 2 weeks, 1 month"),
        Breakage(
            "schedules.yaml",
            "every: 1 week",
            "every: 53 weeks",
            "Config/schedules.yaml:43:16: a rotation cannot hand over every 53 weeks — write a number from"
                + " 1 to 52"),
        Breakage(
            "schedules.yaml",
            "every: 1 week",
            "every: 0 days",
            "Config/schedules.yaml:43:16: a rotation cannot hand over every 0 days — write a number from 1"
                + " to 366"),
        Breakage(
            "schedules.yaml",
            "starting_on: 2026-01-05",
            "starting_on: 2026-02-30",
            "Config/schedules.yaml:44:22: `2026-02-30` is no date for `starting_on` — write year, month and"
                + " day: 2026-04-06"),
        Breakage(
            "schedules.yaml",
            "starting_on: 2026-01-05",
            "starting_on: 1800-01-05",
            "Config/schedules.yaml:44:22: the rotation cannot start on 1800-01-05 — its year must be from"
                + " 1900 to 9999"),
        Breakage(
            "schedules.yaml",
            "handoff: \"09:00\"",
            "handoff: 9am",
            "Config/schedules.yaml:45:18: `9am` is no time of day for `handoff` — write hours and minutes:"
                + " \"09:00\""),
        Breakage(
            "schedules.yaml",
            "handoff: \"09:00\"",
            "handoff: \"24:00\"",
            "Config/schedules.yaml:45:18: 24:00 only ends a day — write the handoff as 00:00, and start it"
                + " on the day after"),
        Breakage(
            "schedules.yaml",
            "        handoff: \"09:00\"\n",
            "        handoff: \"09:00\"\n        advance: coverd\n",
            "Config/schedules.yaml:46:18: `coverd` is not a word for `advance` — did you mean `covered`?"
                + " accepted: calendar, covered"),
        Breakage(
            "schedules.yaml",
            "        handoff: \"09:00\"\n",
            "        handoff: \"09:00\"\n        until: 2026-04-01\n",
            "Config/schedules.yaml:46:16: `2026-04-01` is no time for `until` — write date, time and"
                + " offset, 2026-04-01T09:00:00+02:00, or the time on the wall of Asia/Bangkok, 2026-04-01T09:00"),
        Breakage(
            "schedules.yaml",
            "        handoff: \"09:00\"\n",
            "        handoff: \"09:00\"\n        from: 2026-04-01T00:00\n        until: 2026-04-01T00:00\n",
            "Config/schedules.yaml:47:16: the layer week holds from 2026-03-31T17:00:00Z until"
                + " 2026-03-31T17:00:00Z, which is not after it — change one of them"),
        Breakage(
            "schedules.yaml",
            "        handoff: \"09:00\"\n",
            "        handoff: \"09:00\"\n        zone: Europe/Berlin\n        from: 2026-10-25T02:30\n",
            "Config/schedules.yaml:47:15: 2026-10-25T02:30:00 comes twice in Europe/Berlin, because clocks"
                + " are put back — write 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00"),
        Breakage(
            "schedules.yaml",
            "        handoff: \"09:00\"\n",
            "        handoff: \"09:00\"\n        zone: Europe/Berlin\n        from: 2026-03-29T02:30\n",
            "Config/schedules.yaml:47:15: 2026-03-29T02:30:00 does not exist in Europe/Berlin, because"
                + " clocks are put forward — the first time after it is 2026-03-29T03:00:00+02:00"),
        Breakage(
            "schedules.yaml",
            "      - id: night\n",
            "      - id: week\n",
            "Config/schedules.yaml:46:9: revision 1 of the layer week must have the higher number and begin"
                + " when revision 1 has ended — give one another name; or write the later as a revision, with a"
                + " higher number, and `from` where the other has `until`"),
        Breakage(
            "schedules.yaml",
            "      - id: night\n",
            "      - id: week\n        revision: 2\n",
            "Config/schedules.yaml:46:9: revision 2 of the layer week must have the higher number and begin"
                + " when revision 1 has ended — give one another name; or write the later as a revision, with a"
                + " higher number, and `from` where the other has `until`"),
        Breakage(
            "schedules.yaml",
            "      - id: night\n",
            "      - id: night\n        revision: 0\n",
            "Config/schedules.yaml:47:19: `revision` is `0` — write a whole number from 1 to 10000"),
        Breakage(
            "schedules.yaml",
            "- {from: \"21:00\", to: \"07:00\"}",
            "- {from: \"21:00\"}",
            "Config/schedules.yaml:52:13: a restriction has no `to` — add a line `to: …`"),
        Breakage(
            "schedules.yaml",
            "- {from: \"21:00\", to: \"07:00\"}",
            "- {from: \"21:00\", to: \"21:00\"}",
            "Config/schedules.yaml:52:13: \"Mon Tue Wed Thu Fri Sat Sun 21:00-21:00\" ends when it begins —"
                + " a whole day is 00:00 to 24:00, and for a whole week leave it out"),
        Breakage(
            "schedules.yaml",
            "- {from: \"21:00\", to: \"07:00\"}",
            "- {from: \"21\", to: \"07:00\"}",
            "Config/schedules.yaml:52:20: `21` is no time for `from` — write \"17:00\", or with a day \"fri"
                + " 17:00\"; days: mon, tue, wed, thu, fri, sat, sun"),
        Breakage(
            "schedules.yaml",
            "- {from: \"21:00\", to: \"07:00\"}",
            "- {from: \"mon 21:00\", to: \"07:00\"}",
            "Config/schedules.yaml:52:37: only one of `from` and `to` names a day — write both as in \"fri"
                + " 17:00\", or both as in \"17:00\""),
        Breakage(
            "schedules.yaml",
            "- {from: \"21:00\", to: \"07:00\"}",
            "- {from: \"24:00\", to: \"07:00\"}",
            "Config/schedules.yaml:52:13: \"Mon Tue Wed Thu Fri Sat Sun 24:00-07:00\" begins at 24:00,"
                + " which only ends a day — write 00:00 of the day after"),
        Breakage(
            "schedules.yaml",
            "- {from: \"21:00\", to: \"07:00\"}",
            "- {days: [monday], from: \"21:00\", to: \"07:00\"}",
            "Config/schedules.yaml:52:21: `monday` is not a word for `days` — accepted: mon, tue, wed, thu,"
                + " fri, sat, sun"),
        Breakage(
            "schedules.yaml",
            "- {from: \"fri 18:00\", to: \"mon 09:00\"}",
            "- {days: [fri], from: \"fri 18:00\", to: \"mon 09:00\"}",
            "Config/schedules.yaml:69:20: `from` and `to` name days as well — write either days, or the day"
                + " with the time"),
    ]

    private static let tables: [Breakage] = [
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        shifts: []\n",
            "Config/schedules.yaml:42:17: `shifts` is empty — write at least one"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        shifts: [{person: boon, from: 2026-01-02T00:00, to: 2026-01-01T00:00}]\n",
            "Config/schedules.yaml:42:18: the shift of boon from 2026-01-01T17:00:00Z ends at"
                + " 2025-12-31T17:00:00Z — it must end after it begins"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        shifts: [{person: boon, from: 2026-01-02T00:00, to: 2027-01-05T00:00}]\n",
            "Config/schedules.yaml:42:18: the shift of boon from 2026-01-01T17:00:00Z lasts longer than 366"
                + " d — write it as several"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        shifts:\n          - {person: boon, from: 2026-01-02T00:00, to: 2026-01-03T00:00}\n   "
                + "       - {person: chai, from: 2026-01-02T23:00, to: 2026-01-04T00:00}\n",
            "Config/schedules.yaml:44:13: boon until 2026-01-02T17:00:00Z and chai from"
                + " 2026-01-02T16:00:00Z overlap — one layer has one person at a time, so change one of the"
                + " shifts or move it to another layer"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        shifts: [{person: boon, from: 2026-01-02T00:00, to: 2026-01-03T00:00}]\n        every:"
                + " 1 week\n",
            "Config/schedules.yaml:43:16: `every` is of people who take turns, and the layer has shifts —"
                + " remove one of them"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        calendar: duty.ics\n        until: 2026-12-31T00:00\n",
            "Config/schedules.yaml:41:9: a layer has no `from` — a calendar is read from one time until"
                + " another, at most a year later"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        calendar: ../duty.ics\n        from: 2026-01-01T00:00\n        until:"
                + " 2026-12-31T00:00\n",
            "Config/schedules.yaml:42:19: `../duty.ics` leaves the folder of this file — the configuration"
                + " lies beneath one folder; write a plain relative name"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        calendar: calendars.yaml\n        from: 2026-01-01T00:00\n        until:"
                + " 2026-12-31T00:00\n",
            "Config/calendars.yaml:1:1: line 1 is not of the form NAME;PARAMETER=value:value — correct the"
                + " line, or export the calendar (.ics) anew"),
        Breakage(
            "schedules.yaml",
            "        members: [anong, boon, chai]\n        every: 1 week\n        starting_on: 2026-01-05\n"
                + "        handoff: \"09:00\"\n",
            "        calendar: calendars.yaml\n        from: 2026-01-01T00:00\n        until:"
                + " 2027-12-31T00:00\n",
            "Config/schedules.yaml:42:19: a calendar is read for at most 366 d, and `from` and `until` of"
                + " the layer are not within that — let the layer end earlier, and write its next revision below"
                + " it"),
    ]

    private static let overrides: [Breakage] = [
        Breakage(
            "schedules.yaml",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n    overrides:\n      - {id: a, from:"
                + " 2026-05-01T00:00, to: 2026-05-02T00:00, replace: mara, with: jonas}\n",
            "Config/schedules.yaml:71:9: an override has no `reason` — add a line `reason: …`"),
        Breakage(
            "schedules.yaml",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n    overrides:\n      - {id: a, from:"
                + " 2026-05-01T00:00, to: 2026-05-02T00:00, replace: mara, reason: x}\n",
            "Config/schedules.yaml:71:9: the override does not say one thing — write replace and with, or"
                + " add, or remove, each with a person"),
        Breakage(
            "schedules.yaml",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n    overrides:\n      - {id: a, from:"
                + " 2026-05-01T00:00, to: 2026-05-02T00:00, add: mara, remove: jonas, reason: x}\n",
            "Config/schedules.yaml:71:9: the override does not say one thing — write replace and with, or"
                + " add, or remove, each with a person"),
        Breakage(
            "schedules.yaml",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n    overrides:\n      - {id: a, from:"
                + " 2026-05-01T00:00, to: 2026-05-02T00:00, add: anong, reason: x}\n",
            "Config/schedules.yaml:71:68: the person `anong` is prov's, not tern's — people of tern: jonas,"
                + " mara"),
        Breakage(
            "schedules.yaml",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n    overrides:\n      - {id: a, from:"
                + " 2026-05-02T00:00, to: 2026-05-02T00:00, add: mara, reason: x}\n",
            "Config/schedules.yaml:71:45: the override a from 2026-05-01T22:00:00Z ends at"
                + " 2026-05-01T22:00:00Z — it must end after it begins"),
        Breakage(
            "schedules.yaml",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n    overrides:\n      - {id: a, from:"
                + " 2026-10-25T02:30, to: 2026-10-25T03:30, add: mara, reason: x}\n",
            "Config/schedules.yaml:71:23: 2026-10-25T02:30:00 comes twice in Europe/Berlin, because clocks"
                + " are put back — write 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00"),
        Breakage(
            "schedules.yaml",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n    overrides:\n      - {id: a, from:"
                + " 2026-05-02T00:00, to: 2027-05-04T00:00, add: mara, reason: x}\n",
            "Config/schedules.yaml:71:45: the override a lasts longer than 366 d — change the rotation"
                + " instead"),
        Breakage(
            "schedules.yaml",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n    overrides:\n      - {id: a, from:"
                + " 2026-05-01T00:00, to: 2026-05-02T00:00, add: mara, reason: x}\n      - {id: a, from:"
                + " 2026-05-01T00:00, to: 2026-05-02T00:00, add: jonas, reason: x}\n",
            "Config/schedules.yaml:72:9: there are two overrides a — give one another name"),
        Breakage(
            "schedules.yaml",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n",
            "          - {from: \"fri 18:00\", to: \"mon 09:00\"}\n    overrides:\n      - {id: a, from:"
                + " 2026-05-01T00:00, to: 2026-05-02T00:00, add: mara, reason: x}\n      - {id: b, from:"
                + " 2026-05-01T00:00, to: 2026-05-02T00:00, remove: mara, reason: x}\n",
            "Config/schedules.yaml:72:9: the overrides a and b are both about mara at the same time —"
                + " remove one, or let one end before the other begins"),
        Breakage(
            "escalation.yaml",
            "tell: [own mgr]",
            "tell: [schedule noc-weak]",
            "Config/escalation.yaml:23:31: prov, which escalates by the policy `noc`, has no schedule"
                + " `noc-weak` — did you mean `noc-week`?"),
        Breakage(
            "escalation.yaml",
            "tell: [own mgr]",
            "tell: [schedule tern-ops]",
            "Config/escalation.yaml:23:31: prov, which escalates by the policy `noc`, has no schedule"
                + " `tern-ops` — known: noc-week"),
        Breakage(
            "tocsin.yaml",
            "schedules: schedules.yaml",
            "schedules: schedule.yaml",
            "Config/tocsin.yaml:176:12: cannot read the file `Config/schedule.yaml`: No such file or"
                + " directory — check the name and its permissions"),
    ]
}
