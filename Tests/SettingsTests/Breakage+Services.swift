/// What can be wrong with the life, the hosts and the names of services and assets.
extension Breakage {
    static let services: [Breakage] = [
        Breakage(
            "agreements/oldco.yaml",
            "        ended_at: 2026-02-18T00:00:00+07:00\n",
            "",
            "TODO"),
        Breakage(
            "agreements/oldco.yaml",
            "ended_at: 2026-02-18T00:00:00+07:00",
            "ended_at: 2026-02-18",
            "TODO"),
        Breakage(
            "agreements/banyan.yaml",
            "        managed: true\n",
            "        managed: true\n        ended_at: 2026-02-18T00:00:00+07:00\n",
            "TODO"),
        Breakage(
            "agreements/banyan.yaml",
            "hosts: [hv-07]",
            "hosts: [hv-17]",
            "TODO"),
        Breakage(
            "agreements/banyan.yaml",
            "hosts: [hv-07]",
            "hosts: [hv-07, hv-07]",
            "TODO"),
        Breakage(
            "agreements/banyan.yaml",
            "backup_schedule: P1D",
            "backup_schedule: daily",
            "TODO"),
        Breakage(
            "agreements/norr.yaml",
            "labels: [project=norr]",
            "labels: [norr]",
            "TODO"),
        Breakage(
            "agreements/norr.yaml",
            "labels: [project=norr]",
            "labels: [=norr]",
            "TODO"),
        Breakage(
            "agreements/norr.yaml",
            "labels: [project=norr]",
            "label: [project=norr]",
            "TODO"),
        Breakage(
            "agreements/norr.yaml",
            "labels: [project=norr]",
            "carries: all",
            "TODO"),
        Breakage(
            "agreements/wing.yaml",
            "{id: wing-office, at_client_site: true}",
            "{id: wing-office, at_client_site: true, external_ids: [i-0abc12]}",
            "TODO"),
        Breakage(
            "agreements/norr.yaml",
            "    retention: P30D\n",
            "    retention: P30D\n    tell_from: urgent\n",
            "TODO"),
    ]
}
