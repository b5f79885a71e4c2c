/// What can be wrong with zones and calendars.
extension Breakage {
    static let time: [Breakage] = [
        Breakage(
            "tocsin.yaml",
            "zone: Asia/Bangkok",
            "zone: CET",
            "Config/tocsin.yaml:67:9: `CET` is no region and city, so it follows no place's law — write"
                + " UTC or a region and city such as Europe/Berlin"),
        Breakage(
            "tocsin.yaml",
            "zone: Asia/Bangkok",
            "zone: GMT+7",
            "Config/tocsin.yaml:67:9: `GMT+7` is an offset, whose sign libraries read differently — write"
                + " Etc/GMT-7"),
        Breakage(
            "tocsin.yaml",
            "zone: Asia/Bangkok",
            "zone: ../../etc/passwd",
            "Config/tocsin.yaml:67:9: `../../etc/passwd` is no name of a time zone — write UTC or a"
                + " region and city such as Europe/Berlin"),
        Breakage(
            "agreements/tern.yaml",
            "zone: Europe/Berlin",
            "zone: Mars/Phobos",
            "Config/agreements/tern.yaml:12:9: `Mars/Phobos` is not a zone of the system's time zone"
                + " database (2026x) — write UTC or a region and city such as Europe/Berlin"),
        Breakage(
            "agreements/tern.yaml",
            "zone: Europe/Berlin",
            "zone: Berlin",
            "Config/agreements/tern.yaml:12:9: `Berlin` is no region and city, so it follows no place's"
                + " law — write Europe/Berlin"),
        Breakage(
            "calendars.yaml",
            "    zone: Asia/Bangkok\n",
            "",
            "Config/calendars.yaml:14:5: a calendar has no `zone` — business hours are somewhere's; write"
                + " a region and city, for example zone: Asia/Bangkok"),
        Breakage(
            "calendars.yaml",
            "zone: Asia/Bangkok",
            "zone: Asia/Bankok",
            "Config/calendars.yaml:15:11: `Asia/Bankok` is not a zone of the system's time zone database"
                + " (2026x) — write UTC or a region and city such as Europe/Berlin"),
        Breakage(
            "calendars.yaml",
            "    hours: \"Mon-Fri 09:00-18:00\"\n",
            "",
            "Config/calendars.yaml:14:5: a calendar has no `hours` — write them as in hours: \"Mon-Fri"
                + " 09:00-18:00\""),
        Breakage(
            "calendars.yaml",
            "hours: \"Mon-Fri 09:00-18:00\"",
            "hours: \"Mon-Fri 9-18\"",
            "Config/calendars.yaml:16:12: `Mon-Fri 9-18` has \"9-18\" where hours should be — write them"
                + " like 09:00-18:00, with two digits"),
        Breakage(
            "calendars.yaml",
            "hours: \"Mon-Fri 09:00-18:00\"",
            "hours: \"Mon-Fri 18:00-09:00\"",
            "Config/calendars.yaml:16:12: `Mon-Fri 18:00-09:00` has \"18:00-09:00\", which ends before it"
                + " begins — write 18:00-24:00, and on the next day 00:00-09:00"),
        Breakage(
            "calendars.yaml",
            "hours: \"Mon-Fri 09:00-18:00\"",
            "hours: \"Mon-Fri\"",
            "Config/calendars.yaml:16:12: `Mon-Fri` has no hours after \"Mon-Fri\" — write it like"
                + " \"Mon-Fri 09:00-18:00, Sat 10:00-14:00\""),
        Breakage(
            "calendars.yaml",
            "2026-04-06, 2026-04-13",
            "2026-04-13, 2026-04-13",
            "Config/calendars.yaml:17:28: the holiday 2026-04-13 is given twice — remove one"),
        Breakage(
            "calendars.yaml",
            "2026-04-06,",
            "2026-02-29,",
            "Config/calendars.yaml:17:16: `2026-02-29` is no date for `holidays` — write year, month and"
                + " day: 2026-04-06"),
        Breakage(
            "calendars.yaml",
            "2026-04-06,",
            "6 April,",
            "Config/calendars.yaml:17:16: `6 April` is no date for `holidays` — write year, month and"
                + " day: 2026-04-06"),
        Breakage(
            "calendars.yaml",
            "    holidays:",
            "    closed:",
            "Config/calendars.yaml:17:5: unknown key `closed` in a calendar — known: holidays, hours, id,"
                + " zone"),
        Breakage(
            "tocsin.yaml",
            "calendars: calendars.yaml",
            "calendars: calender.yaml",
            "Config/tocsin.yaml:60:12: cannot read the file `Config/calender.yaml`: No such file or"
                + " directory — check the name and its permissions"),
        Breakage(
            "agreements/mango.yaml",
            "calendar: th-office",
            "calendar: th-ofice",
            "Config/agreements/mango.yaml:31:15: there is no calendar `th-ofice` — did you mean"
                + " `th-office`?"),
        Breakage(
            "agreements/mango.yaml",
            "low: 9bh}\n    calendar: th-office\n",
            "low: PT24H}\n",
            "Config/agreements/mango.yaml:25:5: agreement agr-mango revision 1 gives the response for"
                + " medium in business hours and has no calendar — name one, or write an elapsed time such as"
                + " PT4H"),
        Breakage(
            "agreements/mango.yaml",
            "low: 9bh}\n    calendar: th-office\n",
            "low: PT24H}\n    calendar: 24x7\n",
            "Config/agreements/mango.yaml:25:5: agreement agr-mango revision 1 gives the response for"
                + " medium in business hours and has no calendar — name one, or write an elapsed time such as"
                + " PT4H"),
        Breakage(
            "agreements/mango.yaml",
            "immediately: {critical: PT15M",
            "immediately: {critical: 1bh",
            "Config/agreements/mango.yaml:25:5: agreement agr-mango revision 1 gives immediately for"
                + " critical as 1bh — it counts day and night, so write an elapsed time such as PT15M"),
        Breakage(
            "agreements/mango.yaml",
            "medium: 4bh",
            "medium: -4bh",
            "Config/agreements/mango.yaml:30:54: `medium` is `-4bh` — write a span longer than nothing"),
    ]
}
