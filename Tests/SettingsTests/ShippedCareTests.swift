import CivilTime
import Coordination
import Responsibility
import Settings
import Testing

/// Rows of the acceptance table: which rules fire, and who must have been told by when.
@Suite("Joint care under the shipped configuration")
struct ShippedCareTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let asset: String
        var category: Category?
        var layer: Layer?
        var duty: DutyID?
        let severity: Severity
        var reporter: PartyID = "prov"
        var received = "2026-03-10T02:00:00Z"
        var personalData = PersonalData.none
        var cause: String?
        let rules: [String]
        /// Minutes after the reception, by desk.
        let told: [String: Int64]
        /// Hours after the reception, by rule and act; -1 for what still waits.
        var owed: [String: Int64] = [:]
        var testDescription: String { name }
    }

    static let rows: [Row] = [
        Row(
            name: "A01 a hypervisor is down", asset: "hv-07", category: .hardware, layer: .virtualization,
            severity: .critical, rules: ["JC-01", "JC-03"],
            told: ["banyan.ops": 15, "prov.noc": 15, "siam.ops": 15, "tern.ops": 15]),
        Row(
            name: "A03 the site is down, the server is well", asset: "orchid.example", category: .availability,
            layer: .application, severity: .high, rules: ["JC-01"], told: ["orchid.ops": 30]),
        Row(
            name: "A04 a plugin with a known hole", asset: "mango-site", category: .vulnerability, layer: .application,
            severity: .high, rules: ["JC-01", "JC-02"], told: ["mango.sec": 15]),
        Row(
            name: "A06 kernel of a managed VPS", asset: "banyan-vps1", category: .vulnerability, layer: .os,
            severity: .medium, rules: ["JC-01", "JC-02"], told: ["banyan.sec": 60, "prov.sec": 240]),
        Row(
            name: "A15 logins tried on the shared server", asset: "web-12", category: .intrusion, layer: .os,
            severity: .low, rules: ["JC-01"], told: ["prov.sec": 1440]),
        Row(
            name: "A17 webshell on WordPress", asset: "mango-site", category: .malware, layer: .application,
            severity: .high, rules: ["JC-01", "JC-02", "JC-04"], told: ["mango.sec": 15, "prov.abuse": 15],
            owed: ["JC-04/answer": -1]),
        Row(
            name: "A22 one backup failed", asset: "orchid-site", category: .backup, duty: "backup.system",
            severity: .medium, rules: ["JC-01"], told: ["prov.noc": 240]),
        Row(
            name: "A23 the third backup failed", asset: "orchid-site", category: .backup, duty: "backup.system",
            severity: .high, rules: ["JC-01", "JC-03"], told: ["orchid.ops": 30, "prov.noc": 30]),
        Row(
            name: "A26 a certificate runs out", asset: "tern-vps1", category: .tls, duty: "edge.tls", severity: .medium,
            rules: ["JC-11"], told: ["prov.support": 240, "tern.ops": 240]),
        Row(
            name: "A28 an open port", asset: "banyan-vps1", category: .firewall, duty: "edge.firewall", severity: .high,
            rules: ["JC-02", "JC-11"], told: ["banyan.sec": 15, "prov.sec": 30]),
        Row(
            name: "A29 a hole in the wall", asset: "web-12", category: .isolation, duty: "virt.isolation",
            severity: .critical, rules: ["JC-01", "JC-13"],
            told: ["prov.sec": 15, "mango.sec": 60, "oldco.owner": 60, "orchid.ops": 60]),
        Row(
            name: "B03 a password on a paste site", asset: "siam-app", category: .credential, duty: "acct.credentials",
            severity: .high, reporter: "siam", rules: ["JC-01", "JC-02"], told: ["prov.sec": 15, "siam.sec": 30]),
        Row(
            name: "B05 a restore is asked for", asset: "palma-shop", category: .request, duty: "backup.restore",
            severity: .medium, reporter: "palma", rules: ["JC-10"], told: ["prov.support": 60],
            owed: ["JC-10/start": 4]),
        // Half an hour of business is left on Friday; the rest is on Monday, when it is 9 o'clock.
        Row(
            name: "the same in business hours", asset: "orchid-site", category: .request, duty: "backup.restore",
            severity: .medium, reporter: "orchid", received: "2026-03-13T17:30:00+07:00", rules: ["JC-10"],
            told: ["prov.support": 64 * 60], owed: ["JC-10/start": 67]),
        Row(
            name: "a customer reports malware on its own site", asset: "mango-site", category: .malware,
            layer: .application, severity: .high, reporter: "mango", rules: ["JC-01", "JC-02"],
            told: ["mango.sec": 30, "prov.sec": 15]),
        Row(
            name: "B07 the customer exposed personal data", asset: "banyan-vps1", category: .dataBreach,
            layer: .application, severity: .critical, reporter: "banyan", personalData: .confirmed,
            rules: ["JC-01", "JC-02", "JC-06"], told: ["banyan.sec": 15, "prov.sec": 15], owed: ["JC-06": 72]),
        Row(
            name: "the provider finds it", asset: "norr-net", category: .dataBreach, layer: .application,
            severity: .medium, personalData: .confirmed, rules: ["JC-01", "JC-02", "JC-05", "JC-06"],
            told: ["norr.sec": 60, "norr.dpo": 240], owed: ["JC-06": -1]),
        Row(
            name: "B09 a neighbour's traffic at the bank", asset: "norr-net", category: .isolation,
            duty: "virt.isolation", severity: .critical, reporter: "norr",
            rules: ["JC-01", "JC-02", "JC-08", "JC-13"], told: ["prov.sec": 15, "norr.ict": 60, "siam.sec": 60]),
        Row(
            name: "B14 something is odd", asset: "banyan-vps1", category: .anomaly, severity: .medium,
            reporter: "banyan", rules: ["JC-15"], told: ["prov.noc": 60, "banyan.ops": 240],
            owed: ["JC-15/classification": 4]),
        Row(
            name: "B15 a customer that left wants its data", asset: "oldco-site", category: .exit, duty: "data.exit",
            severity: .medium, reporter: "oldco", rules: ["JC-01", "JC-14"],
            told: ["prov.support": 240, "oldco.owner": 1440], owed: ["JC-14/certificate": -1]),
        Row(
            name: "C01 phishing, says an outsider", asset: "shop.mango.example", category: .phishing,
            layer: .application, severity: .high, reporter: "ext-abuse",
            rules: ["JC-01", "JC-02", "JC-04", "JC-16"], told: ["mango.sec": 15, "prov.abuse": 15],
            owed: ["JC-04/answer": -1, "JC-16/receipt": 24, "JC-16/decision": -1]),
        Row(
            name: "C03 an address of nobody", asset: "192.0.2.250", category: .network, severity: .medium,
            reporter: "ext-abuse", rules: ["JC-15", "JC-16"], told: ["prov.noc": 60],
            owed: ["JC-15/classification": 4, "JC-16/receipt": 24, "JC-16/decision": -1]),
        Row(
            name: "C05 an address of several", asset: "192.0.2.12", category: .spam, severity: .medium,
            reporter: "ext-abuse", rules: ["JC-15", "JC-16"], told: ["prov.noc": 60],
            owed: ["JC-15/classification": 4, "JC-16/receipt": 24, "JC-16/decision": -1]),
        Row(
            name: "a webshell on the merchant's shop", asset: "palma-shop", category: .intrusion, layer: .application,
            severity: .high, rules: ["JC-01", "JC-02", "JC-09"], told: ["palma.sec": 15],
            owed: ["JC-09/acquirer": -1, "JC-09/traces": 1]),
        Row(
            name: "the package is nearly used up", asset: "siam-app", category: .resource, severity: .medium,
            rules: ["JC-12"], told: ["siam.ops": 1440]),
        Row(
            name: "the package is used up", asset: "siam-app", category: .resource, severity: .high,
            rules: ["JC-12"], told: ["siam.ops": 60]),
        Row(
            name: "D18 malware that came from a neighbour", asset: "mango-site", category: .malware,
            severity: .high, cause: "isolation", rules: ["JC-01", "JC-02", "JC-13"],
            told: ["mango.sec": 15, "prov.sec": 30, "oldco.owner": 60, "orchid.ops": 60]),
    ]

    @Test("is the acceptance table's", arguments: rows)
    func care(_ row: Row) throws {
        let book = try World().load().arrangements.book
        let received = try #require(Instant(rfc3339: row.received))
        let ruling = try book.rule(
            on: Question(
                asset: row.asset, category: row.category, layer: row.layer, duty: row.duty, cause: row.cause,
                asker: row.reporter, observedAt: received))
        let care = book.care(
            for: ruling,
            on: Occasion(
                event: .opened, severity: row.severity, reporter: row.reporter, receivedAt: received,
                personalData: row.personalData))
        #expect(care.rules.map(\.rawValue) == row.rules)
        let told = care.told.map { desk in
            ("\(desk.party).\(desk.role.rawValue)", desk.due.map { $0.since(received).milliseconds / 60_000 } ?? -1)
        }
        #expect(Dictionary(uniqueKeysWithValues: told) == row.told)
        let owed = care.owed.map { act in
            (act.name, act.due.map { $0.since(received).milliseconds / 3_600_000 } ?? -1)
        }
        #expect(Dictionary(uniqueKeysWithValues: owed) == row.owed)
    }

    private func care(
        _ asset: String, _ category: Category, _ change: (inout Occasion) throws -> Void
    ) throws -> Care {
        let book = try World().load().arrangements.book
        let received = try #require(Instant(rfc3339: "2026-03-10T02:00:00Z"))
        let ruling = try book.rule(
            on: Question(asset: asset, category: category, layer: nil, asker: "prov", observedAt: received))
        var occasion = Occasion(event: .opened, severity: .high, reporter: "prov", receivedAt: received)
        try change(&occasion)
        return book.care(for: ruling, on: occasion)
    }

    @Test("A32 planned work is announced two days ahead, and fires nothing else")
    func plannedWork() throws {
        let window = try #require(Instant(rfc3339: "2026-03-15T18:00:00Z"))
        let care = try care("hv-07", .maintenance) {
            $0.severity = .info
            $0.windowStart = window
        }
        #expect(care.rules == ["JC-18"])
        #expect(care.tellings.map(\.recipient) == ["banyan", "siam", "tern"])
        #expect(care.tellings.allSatisfy { $0.role == .ops && $0.due == window - .hours(48) })
    }

    @Test("D04 the final report counts from the day the notification was sent")
    func finalReport() throws {
        let sent = try #require(Instant(rfc3339: "2026-01-31T10:00:00Z"))
        let waiting = try care("hv-07", .hardware) { $0.significant = true }
        #expect(waiting.owed.map(\.name) == ["JC-07/warning", "JC-07/notification", "JC-07/final"])
        #expect(waiting.owed.map { $0.due == nil } == [false, false, true])
        let running = try care("hv-07", .hardware) {
            $0.significant = true
            $0.happened[.sent("notification")] = sent
        }
        #expect(running.owed.last?.due == Instant(rfc3339: "2026-02-28T10:00:00Z"))
    }

    @Test("D07 what comes first counts: awareness or classification")
    func major() throws {
        let aware = try #require(Instant(rfc3339: "2026-03-09T08:00:00Z"))
        let classified = try #require(Instant(rfc3339: "2026-03-10T07:00:00Z"))
        let care = try care("norr-net", .availability) {
            $0.event = .classified
            $0.receivedAt = classified
            $0.classification = "major"
            $0.happened[.aware(.customer)] = aware
        }
        let initial = try #require(care.owed.first { $0.name == "JC-19/initial" })
        #expect(initial.due == aware + .hours(24))
        #expect(initial.party == "norr")
        #expect(initial.role == .ict)
        #expect(care.owed.map(\.name) == ["JC-19/initial", "JC-19/intermediate", "JC-19/final"])
    }

    @Test("below the agreement's floor neither side has to tell the other")
    func floor() throws {
        let world = try World()
        try world.edit(
            "agreements/banyan.yaml", "    retention: P30D", "    retention: P30D\n    tell_from: high")
        let book = try world.load().arrangements.book
        let received = try #require(Instant(rfc3339: "2026-03-10T02:00:00Z"))
        let ruling = try book.rule(
            on: Question(
                asset: "banyan-vps1", category: .vulnerability, layer: .os, asker: "prov", observedAt: received))
        let occasion = Occasion(event: .opened, severity: .medium, reporter: "prov", receivedAt: received)
        #expect(book.care(for: ruling, on: occasion).rules == ["JC-01"])
    }

    @Test("updates go on hourly, and a missed duty of the law is the manager's")
    func actsAsWritten() throws {
        let rules = try World().load().arrangements.book.jointCare
        let impact = try #require(rules.first { $0.id == "JC-03" }?.acts.first)
        #expect(impact.updateEvery == .minutes(60))
        #expect(impact.evidence == [.delivered])
        #expect(impact.onMiss == .escalate)
        let breach = try #require(rules.first { $0.id == "JC-05" }?.acts.first)
        #expect(breach.onMiss == .tell(.provider, .mgr))
        #expect(breach.clocks == [.init(start: .received, within: .breachNotice)])
        let answer = try #require(rules.first { $0.id == "JC-04" }?.acts.last)
        #expect(answer.clocks.map(\.start) == [.delivered("case")])
        #expect(rules.first { $0.id == "JC-13" }?.when.map(\.causes) == [nil, ["isolation"]])
        #expect(rules.first { $0.id == "JC-02" }?.when.map(\.severityAtLeast) == [.agreement])
    }
}
