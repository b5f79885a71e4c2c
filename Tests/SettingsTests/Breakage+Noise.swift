/// What can be wrong with maintenance windows, inhibitions, flapping and storms.
extension Breakage {
    static let noise: [Breakage] = [
        Breakage(
            "noise.yaml",
            "weekly: [sun]",
            "weekly: [son]",
            "Config/noise.yaml:19:14: `son` is not a word for `weekly` — did you mean `mon`? accepted: mon,"
                + " tue, wed, thu, fri, sat, sun"),
        Breakage(
            "noise.yaml",
            "weekly: [sun]",
            "weekly: []",
            "Config/noise.yaml:19:13: `weekly` is empty — write at least one"),
        Breakage(
            "noise.yaml",
            "weekly: [sun]",
            "weekly: [sun, sun]",
            "Config/noise.yaml:19:19: the day is given twice — remove one"),
        Breakage(
            "noise.yaml",
            "weekly: [sun]",
            "weekly: sun",
            "Config/noise.yaml:19:13: `weekly` is a single value — write a list: [first, second], or a line"
                + " with - for each"),
        Breakage(
            "noise.yaml",
            "from: 2026-03-14T20:00:00+07:00",
            "from: \"20:00\"",
            "Config/noise.yaml:37:11: `from` is a time of the day, and the window comes neither weekly nor"
                + " monthly — write weekly: [sun], or monthly: last sun; or date, time and offset for one that comes"
                + " once"),
        Breakage(
            "noise.yaml",
            "monthly: last sun",
            "monthly: fifth sun",
            "Config/noise.yaml:27:14: `fifth sun` is no day of a month — write 1 to 31, where 31 is the last"
                + " day of every month, or as in first mon, last sun"),
        Breakage(
            "noise.yaml",
            "monthly: last sun",
            "monthly: 32",
            "Config/noise.yaml:27:14: `32` is no day of a month — write 1 to 31, where 31 is the last day of"
                + " every month, or as in first mon, last sun"),
        Breakage(
            "noise.yaml",
            "monthly: last sun",
            "weekly: [mon]\n    monthly: last sun",
            "Config/noise.yaml:28:14: the window is both weekly and monthly — write a window for each"),
        Breakage(
            "noise.yaml",
            "from: \"23:00\"",
            "from: 11pm",
            "Config/noise.yaml:20:11: `11pm` is no time of the day for `from` — write it on the wall of the"
                + " window's zone, with two digits each: 22:00"),
        Breakage(
            "noise.yaml",
            "to: \"03:00\"",
            "to: \"23:00\"",
            "Config/noise.yaml:21:9: the window cannot be: it begins and ends at the same time, or begins at"
                + " 24:00 — write 00:00 to 24:00 for a whole day"),
        Breakage(
            "noise.yaml",
            "from: \"23:00\"",
            "from: \"24:00\"",
            "Config/noise.yaml:21:9: the window cannot be: it begins and ends at the same time, or begins at"
                + " 24:00 — write 00:00 to 24:00 for a whole day"),
        Breakage(
            "noise.yaml",
            "    to: \"03:00\"\n",
            "",
            "Config/noise.yaml:16:5: a maintenance window has no `to` — write when it begins and ends: two"
                + " times with their offset, or with weekly or monthly two times of the day"),
        Breakage(
            "noise.yaml",
            "zone: Asia/Bangkok",
            "zone: Asia/Bankok",
            "Config/noise.yaml:30:11: `Asia/Bankok` is not a zone of the system's time zone database (2026x) —"
                + " write UTC or a region and city such as Europe/Berlin"),
        Breakage(
            "noise.yaml",
            "since: 2026-01-01T00:00:00+07:00",
            "since: 2026-01-01T00:00:00+07:00\n    until: 2026-01-01T00:00:00+07:00",
            "Config/noise.yaml:32:12: the window cannot be: it ends at 2025-12-31T17:00:00Z, not after its"
                + " start at 2025-12-31T17:00:00Z — write a later end"),
        Breakage(
            "noise.yaml",
            "since: 2026-01-01T00:00:00+07:00",
            "since: 2026-01-01",
            "Config/noise.yaml:31:12: `2026-01-01` is no time for `since` — write date, time and offset, for"
                + " example 2026-04-01T00:00:00+02:00; zone names are not accepted"),
        Breakage(
            "noise.yaml",
            "to: 2026-03-15T02:00:00+07:00",
            "to: 2026-03-14T20:00:00+07:00",
            "Config/noise.yaml:38:9: the window ends at 2026-03-14T13:00:00Z, not after its start at"
                + " 2026-03-14T13:00:00Z — write a later end"),
        Breakage(
            "noise.yaml",
            "to: 2026-03-15T02:00:00+07:00",
            "to: 2026-03-15T02:00:00+07:00\n    zone: Asia/Bangkok",
            "Config/noise.yaml:39:11: `zone` says nothing of a window that comes once — remove it, or say when"
                + " it comes again: weekly: [sun], or monthly: last sun"),
        Breakage(
            "noise.yaml",
            "party: prov",
            "party: prv",
            "Config/noise.yaml:17:12: there is no party `prv` — did you mean `prov`?"),
        Breakage(
            "noise.yaml",
            "party: prov",
            "party: aws",
            "Config/noise.yaml:17:12: aws is told nothing, so nothing is held for it — name the provider or a"
                + " customer"),
        Breakage(
            "tocsin.yaml",
            "  zone: Asia/Bangkok\n",
            "",
            "Config/noise.yaml:16:5: the window has times of the day and no `zone`, and neither has prov —"
                + " write whose clock is meant, for example zone: Asia/Bangkok"),
        Breakage(
            "noise.yaml",
            "asset=\"bkp-01\", ",
            "host=\"bkp-01\", ",
            "Config/noise.yaml:18:15: `matchers` is `host=\"bkp-01\", severity!=\"critical\"`: at character 1:"
                + " there is no field \"host\" — accepted are asset, service, category, layer, duty, severity,"
                + " customer, agreement, reporter, owner, summary and label.NAME"),
        Breakage(
            "noise.yaml",
            "asset=\"bkp-01\", ",
            "asset=~\"bkp-(\", ",
            "Config/noise.yaml:18:15: `matchers` is `asset=~\"bkp-(\", severity!=\"critical\"`: the pattern for"
                + " asset: at character 5: `(` is not closed — add `)`, or write `\\(` for the character itself"),
        Breakage(
            "noise.yaml",
            "asset=\"bkp-01\", ",
            "asset=\"bkp-01\" ",
            "Config/noise.yaml:18:15: `matchers` is `asset=\"bkp-01\" severity!=\"critical\"`: at character 16:"
                + " s is not expected — matchers are separated by commas, and a value with blanks or signs is put in"
                + " quotes"),
        Breakage(
            "noise.yaml",
            "    matchers: asset=\"bkp-01\", severity!=\"critical\"\n",
            "",
            "Config/noise.yaml:16:5: a maintenance window has no `matchers` — say which incidents it is about,"
                + " for example matchers: 'asset=\"bkp-01\"'"),
        Breakage(
            "noise.yaml",
            "matchers: asset=\"bkp-01\", severity!=\"critical\"",
            "matchers: \"{}\"",
            "Config/noise.yaml:18:15: `matchers` is `{}`: there is no matcher — write at least one, such as"
                + " severity=\"high\""),
        Breakage(
            "noise.yaml",
            "id: sw-core-1-patches",
            "id: bkp-01-scrub",
            "Config/noise.yaml:24:9: the maintenance window `bkp-01-scrub` is declared twice — the first is at"
                + " Config/noise.yaml:16:9; rename one"),
        Breakage(
            "noise.yaml",
            "    source: category=\"availability\", severity=~\"high|critical\", asset!=\"unknown\"\n",
            "",
            "Config/noise.yaml:46:5: an inhibition has no `source` — say which open incidents mute others"),
        Breakage(
            "noise.yaml",
            "    equal: [asset, service]\n",
            "",
            "Config/noise.yaml:46:5: an inhibition has no `equal` — name the fields that both have alike, for"
                + " example equal: [asset]; [] compares none"),
        Breakage(
            "noise.yaml",
            "equal: [asset, service]",
            "equal: [asset, asset]",
            "Config/noise.yaml:49:20: the field `asset` is given twice — remove one"),
        Breakage(
            "noise.yaml",
            "equal: [asset, service]",
            "equal: [asset, servce]",
            "Config/noise.yaml:49:20: an incident has no field `servce` — did you mean `service`?"),
        Breakage(
            "noise.yaml",
            "equal: [asset, service]",
            "equal: [asset, service]\n  - {id: down-is-slow, source: layer=os, target: layer=data, equal: []}",
            "Config/noise.yaml:50:10: the inhibition `down-is-slow` is declared twice — the first is at"
                + " Config/noise.yaml:46:9; rename one"),
        Breakage(
            "noise.yaml",
            "equal: [asset, service]",
            "equal: [asset, service]\n    when: night",
            "Config/noise.yaml:50:5: unknown key `when` in an inhibition — known: equal, id, source, target"),
        Breakage(
            "noise.yaml",
            "changes: 4",
            "changes: 1",
            "Config/noise.yaml:52:21: `changes` is `1` — write a whole number from 2 to 100"),
        Breakage(
            "noise.yaml",
            "quiet: PT10M",
            "quiet: PT0S",
            "Config/noise.yaml:52:45: `quiet` is `PT0S` — write a duration from PT1S to P7D, as in PT15M or"
                + " PT1H30M"),
        Breakage(
            "noise.yaml",
            "within: PT1H",
            "within: P8D",
            "Config/noise.yaml:52:32: `within` is `P8D` — write a duration from PT1S to P7D, as in"
                + " PT15M or PT1H30M"),
        Breakage(
            "noise.yaml",
            ", quiet: PT10M",
            "",
            "Config/noise.yaml:52:11: flapping has no `quiet` — add a line `quiet: …`"),
        Breakage(
            "noise.yaml",
            "notices: 10",
            "notices: 1001",
            "Config/noise.yaml:56:19: `notices` is `1001` — write a whole number from 1 to 1000"),
        Breakage(
            "noise.yaml",
            "storms: {",
            "storms: {every: PT1M, ",
            "Config/noise.yaml:56:10: unknown key `every` in storms — known: digest_every, notices, within"),
        Breakage(
            "tocsin.yaml",
            "noise: noise.yaml",
            "noise: nose.yaml",
            "Config/tocsin.yaml:173:8: cannot read the file `Config/nose.yaml`: No such file or directory —"
                + " check the name and its permissions"),
        Breakage(
            "tocsin.yaml",
            "noise: noise.yaml",
            "noise: ../noise.yaml",
            "Config/tocsin.yaml:173:8: `../noise.yaml` leaves the folder of this file — the configuration lies"
                + " beneath one folder; write a plain relative name"),
    ]
}
