/// What can be wrong with third parties, gateways and the regimes of parties.
extension Breakage {
    static let others: [Breakage] = [
        Breakage(
            "tocsin.yaml",
            "regimes: [pdpa, gdpr, nis2]",
            "regimes: [pdpa, gdpr, nis3]",
            "Config/tocsin.yaml:69:25: `nis3` is not a word for `regimes` — did you mean `nis2`?"
                + " accepted: gdpr, pdpa, nis2, dora, pci, hipaa, dsa"),
        Breakage(
            "agreements/norr.yaml",
            "regimes: [gdpr, dora]",
            "regimes: [gdpr, dore]",
            "Config/agreements/norr.yaml:37:21: `dore` is not a word for `regimes` — did you mean `dora`?"
                + " accepted: gdpr, pdpa, nis2, dora, pci, hipaa, dsa"),
        Breakage(
            "tocsin.yaml",
            "{id: aws, name: Amazon Web Services}",
            "{id: aws, name: Amazon Web Services, members: []}",
            "Config/tocsin.yaml:161:42: unknown key `members` in a third party — a third party reports"
                + " nothing; outsiders report through a gateway"),
        Breakage(
            "tocsin.yaml",
            "{id: aws, name: Amazon Web Services}",
            "{id: aws}",
            "Config/tocsin.yaml:161:5: a third party has no `name` — add a line `name: …`"),
        Breakage(
            "tocsin.yaml",
            "id: ext-abuse",
            "id: prov",
            "Config/tocsin.yaml:167:9: the party `prov` is declared twice — the first is at"
                + " Config/tocsin.yaml:64:7; rename one"),
        Breakage(
            "tocsin.yaml",
            "    # members: [{user: abuse-form, role: gateway}]",
            "    members: [{user: 1400, role: responder}]",
            "Config/tocsin.yaml:169:15: a gateway's member is responder — the role gateway is for those"
                + " who pass on what outsiders report, and they have no other"),
        Breakage(
            "tocsin.yaml",
            "    # members: [{user: abuse-form, role: gateway}]",
            "    members: [{user: 1400, role: operator}]",
            "Config/tocsin.yaml:169:15: a gateway's member is operator — the role gateway is for those"
                + " who pass on what outsiders report, and they have no other"),
        Breakage(
            "tocsin.yaml",
            "    # members: [{user: abuse-form, role: gateway}]",
            "    channels: []",
            "Config/tocsin.yaml:169:5: unknown key `channels` in a gateway — known: id, members, name"),
        Breakage(
            "tocsin.yaml",
            "speaks_for: {party: tern, role: responder}",
            "speaks_for: {party: ext-abuse, role: responder}",
            "Config/tocsin.yaml:46:17: whoever speaks for the gateway ext-abuse is responder — the role"
                + " gateway is for those who pass on what outsiders report, and they have no other"),
        Breakage(
            "tocsin.yaml",
            "speaks_for: {party: tern, role: responder}",
            "speaks_for: {party: tern, role: gateway}",
            "Config/tocsin.yaml:46:17: whoever speaks for tern, which is no gateway, is gateway — the role"
                + " gateway is for those who pass on what outsiders report, and they have no other"),
        Breakage(
            "tocsin.yaml",
            "- {user: self, role: operator}",
            "- {user: self, role: gateway}",
            "Config/tocsin.yaml:77:7: a member of prov is gateway — the role gateway is for those who pass on"
                + " what outsiders report, and they have no other"),
        Breakage(
            "tocsin.yaml",
            "speaks_for: {party: tern, role: responder}",
            "speaks_for: {party: aws, role: agent}",
            "Config/tocsin.yaml:46:17: the third party aws reports nothing and is told nothing — name the"
                + " provider, a customer or a gateway"),
        Breakage(
            "tocsin.yaml",
            "{id: dc-bkk1, carries: all}",
            "{id: dc-bkk1, carries: some}",
            "Config/tocsin.yaml:141:30: `some` is not a word for `carries` — accepted: all"),
        Breakage(
            "responsibility/managed-services.yaml",
            "performed_by: aws",
            "performed_by: azure",
            "Config/responsibility/managed-services.yaml:487:5: rule managed-services.aws-physical in"
                + " model managed-services@2026-01-01 is performed by “azure”, which is no known party — list"
                + " it among the third parties"),
    ]
}
