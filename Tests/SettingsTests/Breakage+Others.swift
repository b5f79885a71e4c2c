/// What can be wrong with third parties, gateways and the regimes of parties.
extension Breakage {
    static let others: [Breakage] = [
        Breakage(
            "tocsin.yaml",
            "regimes: [pdpa, gdpr, nis2]",
            "regimes: [pdpa, gdpr, nis3]",
            "TODO"),
        Breakage(
            "agreements/norr.yaml",
            "regimes: [gdpr, dora]",
            "regimes: [gdpr, dore]",
            "TODO"),
        Breakage(
            "tocsin.yaml",
            "{id: aws, name: Amazon Web Services}",
            "{id: aws, name: Amazon Web Services, members: []}",
            "TODO"),
        Breakage(
            "tocsin.yaml",
            "{id: aws, name: Amazon Web Services}",
            "{id: aws}",
            "TODO"),
        Breakage(
            "tocsin.yaml",
            "{id: aws, name: Amazon Web Services}",
            "{id: amazon, name: Amazon Web Services}",
            "TODO"),
        Breakage(
            "tocsin.yaml",
            "id: ext-abuse",
            "id: prov",
            "TODO"),
        Breakage(
            "tocsin.yaml",
            "    # members: [{user: abuse-form, role: reporter}]",
            "    members: [{user: 1400, role: responder}]",
            "TODO"),
        Breakage(
            "tocsin.yaml",
            "    # members: [{user: abuse-form, role: reporter}]",
            "    members: [{user: 1400, role: operator}]",
            "TODO"),
        Breakage(
            "tocsin.yaml",
            "    # members: [{user: abuse-form, role: reporter}]",
            "    channels: []",
            "TODO"),
        Breakage(
            "tocsin.yaml",
            "speaks_for: {party: tern, role: responder}",
            "speaks_for: {party: ext-abuse, role: responder}",
            "TODO"),
        Breakage(
            "tocsin.yaml",
            "speaks_for: {party: tern, role: responder}",
            "speaks_for: {party: aws, role: agent}",
            "TODO"),
        Breakage(
            "tocsin.yaml",
            "{id: dc-bkk1, carries: all}",
            "{id: dc-bkk1, carries: some}",
            "TODO"),
        Breakage(
            "responsibility/managed-services.yaml",
            "performed_by: aws",
            "performed_by: azure",
            "TODO"),
    ]
}
