import CivilTime
import Ledger
import OnCall
import Responsibility
import StrictJSON
import Testing

@testable import Coordination
@testable import TocsinDaemon

/// Whatever the configuration allows and a peer may send fits the ledger: an entry that cannot be sealed would stop the daemon.
@Suite struct LargestEntriesTests {
    private let name = String(repeating: "n", count: 64)
    private let text = String(repeating: "\u{10FFFF}", count: 75)

    private func seal(_ entry: Entry) -> SealedEntry {
        var salts = SystemSaltSource()
        return Journal.seal(
            RecordedEntry(
                ledger: LedgerID(name), incident: "inc_0000000000000000", at: Instant(milliseconds: 1_773_108_000_123),
                entry: entry),
            salts: &salts)
    }

    private func desk(_ number: Int) -> Desk { Desk(party: PartyID(name), role: ContactRole.allCases[number % 9]) }

    @Test func aNoticeUnderEveryRuleOnEveryChannel() {
        let queued = NoticeQueued(
            id: "not_0000000000000000", desk: desk(0), meantRole: .owner, kind: .severityRaised,
            rules: (0..<32).map { _ in RuleID(name) }, obligations: (0..<200).map { ObligationID("o\(1000 + $0)") },
            due: Instant(milliseconds: 1), channels: (0..<8).map { _ in ChannelID(name) }, urgency: .urgent,
            person: name, hold: Hold(.inhibited(by: "inc_0000000000000000"), until: Instant(milliseconds: 1)),
            covers: (0..<200).map { _ in
                NoticeReference(incident: "inc_0000000000000000", notice: "not_0000000000000000")
            },
            body: String(repeating: "x", count: 200_000))
        #expect(seal(.noticeQueued(queued)).bytes.count <= LedgerLimits.entryBytesMax)
    }

    /// 16 steps that tell 64 channels in all.
    @Test func theLongestEscalation() {
        let steps = (1...16).map { step in
            EscalationPolicy<EscalationTarget>.Step(
                after: .milliseconds(Int64(step) * 86_461_001), condition: .unresolved,
                targets: Array(repeating: .channel(ChannelID(name)), count: 4))
        }
        let started = EscalationStarted(
            party: PartyID(name), role: .owner, policyID: PolicyID(name),
            policy: EscalationPolicy(
                steps: steps, lastWait: .milliseconds(86_461_001), repeats: 20,
                acknowledgementLasts: .milliseconds(86_461_001)))
        #expect(seal(.escalationStarted(started)).bytes.count <= LedgerLimits.entryBytesMax)
        let stepped = EscalationStepped(
            party: PartyID(name), step: 16, told: (0..<8).map(desk),
            skipped: (0..<8).map { _ in "channel.\(name): the channel is no longer configured" })
        #expect(seal(.escalationStepped(stepped)).bytes.count <= LedgerLimits.entryBytesMax)
    }

    /// An act of the longest name and text, with every evidence and several clocks.
    @Test func theWordiestObligation() {
        let terms = ActTerms(
            clocks: (0..<8).map { _ in .init(start: .sent(name), within: .elapsed(.milliseconds(86_461_001))) },
            evidence: JointCareRule.Evidence.allCases, onMiss: .tell(.provider, .breakGlass), updateEvery: .hours(1))
        let started = ObligationStarted(
            id: "o100000", rule: RuleID(name), act: name, recipient: desk(0), owed: text + text, terms: terms,
            start: .sent(name), startedAt: Instant(milliseconds: 1), due: Instant(milliseconds: 1))
        #expect(seal(.obligationStarted(started)).bytes.count <= LedgerLimits.entryBytesMax)
    }

    @Test func theWordiestRuling() {
        let ruling = Ruling(
            owner: .joint, ownerParty: PartyID(name), lead: PartyID(name), performedBy: text, gap: text, parts: text,
            rule: RuleID("\(name).\(name)×\(name)"), source: text + text + text, confidence: .reconstructed,
            agreement: AgreementID(name), revision: .max, model: "\(name)@\(name)", customer: PartyID(name),
            asset: AssetID(name), service: ServiceID(name), category: .illegalContent, layer: .virtualization,
            duty: DutyID(name), triage: .ambiguousAsset(candidates: (0..<32).map { _ in AssetID(name) }),
            because: Array(repeating: text, count: 20), rejected: [], sentence: text)
        let opened = IncidentOpened(
            severity: .critical, ruling: ruling, reporter: PartyID(name), trafficLight: .amberStrict, dedupKey: text)
        #expect(seal(.incidentOpened(opened)).bytes.count <= LedgerLimits.entryBytesMax)
    }

    /// The largest body that the settings allow, 1 MiB, in one part.
    @Test func theLargestReport() {
        var report = Report(summary: text, asset: name, service: ServiceID(name), duty: DutyID(name))
        report.attachments = JSONObject([.init("evidence", .string(String(repeating: "\u{7F}", count: 170_000)))])
        report.details = String(repeating: "d", count: 1 << 20)
        let accepted = ReportAccepted(
            id: "rep_0000000000000000", report: report, reporter: PartyID(name), role: .responder, by: text)
        #expect(seal(.reportAccepted(accepted)).bytes.count <= LedgerLimits.entryBytesMax)
    }
}
