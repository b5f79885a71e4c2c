/// What can be wrong with what duties ask for, and with the rows of a published page.
extension Breakage {
    static let pages: [Breakage] = [
        Breakage(
            "responsibility/hosting.yaml",
            "requested_by: [owner, ops]",
            "requested_by: []",
            "Config/responsibility/hosting.yaml:370:19: `requested_by` is empty — write at least one"),
        Breakage(
            "responsibility/hosting.yaml",
            "requested_by: [owner, ops]",
            "requested_by: [owner, opps]",
            "Config/responsibility/hosting.yaml:370:27: `opps` is not a word for `requested_by` — did you"
                + " mean `ops`? accepted: owner, ops, sec, dpo, ict, abuse, support, noc, mgr, break_glass"),
        Breakage(
            "responsibility/hosting.yaml",
            "requested_by: [owner, ops]",
            "on_request: true",
            "Config/responsibility/hosting.yaml:370:5: unknown key `on_request` in a duty — write"
                + " requested_by: [owner, ops] and name who may ask for it"),
        Breakage(
            "responsibility/hosting.yaml",
            "    schedule: package\n    grace",
            "    schedule: nightly\n    grace",
            "Config/responsibility/hosting.yaml:356:15: `nightly` is not a word for `schedule` —"
                + " accepted: package"),
        Breakage(
            "responsibility/hosting.yaml",
            "    schedule: package\n",
            "",
            "Config/responsibility/hosting.yaml:356:12: a duty without a schedule cannot be late — add"
                + " schedule: package, or remove grace"),
        Breakage(
            "responsibility/hosting.yaml",
            "grace: PT6H",
            "grace: 6h",
            "Config/responsibility/hosting.yaml:357:12: `6h` is no duration for `grace` — write it as in"
                + " PT15M, PT1H30M or P30D: longer than nothing, without months and years"),
        Breakage(
            "responsibility/hosting.yaml",
            "until: retention_end",
            "until: retention",
            "Config/responsibility/hosting.yaml:502:12: `retention` is not a word for `until` — accepted:"
                + " retention_end"),
        Breakage(
            "responsibility/hosting.yaml",
            "- row: \"1.2\"",
            "- row: \"1.1\"",
            "Config/responsibility/hosting.yaml:555:5: `1.1` of the page is given twice — give each row"
                + " once, as the page counts"),
        Breakage(
            "responsibility/hosting.yaml",
            "    duties: [dc.physical]",
            "    duties: [dc.physics]",
            "Config/responsibility/hosting.yaml:554:14: there is no duty `dc.physics` — did you mean"
                + " `dc.physical`?"),
        Breakage(
            "responsibility/hosting.yaml",
            "    duties: [dc.physical]\n",
            "",
            "Config/responsibility/hosting.yaml:550:5: a row of the page has no `duties` — name the"
                + " duties it comes down to"),
        Breakage(
            "responsibility/hosting.yaml",
            "    duties: [dc.physical]",
            "    duties: []",
            "Config/responsibility/hosting.yaml:554:13: `duties` is empty — write at least one"),
        Breakage(
            "responsibility/managed-services.yaml",
            "    text: Security of the web application\n    owner: customer",
            "    text: Security of the web application\n    owner: client",
            "Config/responsibility/managed-services.yaml:568:12: `client` is not a word for `owner` —"
                + " accepted: provider, customer, joint, each, nobody"),
    ]
}
