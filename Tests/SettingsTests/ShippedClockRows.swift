import CivilTime
import Coordination
import Responsibility
import Testing

/// What one clock of joint care must say: what happened when, and when each act is due.
struct ClockRow: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let asset: String
    let category: Category
    var severity = Severity.high
    var reporter: PartyID = "prov"
    var received = "2026-03-10T02:00:00Z"
    var event = JointCareRule.Event.opened
    var personalData = PersonalData.none
    var significant = false
    var classification: String?
    var windowStart: String?
    /// What happened beside the report itself.
    var happened: [JointCareRule.Start: String] = [:]
    /// By rule and act. `waiting` while the start has not happened. Acts that are not listed are not looked at.
    let due: [String: String]

    init(
        _ name: String, _ asset: String, _ category: Category, due: [String: String],
        _ change: (inout ClockRow) -> Void = { _ in }
    ) {
        testDescription = name
        self.asset = asset
        self.category = category
        self.due = due
        change(&self)
    }

    /// Each act that is not due when it must be: `JC-06: 2026-… | waiting`.
    func disagreements(with book: ResponsibilityBook) throws -> [String] {
        let occasion = try occasion()
        let ruling = try book.rule(
            on: Question(asset: asset, category: category, asker: reporter, observedAt: occasion.receivedAt))
        let care = book.care(for: ruling, on: occasion)
        var found: [String: Set<String>] = [:]
        for telling in care.tellings {
            let name = telling.rule.rawValue + (telling.act.map { "/\($0)" } ?? "")
            found[name, default: []].insert(telling.due?.rfc3339 ?? Self.waiting)
        }
        for act in care.owed { found[act.name, default: []].insert(act.due?.rfc3339 ?? Self.waiting) }
        return due.sorted { $0.key < $1.key }.compactMap { name, expected in
            let dues = found[name] ?? []
            return dues == [expected] ? nil : "\(name): \(expected) | \(dues.sorted().joined(separator: ", "))"
        }
    }

    private static let waiting = "waiting"

    private struct NoTime: Error { let text: String }

    private func instant(_ text: String) throws -> Instant {
        guard let instant = Instant(rfc3339: text) else { throw NoTime(text: text) }
        return instant
    }

    private func occasion() throws -> Occasion {
        Occasion(
            event: event, severity: severity, reporter: reporter, receivedAt: try instant(received),
            personalData: personalData, significant: significant, classification: classification,
            windowStart: try windowStart.map(instant), happened: try happened.mapValues(instant))
    }
}

extension ClockRow {
    /// Every number of the joint-care rules, and every start that is not the report itself.
    static let shipped: [ClockRow] = [
        ClockRow("impact, critical", "hv-07", .hardware, due: ["JC-03": "2026-03-10T02:15:00Z"]) {
            $0.severity = .critical
        },
        ClockRow("impact, high", "hv-07", .hardware, due: ["JC-03": "2026-03-10T02:30:00Z"]),
        ClockRow(
            "an abuse case that was not delivered yet", "mango-site", .malware,
            due: [
                "JC-04/desk": "2026-03-10T02:15:00Z", "JC-04/case": "2026-03-10T02:15:00Z", "JC-04/answer": "waiting",
            ]),
        ClockRow(
            "a day after the case was delivered", "mango-site", .malware, due: ["JC-04/answer": "2026-03-11T02:07:00Z"]
        ) { $0.happened = [.delivered("case"): "2026-03-10T02:07:00Z"] },
        ClockRow("the bank's breach notice", "norr-net", .dataBreach, due: ["JC-05": "2026-03-10T06:00:00Z"]) {
            $0.personalData = .suspected
        },
        ClockRow("the usual breach notice", "tern-vps1", .dataBreach, due: ["JC-05": "2026-03-11T02:00:00Z"]) {
            $0.personalData = .suspected
        },
        ClockRow(
            "the controller's clock runs once it knows", "tern-vps1", .dataBreach,
            due: ["JC-06": "2026-03-13T05:00:00Z"]
        ) {
            $0.personalData = .confirmed
            $0.happened = [.aware(.customer): "2026-03-10T05:00:00Z"]
        },
        ClockRow(
            "significant from the start", "hv-07", .hardware,
            due: [
                "JC-07/warning": "2026-03-11T02:00:00Z", "JC-07/notification": "2026-03-13T02:00:00Z",
                "JC-07/final": "waiting", "JC-07/customers": "2026-03-10T03:00:00Z",
            ]
        ) { $0.significant = true },
        ClockRow(
            "found to be significant before", "hv-07", .hardware,
            due: [
                "JC-07/warning": "2026-03-10T23:00:00Z", "JC-07/notification": "2026-03-12T23:00:00Z",
                "JC-07/customers": "2026-03-10T00:00:00Z",
            ]
        ) {
            $0.significant = true
            $0.happened = [.classified("significant"): "2026-03-09T23:00:00Z"]
        },
        // It was the first of March in Bangkok already, so it is due on the first of April there.
        ClockRow(
            "a month on the provider's wall after sending", "hv-07", .hardware,
            due: ["JC-07/final": "2026-03-31T18:00:00Z"]
        ) {
            $0.significant = true
            $0.happened = [.sent("notification"): "2026-02-28T18:00:00Z"]
        },
        ClockRow("what a bank needs", "norr-net", .availability, due: ["JC-08": "2026-03-10T03:00:00Z"]),
        ClockRow(
            "a merchant that does not know yet", "palma-shop", .intrusion,
            due: ["JC-09/acquirer": "waiting", "JC-09/traces": "2026-03-10T03:00:00Z"]),
        ClockRow(
            "a merchant that knows", "palma-shop", .intrusion,
            due: ["JC-09/acquirer": "2026-03-10T03:10:00Z", "JC-09/traces": "2026-03-10T03:00:00Z"]
        ) { $0.happened = [.aware(.customer): "2026-03-10T02:10:00Z"] },
        ClockRow(
            "a request by day and night", "palma-shop", .request,
            due: ["JC-10/confirm": "2026-03-10T03:00:00Z", "JC-10/start": "2026-03-10T06:00:00Z"]
        ) { $0.reporter = "palma" },
        // Half an hour on Friday, the rest on Monday.
        ClockRow(
            "a request in business hours", "orchid-site", .request,
            due: ["JC-10/confirm": "2026-03-16T02:30:00Z", "JC-10/start": "2026-03-16T05:30:00Z"]
        ) {
            $0.reporter = "orchid"
            $0.received = "2026-03-13T17:30:00+07:00"
        },
        ClockRow(
            "settings on both sides", "tern-vps1", .tls,
            due: ["JC-11/lead": "2026-03-10T02:30:00Z", "JC-11/partner": "2026-03-10T02:30:00Z"]),
        ClockRow("an hour when nothing is left", "siam-app", .resource, due: ["JC-12": "2026-03-10T03:00:00Z"]) {
            $0.severity = .critical
        },
        ClockRow("an hour when it is used up", "siam-app", .resource, due: ["JC-12": "2026-03-10T03:00:00Z"]),
        ClockRow("a day when it runs short", "siam-app", .resource, due: ["JC-12": "2026-03-11T02:00:00Z"]) {
            $0.severity = .medium
        },
        ClockRow("a day when it begins to", "siam-app", .resource, due: ["JC-12": "2026-03-11T02:00:00Z"]) {
            $0.severity = .low
        },
        ClockRow("every tenant", "web-12", .isolation, due: ["JC-13": "2026-03-10T03:00:00Z"]),
        ClockRow(
            "whoever left, before the data is gone", "oldco-site", .exit,
            due: ["JC-14/remains": "2026-03-11T02:00:00Z", "JC-14/certificate": "waiting"]
        ) { $0.reporter = "oldco" },
        ClockRow(
            "a week after the data is gone", "oldco-site", .exit, due: ["JC-14/certificate": "2026-03-28T00:00:00Z"]
        ) {
            $0.reporter = "oldco"
            $0.happened = [.purged: "2026-03-21T00:00:00Z"]
        },
        ClockRow(
            "an unclear matter", "banyan-vps1", .anomaly,
            due: [
                "JC-15/triage": "2026-03-10T03:00:00Z", "JC-15/classification": "2026-03-10T06:00:00Z",
                "JC-15/customer": "2026-03-10T06:00:00Z",
            ]
        ) {
            $0.severity = .medium
            $0.reporter = "banyan"
        },
        ClockRow(
            "what nobody asked for", "palma-shop", .request,
            due: ["JC-20/answer": "2026-03-10T03:00:00Z", "JC-20/customer": "2026-03-10T06:00:00Z"]
        ) {
            $0.severity = .medium
            $0.reporter = "ext-abuse"
        },
        ClockRow(
            "an outsider's report", "mango-site", .phishing,
            due: ["JC-16/receipt": "2026-03-11T02:00:00Z", "JC-16/decision": "waiting"]
        ) { $0.reporter = "ext-abuse" },
        ClockRow(
            "a day after it was resolved", "mango-site", .phishing, due: ["JC-16/decision": "2026-03-13T12:00:00Z"]
        ) {
            $0.reporter = "ext-abuse"
            $0.happened = [.resolved: "2026-03-12T12:00:00Z"]
        },
        ClockRow("two days before planned work", "hv-07", .maintenance, due: ["JC-18": "2026-03-13T18:00:00Z"]) {
            $0.severity = .info
            $0.windowStart = "2026-03-15T18:00:00Z"
        },
        ClockRow(
            "four hours after it was classified", "norr-net", .availability,
            due: ["JC-19/initial": "2026-03-10T06:00:00Z", "JC-19/intermediate": "waiting", "JC-19/final": "waiting"]
        ) {
            $0.classify()
            $0.happened = [.aware(.customer): "2026-03-10T01:30:00Z"]
        },
        ClockRow(
            "a day after the bank knew", "norr-net", .availability, due: ["JC-19/initial": "2026-03-10T03:00:00Z"]
        ) {
            $0.classify()
            $0.happened = [.aware(.customer): "2026-03-09T03:00:00Z"]
        },
        ClockRow(
            "three days after the initial one was sent", "norr-net", .availability,
            due: ["JC-19/intermediate": "2026-03-13T05:15:00Z", "JC-19/final": "waiting"]
        ) {
            $0.classify()
            $0.happened = [.sent("initial"): "2026-03-10T05:15:00Z"]
        },
        // From half past midnight on the first of March to half past midnight on the first of April, in summer time.
        ClockRow(
            "a month on the bank's wall after the intermediate one was sent", "norr-net", .availability,
            due: ["JC-19/final": "2026-03-31T22:30:00Z"]
        ) {
            $0.classify()
            $0.happened = [.sent("intermediate"): "2026-02-28T23:30:00Z"]
        },
    ]

    private mutating func classify() {
        event = .classified
        classification = "major"
    }
}
