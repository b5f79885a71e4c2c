/// What can be wrong with responsibility models.
extension Breakage {
    static let models: [Breakage] = [
        Breakage(
            "responsibility/hosting.yaml",
            "\"C   C         C   C           C    C    C\"",
            "\"C   C         C   C           C    C\"",
            "Config/responsibility/hosting.yaml:21:22: the row `data` has 6 cells for 7 columns — write"
                + " one letter for each of: web, wordpress, vps, vps+managed, paas, iaas, iaas+managed"),
        Breakage(
            "responsibility/hosting.yaml",
            "\"P   P         C   P?          P    C    C?\"",
            "\"P   P         C   X?          P    C    C?\"",
            "Config/responsibility/hosting.yaml:23:22: `X?` in the column `vps+managed` of the row"
                + " `runtime` is no owner — P provider, C customer, J joint, E each, - nobody; a ? behind it"
                + " marks an assumption"),
        Breakage(
            "responsibility/hosting.yaml",
            "    os:    ",
            "    oz:    ",
            "Config/responsibility/hosting.yaml:24:5: `oz` is not a word for `rows` — did you mean `os`?"
                + " accepted: physical, network, virtualization, os, runtime, application, data, account, edge,"
                + " service, client_site, people, coordination"),
        Breakage(
            "responsibility/hosting.yaml",
            "columns: [vps+managed]",
            "columns: [vps+manged]",
            "Config/responsibility/hosting.yaml:43:17: there is no column `vps+manged` — did you mean"
                + " `vps+managed`?"),
        Breakage(
            "responsibility/hosting.yaml",
            "      columns: [iaas+managed]\n      confidence: assumed\n      note: the page",
            "      columns: [iaas]\n      note: the page",
            "Config/responsibility/hosting.yaml:23:22: the cell runtime of `iaas+managed` is assumed and"
                + " has no note — add to notes: {layer: runtime, columns: [iaas+managed], note: …} and say why"),
        Breakage(
            "responsibility/hosting.yaml",
            "  backup: backup.system\n",
            "",
            "Config/responsibility/hosting.yaml:441:3: categories without a default: backup — give each a"
                + " duty, a layer (layer os) or the word triage"),
        Breakage(
            "responsibility/hosting.yaml",
            "  backup: backup.system",
            "  backup: backup.systen",
            "Config/responsibility/hosting.yaml:456:11: there is no duty `backup.systen` — did you mean"
                + " `backup.system`?"),
        Breakage(
            "responsibility/hosting.yaml",
            "  hardware: layer physical",
            "  hardware: layer physics",
            "Config/responsibility/hosting.yaml:443:13: `physics` is not a word for `layer` — did you"
                + " mean `physical`? accepted: physical, network, virtualization, os, runtime, application,"
                + " data, account, edge, service, client_site, people, coordination"),
        Breakage(
            "responsibility/hosting.yaml",
            "    follows: os\n",
            "    follows: os\n    owner: provider\n",
            "Config/responsibility/hosting.yaml:185:5: a duty has one holder — write either owner:"
                + " (provider, customer, joint, each, nobody) or follows: (a layer)"),
        Breakage(
            "responsibility/hosting.yaml",
            "    lead: tls_terminator\n",
            "",
            "Config/responsibility/hosting.yaml:382:5: a duty is joint and has no `lead` — write who"
                + " leads: provider, customer, tls_terminator, operating_system_owner"),
        Breakage(
            "responsibility/hosting.yaml",
            "    parts: Whoever terminates TLS installs and renews the certificate; the other side keeps"
                + " DNS and application in step\n",
            "",
            "Config/responsibility/hosting.yaml:382:5: a duty is joint and has no `parts` — write in a"
                + " sentence which side does what"),
        Breakage(
            "responsibility/hosting.yaml",
            "    lead: tls_terminator",
            "    lead: somebody",
            "Config/responsibility/hosting.yaml:386:11: `somebody` is not a word for `lead` — accepted:"
                + " provider, customer, tls_terminator, operating_system_owner"),
        Breakage(
            "responsibility/hosting.yaml",
            "    gap: the add-on",
            "    when: {addon: other}\n    gap: the add-on",
            "Config/responsibility/hosting.yaml:476:5: rule hosting.ddos-advanced-not-bought in model"
                + " hosting@2026-01-01 and rule hosting.ddos-advanced can apply at once, are equally strong and"
                + " name different owners (customer, provider) (see Config/responsibility/hosting.yaml:471:5) —"
                + " give one a higher priority or another condition"),
        Breakage(
            "responsibility/managed-services.yaml",
            "    when: {component_in_managed_scope: false}\n",
            "    when: {component_in_managed_scope: true}\n",
            "Config/responsibility/managed-services.yaml:464:5: rule"
                + " managed-services.runtime-out-of-scope in model managed-services@2026-01-01 and rule"
                + " managed-services.runtime-in-scope can apply at once, are equally strong and name different"
                + " owners (customer, provider) (see Config/responsibility/managed-services.yaml:458:5) — give"
                + " one a higher priority or another condition"),
        Breakage(
            "responsibility/hosting.yaml",
            "  - id: exit\n",
            "  - id: ddos-advanced\n",
            "Config/responsibility/hosting.yaml:498:5: rule hosting.ddos-advanced in model"
                + " hosting@2026-01-01 is defined twice — give each rule an id of its own"),
        Breakage(
            "responsibility/hosting.yaml",
            "    duty: data.exit\n    when",
            "    duty: data.exit\n    layer: data\n    when",
            "Config/responsibility/hosting.yaml:498:5: a rule is about one thing — write exactly one of"
                + " duty:, layer: and category:; only a rule about a cause may leave them out"),
        Breakage(
            "responsibility/hosting.yaml",
            "when: {lifecycle: terminated}",
            "when: {asset: web-12}",
            "Config/responsibility/hosting.yaml:500:12: unknown key `asset` in a condition — known:"
                + " addon, cause, component_in_managed_scope, lifecycle, managed, service_type"),
    ]
}
