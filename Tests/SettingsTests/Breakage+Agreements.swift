/// What can be wrong with agreements, services and assets.
extension Breakage {
    static let agreements: [Breakage] = [
        Breakage(
            "agreements/tern.yaml",
            "designated_channel: {provider: prov-sec, customer: tern}\n",
            "designated_channel: {provider: prov-sec}\n",
            "Config/agreements/tern.yaml:35:25: designated_channel has no `customer` — name the channel"
                + " this side agreed to be told on"),
        Breakage(
            "agreements/tern.yaml",
            "    designated_channel: {provider: prov-sec, customer: tern}\n",
            "",
            "Config/agreements/tern.yaml:30:5: a revision has no `designated_channel` — name a channel"
                + " for each side: {provider: …, customer: …}"),
        Breakage(
            "agreements/tern.yaml",
            "designated_channel: {provider: prov-sec, customer: tern}",
            "designated_channel: {provider: prov-sec, customer: banyan}",
            "Config/agreements/tern.yaml:35:56: the channel `banyan` is banyan's, not tern's — channels"
                + " of tern: tern"),
        Breakage(
            "agreements/tern.yaml",
            "    immediately: {critical: PT15M, high: PT15M, medium: PT60M, low: PT4H}\n",
            "",
            "Config/agreements/tern.yaml:30:5: a revision has no `immediately` — say what it means:"
                + " {critical: PT15M, high: …, medium: …, low: …}"),
        Breakage(
            "agreements/tern.yaml",
            "    response: {critical: PT15M, high: PT30M, medium: PT4H, low: PT24H}\n",
            "",
            "Config/agreements/tern.yaml:30:5: a revision has no `response` — say within what the owner"
                + " is told: {critical: PT15M, high: …}"),
        Breakage(
            "agreements/tern.yaml",
            "low: PT24H}",
            "low: 1d}",
            "Config/agreements/tern.yaml:39:65: `1d` is no span of time for `low` — write elapsed time as"
                + " in PT15M or P30D, calendar months as in P1M, or business hours as in 4bh"),
        Breakage(
            "agreements/tern.yaml",
            "medium: PT4H, low: PT24H}",
            "low: PT24H}",
            "Config/agreements/tern.yaml:39:15: `response` has no `medium` — add medium: PT…"),
        Breakage(
            "agreements/tern.yaml",
            "    retention: P30D\n",
            "",
            "Config/agreements/tern.yaml:30:5: a revision has no `retention` — say how long data is kept"
                + " after the end, for example P30D"),
        Breakage(
            "agreements/tern.yaml",
            "breach_notice: PT24H",
            "breach_notice: 24h",
            "Config/agreements/tern.yaml:41:20: `24h` is no duration for `breach_notice` — write it as in"
                + " PT15M, PT1H30M or P30D: longer than nothing, without months and years"),
        Breakage(
            "agreements/tern.yaml",
            "to: 2026-04-01T00:00:00+02:00",
            "to: 2026-05-01T00:00:00+02:00",
            "Config/agreements/tern.yaml:60:5: agreement agr-tern revision 3 begins while revision 2 is"
                + " in force (see Config/agreements/tern.yaml:30:5) — end that one when this one begins"),
        Breakage(
            "agreements/tern.yaml",
            "    to: 2026-04-01T00:00:00+02:00\n",
            "",
            "Config/agreements/tern.yaml:59:5: agreement agr-tern revision 3 begins while revision 2 is"
                + " in force (see Config/agreements/tern.yaml:30:5) — end that one when this one begins"),
        Breakage(
            "agreements/tern.yaml",
            "from: 2025-06-01T00:00:00+02:00",
            "from: 2025-06-01T00:00:00",
            "Config/agreements/tern.yaml:31:11: `2025-06-01T00:00:00` is no time for `from` — write date,"
                + " time and offset, for example 2026-04-01T00:00:00+02:00; zone names are not accepted"),
        Breakage(
            "agreements/tern.yaml",
            "from: 2025-06-01T00:00:00+02:00",
            "from: 2025-06-01T00:00:00 CET",
            "Config/agreements/tern.yaml:31:11: `2025-06-01T00:00:00 CET` is no time for `from` — write"
                + " date, time and offset, for example 2026-04-01T00:00:00+02:00; zone names are not accepted"),
        Breakage(
            "agreements/tern.yaml",
            "revision: 3",
            "revision: 2",
            "Config/agreements/tern.yaml:60:15: revision 2 is given twice — a change is a new revision"
                + " with the next number"),
        Breakage(
            "agreements/tern.yaml",
            "[hosting@2026-01-01]",
            "[hosting@2026-01-02]",
            "Config/agreements/tern.yaml:33:14: there is no model `hosting@2026-01-02` — did you mean"
                + " `hosting@2026-01-01`?"),
        Breakage(
            "agreements/tern.yaml",
            "agreement: agr-tern",
            "agreement: house",
            "Config/agreements/tern.yaml:7:12: no agreement can be called `house` — that is the"
                + " provider's own ledger"),
        Breakage(
            "agreements/banyan.yaml",
            "agreement: agr-banyan",
            "agreement: agr-tern",
            "Config/agreements/tern.yaml:7:12: the agreement `agr-tern` is declared twice — the first is"
                + " at Config/agreements/banyan.yaml:4:12; rename one"),
        Breakage(
            "agreements/banyan.yaml",
            "type: vps",
            "type: vpn",
            "Config/agreements/banyan.yaml:35:9: service svc-banyan in agreement agr-banyan revision 1"
                + " has the type “vpn”, for which none of its models (hosting@2026-01-01) has a column — use"
                + " another type or add a model"),
        Breakage(
            "agreements/banyan.yaml",
            "        managed: true\n",
            "",
            "Config/agreements/banyan.yaml:35:9: a service has no `managed` — write managed: true when"
                + " the provider looks after the system"),
        Breakage(
            "agreements/banyan.yaml",
            "managed: true",
            "managed: yes",
            "Config/agreements/banyan.yaml:37:18: `managed` is `yes` — write true or false"),
        Breakage(
            "agreements/banyan.yaml",
            "tls_terminator: provider",
            "tls_terminator: us",
            "Config/agreements/banyan.yaml:39:25: `us` is not a word for `tls_terminator` — accepted:"
                + " provider, customer"),
        Breakage(
            "agreements/banyan.yaml",
            "hostnames: [panel.banyan.example]",
            "hostnames: [web-12.meridian.example]",
            "Config/agreements/banyan.yaml:43:13: asset banyan-vps1 of service svc-banyan in agreement"
                + " agr-banyan revision 1 uses the name “web-12.meridian.example”, which is that of the"
                + " provider's asset web-12 at the same time (see Config/tocsin.yaml:148:7) — only an address"
                + " may be shared"),
        Breakage(
            "agreements/banyan.yaml",
            "addresses: [198.51.100.34]",
            "addresses: [198.51.100.340]",
            "Config/agreements/banyan.yaml:43:13: asset banyan-vps1 of service svc-banyan in agreement"
                + " agr-banyan revision 1 has the address “198.51.100.340”, which is no IPv4 or IPv6 address or"
                + " block — a block's host bits are zero, as in 203.0.113.64/28"),
        Breakage(
            "agreements/mango.yaml",
            "    services:",
            "    overrides:\n      - {id: os, layer: os, when: {asset: mango-sight}, owner: customer,"
                + " source: contract}\n    services:",
            "Config/agreements/mango.yaml:36:9: rule agr-mango.os in agreement agr-mango revision 1 names"
                + " the asset mango-sight, which this agreement does not have — name one of its own"),
        Breakage(
            "agreements/mango.yaml",
            "    services:",
            "    overrides:\n      - {id: x, duty: os.patches, owner: customer, source: contract}\n    services:",
            "Config/agreements/mango.yaml:36:9: rule agr-mango.x in agreement agr-mango revision 1 is"
                + " about the duty os.patches, which is not defined — define it or name another"),
        Breakage(
            "agreements/mango.yaml",
            "    services:",
            "    overrides:\n      - {id: x, layer: os, asset: mango-site, owner: customer, source: contract}\n"
                + "    services:",
            "Config/agreements/mango.yaml:36:28: unknown key `asset` in a rule — it is a condition: put it under"
                + " when: {asset: …}"),
    ]
}
