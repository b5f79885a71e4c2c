/// What can be wrong with the life, the hosts and the names of services and assets.
extension Breakage {
    static let services: [Breakage] = [
        Breakage(
            "agreements/oldco.yaml",
            "        ended_at: 2026-02-18T00:00:00+07:00\n",
            "",
            "Config/agreements/oldco.yaml:55:9: service svc-oldco in agreement agr-oldco revision 2 is"
                + " terminated and does not say since when, so its retention has no end — add ended_at"),
        Breakage(
            "agreements/oldco.yaml",
            "ended_at: 2026-02-18T00:00:00+07:00",
            "ended_at: 2026-02-18",
            "Config/agreements/oldco.yaml:59:19: `2026-02-18` is no time for `ended_at` — write date,"
                + " time and offset, for example 2026-04-01T00:00:00+02:00; zone names are not accepted"),
        Breakage(
            "agreements/banyan.yaml",
            "        managed: true\n",
            "        managed: true\n        ended_at: 2026-02-18T00:00:00+07:00\n",
            "Config/agreements/banyan.yaml:35:9: service svc-banyan in agreement agr-banyan revision 1 is"
                + " active and says when it ended — remove ended_at, or write lifecycle: terminated"),
        Breakage(
            "agreements/banyan.yaml",
            "hosts: [hv-07]",
            "hosts: [hv-17]",
            "Config/agreements/banyan.yaml:35:9: service svc-banyan in agreement agr-banyan revision 1"
                + " names the host hv-17, which is not among the provider's assets — list it there"),
        Breakage(
            "agreements/banyan.yaml",
            "hosts: [hv-07]",
            "hosts: [hv-07, hv-07]",
            "Config/agreements/banyan.yaml:41:24: the host `hv-07` is given twice — remove one"),
        Breakage(
            "agreements/banyan.yaml",
            "backup_schedule: P1D",
            "backup_schedule: daily",
            "Config/agreements/banyan.yaml:40:26: `daily` is no duration for `backup_schedule` — write it"
                + " as in PT15M, PT1H30M or P30D: longer than nothing, without months and years"),
        Breakage(
            "agreements/norr.yaml",
            "labels: [project=norr]",
            "labels: [norr]",
            "Config/agreements/norr.yaml:47:67: `norr` is no label — write a key and a value, for example"
                + " project=norr"),
        Breakage(
            "agreements/norr.yaml",
            "labels: [project=norr]",
            "labels: [=norr]",
            "Config/agreements/norr.yaml:47:67: `=norr` is no label — write a key and a value, for"
                + " example project=norr"),
        Breakage(
            "agreements/norr.yaml",
            "labels: [project=norr]",
            "label: [project=norr]",
            "Config/agreements/norr.yaml:47:58: unknown key `label` in an asset — did you mean `labels`?"),
        Breakage(
            "agreements/norr.yaml",
            "labels: [project=norr]",
            "carries: all",
            "Config/agreements/norr.yaml:47:58: unknown key `carries` in an asset — only the provider's"
                + " own assets carry services; a service names them as its hosts"),
        Breakage(
            "agreements/wing.yaml",
            "{id: wing-office, at_client_site: true}",
            "{id: wing-office, at_client_site: true, external_ids: [i-0abc12]}",
            "Config/agreements/wing.yaml:51:13: asset wing-runner of service svc-wing-run in agreement"
                + " agr-wing revision 1 uses the name “i-0abc12”, which is that of asset wing-office of"
                + " service svc-wing-git in agreement agr-wing revision 1 at the same time (see"
                + " Config/agreements/wing.yaml:43:13) — only an address may be shared"),
        Breakage(
            "agreements/norr.yaml",
            "    retention: P30D\n",
            "    retention: P30D\n    tell_from: urgent\n",
            "Config/agreements/norr.yaml:37:16: `urgent` is not a word for `tell_from` — accepted: info,"
                + " low, medium, high, critical"),
    ]
}
