import CivilTime
import OnCall
import Responsibility
import StrictJSON
import Testing

@testable import Coordination

/// Marks of what was asked stand on ledgers: they are FNV-1a over what is written, whatever this program names its types. Each number
/// here was computed from the words by themselves.
@Suite struct ContentMarkTests {
    @Test func ofActions() {
        var classification = Classification()
        classification.service = "web"
        classification.category = .backup
        classification.severity = .low
        classification.personalData = .suspected
        classification.significant = true
        classification.word = "major"
        classification.reason = "found"
        let rows: [(IncidentAction, UInt64)] = [
            (.acknowledge(note: "seen", until: nil), 0x143D_7864_6FBA_7C44),
            (.take(note: nil), 0x6678_2124_A5C5_B5DC),
            (.comment("hello"), 0xE0E0_825E_53E5_6A0A),
            (.resolve(note: "done"), 0x346B_0178_73C0_01D1),
            (.reopen(note: nil), 0x121C_A647_8D75_6A8E),
            (.setSeverity(.high, reason: "worse"), 0x67D3_AA85_9E94_7469),
            (.propose(.dispute, reason: "yours"), 0x88CE_668E_A34E_8459),
            (.propose(.offer, reason: "yours"), 0x3608_47B1_CDFE_718B),
            (.answerProposal(accepted: true, reason: nil), 0xCEA4_3C53_3021_C6E7),
            (.answerProposal(accepted: false, reason: "no"), 0x55BD_A102_BFE4_34DA),
            (.classify(classification), 0x9125_E1BD_761F_89C3),
            (.recordAct("obl_1", note: "sent", doneAt: SmallWorld.start), 0x8F2F_46BC_8754_CCE3),
            (.waive("obl_1", reason: "why"), 0x0295_DEE9_F6AB_5CD1),
            (.hold("obl_1", reason: "why"), 0x26E7_1F04_A759_54C6),
            (.resume("obl_1", reason: "why"), 0xBE10_360A_2BEA_8028),
            (.recordFact(.purged, happenedAt: nil, note: nil), 0x96A6_C021_7B15_572B),
            (.recordFact(.aware(.customer), happenedAt: SmallWorld.start, note: "x"), 0x0B71_04BB_1FD3_42A2),
        ]
        for (action, mark) in rows {
            #expect(action.contentMark == mark, "\(action.verb)")
        }
        #expect(Set(rows.map(\.1)).count == rows.count)
    }

    /// Until when is counted from the request.
    @Test func anAcknowledgementIsTheSameUntilWheneverItStands() {
        let one = IncidentAction.acknowledge(note: "seen", until: SmallWorld.start)
        #expect(one.contentMark == IncidentAction.acknowledge(note: "seen", until: nil).contentMark)
    }

    @Test func ofOverrides() throws {
        let start = OverrideRequest.Moment.instant(SmallWorld.start)
        let wall = try CivilDateTime(
            #require(CivilDate(text: "2026-03-11")), #require(TimeOfDay(text: "09:30")))
        let hour = OverrideRequest.Moment.instant(SmallWorld.start + .hours(1))
        let rows: [(OverrideRequest.Moment, Override.Change, String, UInt64)] = [
            (.local(wall), .replace("ana", with: "bo"), "swap", 0x4452_8408_2131_AD6F),
            (hour, .add("chai"), "more", 0x4B2A_2CF3_B9C5_108A),
            (hour, .remove("chai"), "ill", 0x03B6_5D71_ECBD_849F),
        ]
        for (end, change, reason, mark) in rows {
            let request = OverrideRequest(schedule: "noc", start: start, end: end, change: change, reason: reason)
            #expect(request.contentMark == mark, "\(reason)")
        }
    }

    @Test func ofReportsAndSilences() throws {
        let report = Report(summary: "down", asset: "tern-vps1", category: .availability, severity: .high)
        #expect(report.contentMark == 0x788B_CB52_1D8F_A6E7)
        let silence = SilenceRequest(
            matchers: try MatcherSet(text: "asset=\"tern-vps1\""), ends: SmallWorld.start, comment: "works")
        #expect(silence.contentMark == 0x58BC_C6F3_DCDE_5E19)
    }
}
