/// What can be wrong with what duties ask for, and with the rows of a published page.
extension Breakage {
    static let pages: [Breakage] = [
        Breakage(
            "responsibility/hosting.yaml",
            "requested_by: [owner, ops]",
            "requested_by: []",
            "TODO"),
        Breakage(
            "responsibility/hosting.yaml",
            "requested_by: [owner, ops]",
            "requested_by: [owner, opps]",
            "TODO"),
        Breakage(
            "responsibility/hosting.yaml",
            "requested_by: [owner, ops]",
            "on_request: true",
            "TODO"),
        Breakage(
            "responsibility/hosting.yaml",
            "schedule: package",
            "schedule: nightly",
            "TODO"),
        Breakage(
            "responsibility/hosting.yaml",
            "    schedule: package\n",
            "",
            "TODO"),
        Breakage(
            "responsibility/hosting.yaml",
            "grace: PT6H",
            "grace: 6h",
            "TODO"),
        Breakage(
            "responsibility/hosting.yaml",
            "until: retention_end",
            "until: retention",
            "TODO"),
        Breakage(
            "responsibility/hosting.yaml",
            "- row: \"1.2\"",
            "- row: \"1.1\"",
            "TODO"),
        Breakage(
            "responsibility/hosting.yaml",
            "    duties: [dc.physical]",
            "    duties: [dc.physics]",
            "TODO"),
        Breakage(
            "responsibility/hosting.yaml",
            "    duties: [dc.physical]\n",
            "",
            "TODO"),
        Breakage(
            "responsibility/hosting.yaml",
            "    duties: [dc.physical]",
            "    duties: []",
            "TODO"),
        Breakage(
            "responsibility/managed-services.yaml",
            "    text: Security of the web application\n    owner: customer",
            "    text: Security of the web application\n    owner: client",
            "TODO"),
    ]
}
