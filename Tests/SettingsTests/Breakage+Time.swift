/// What can be wrong with zones and calendars.
extension Breakage {
    static let time: [Breakage] = [
        Breakage(
            "tocsin.yaml",
            "zone: Asia/Bangkok",
            "zone: CET",
            "TODO"),
        Breakage(
            "tocsin.yaml",
            "zone: Asia/Bangkok",
            "zone: GMT+7",
            "TODO"),
        Breakage(
            "tocsin.yaml",
            "zone: Asia/Bangkok",
            "zone: ../../etc/passwd",
            "TODO"),
        Breakage(
            "agreements/tern.yaml",
            "zone: Europe/Berlin",
            "zone: Mars/Phobos",
            "TODO"),
        Breakage(
            "agreements/tern.yaml",
            "zone: Europe/Berlin",
            "zone: Berlin",
            "TODO"),
        Breakage(
            "calendars.yaml",
            "    zone: Asia/Bangkok\n",
            "",
            "TODO"),
        Breakage(
            "calendars.yaml",
            "zone: Asia/Bangkok",
            "zone: Asia/Bankok",
            "TODO"),
        Breakage(
            "calendars.yaml",
            "    hours: \"Mon-Fri 09:00-18:00\"\n",
            "",
            "TODO"),
        Breakage(
            "calendars.yaml",
            "hours: \"Mon-Fri 09:00-18:00\"",
            "hours: \"Mon-Fri 9-18\"",
            "TODO"),
        Breakage(
            "calendars.yaml",
            "hours: \"Mon-Fri 09:00-18:00\"",
            "hours: \"Mon-Fri 18:00-09:00\"",
            "TODO"),
        Breakage(
            "calendars.yaml",
            "hours: \"Mon-Fri 09:00-18:00\"",
            "hours: \"Mon-Fri\"",
            "TODO"),
        Breakage(
            "calendars.yaml",
            "2026-04-06, 2026-04-13",
            "2026-04-13, 2026-04-13",
            "TODO"),
        Breakage(
            "calendars.yaml",
            "2026-04-06,",
            "2026-02-29,",
            "TODO"),
        Breakage(
            "calendars.yaml",
            "2026-04-06,",
            "6 April,",
            "TODO"),
        Breakage(
            "calendars.yaml",
            "    holidays:",
            "    closed:",
            "TODO"),
        Breakage(
            "tocsin.yaml",
            "calendars: calendars.yaml",
            "calendars: calender.yaml",
            "TODO"),
        Breakage(
            "agreements/mango.yaml",
            "calendar: th-office",
            "calendar: th-ofice",
            "TODO"),
        Breakage(
            "agreements/mango.yaml",
            "    calendar: th-office\n",
            "",
            "TODO"),
        Breakage(
            "agreements/mango.yaml",
            "calendar: th-office",
            "calendar: 24x7",
            "TODO"),
        Breakage(
            "agreements/mango.yaml",
            "immediately: {critical: PT15M",
            "immediately: {critical: 1bh",
            "TODO"),
        Breakage(
            "agreements/mango.yaml",
            "medium: 4bh",
            "medium: -4bh",
            "TODO"),
    ]
}
