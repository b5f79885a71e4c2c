import Coordination
import Foundation
import Responsibility
import StrictJSON
import Testing

@testable import Settings

/// The keys that readers accept are those of the schemas, place by place.
@Suite("The keys of the schemas")
struct SchemaKeyTests {
    /// A mapping, and the list of keys that its reader goes by.
    struct Row: Sendable, CustomTestStringConvertible {
        let place: String
        /// As the source calls the list; nil where the keys are the words of a closed list.
        let list: String?
        let keys: [String]

        init(_ place: String, _ list: String?, _ keys: [String]) {
            self.place = place
            self.list = list
            self.keys = keys
        }

        var testDescription: String { place }
    }

    static let rows = tocsin + shared + agreement + responsibility + jointCare + others + watching + schedules

    private static let tocsin = [
        Row("tocsin.json#", "Loader.keys", Loader.keys),
        Row("tocsin.json#/$defs/limits", "DaemonReader.limitKeys", DaemonReader.limitKeys),
        Row("tocsin.json#/$defs/coordination", "CoordinationReader.keys", CoordinationReader.keys),
        Row("tocsin.json#/$defs/socket", "DaemonReader.socketKeys", DaemonReader.socketKeys),
        Row("tocsin.json#/$defs/standing", "DaemonReader.speakerKeys", DaemonReader.speakerKeys),
        Row("tocsin.json#/$defs/loopback", "DaemonReader.loopbackKeys", DaemonReader.loopbackKeys),
        Row("tocsin.json#/$defs/token", "DaemonReader.tokenKeys", DaemonReader.tokenKeys),
        Row("tocsin.json#/$defs/provider", "PartyReader.providerKeys", PartyReader.providerKeys),
        Row("tocsin.json#/$defs/member", "PeerReader.keys", PeerReader.keys),
        Row("tocsin.json#/$defs/asset", "ServiceReader.providerAssetKeys", ServiceReader.providerAssetKeys),
        Row("tocsin.json#/$defs/thirdParty", "OtherPartyReader.thirdPartyKeys", OtherPartyReader.thirdPartyKeys),
        Row("tocsin.json#/$defs/gateway", "OtherPartyReader.gatewayKeys", OtherPartyReader.gatewayKeys),
        Row("tocsin.json#/$defs/gatewayMember", "PeerReader.keys", PeerReader.keys),
    ]

    private static let shared = [
        Row("common.json#/$defs/channel", "ChannelReader.keys", ChannelReader.keys),
        Row("common.json#/$defs/header", "ChannelReader.headerKeys", ChannelReader.headerKeys),
        Row("common.json#/$defs/contacts", nil, ContactRole.allCases.map(\.rawValue)),
        Row("common.json#/$defs/escalations", nil, ContactRole.allCases.map(\.rawValue)),
        Row("common.json#/$defs/asset", "ServiceReader.assetKeys", ServiceReader.assetKeys),
    ]

    private static let agreement = [
        Row("agreement.json#", "AgreementReader.keys", AgreementReader.keys),
        Row("agreement.json#/$defs/customer", "PartyReader.keys", PartyReader.keys),
        Row("agreement.json#/$defs/member", "PeerReader.keys", PeerReader.keys),
        Row("agreement.json#/$defs/revision", "AgreementReader.revisionKeys", AgreementReader.revisionKeys),
        Row("agreement.json#/$defs/designated", "AgreementReader.designatedKeys", AgreementReader.designatedKeys),
        Row("agreement.json#/$defs/numbers", "AgreementReader.severityKeys", AgreementReader.severityKeys),
        Row("agreement.json#/$defs/rule", "RuleReader.keys", RuleReader.keys),
        Row("agreement.json#/$defs/condition", "RuleReader.agreementConditionKeys", RuleReader.agreementConditionKeys),
        Row("agreement.json#/$defs/service", "ServiceReader.serviceKeys", ServiceReader.serviceKeys),
    ]

    private static let responsibility = [
        Row("responsibility.json#", "ModelReader.keys", ModelReader.keys),
        Row("responsibility.json#/$defs/matrix", "MatrixReader.keys", MatrixReader.keys),
        Row("responsibility.json#/$defs/rows", nil, Layer.allCases.map(\.rawValue)),
        Row("responsibility.json#/$defs/note", "MatrixReader.noteKeys", MatrixReader.noteKeys),
        Row("responsibility.json#/$defs/duty", "DutyReader.keys", DutyReader.keys),
        Row("responsibility.json#/$defs/categoryDefaults", nil, Responsibility.Category.allCases.map(\.rawValue)),
        Row("responsibility.json#/$defs/rule", "RuleReader.keys", RuleReader.keys),
        Row("responsibility.json#/$defs/condition", "RuleReader.conditionKeys", RuleReader.conditionKeys),
        Row("responsibility.json#/$defs/row", "PageReader.keys", PageReader.keys),
    ]

    private static let jointCare = [
        Row("joint-care.json#", "JointCareReader.keys", JointCareReader.keys),
        Row("joint-care.json#/$defs/desks", "JointCareReader.sideKeys", JointCareReader.sideKeys),
        Row("joint-care.json#/$defs/desk", "JointCareReader.deskKeys", JointCareReader.deskKeys),
        Row("joint-care.json#/$defs/deskRow", "JointCareReader.rowKeys", JointCareReader.rowKeys),
        Row("joint-care.json#/$defs/rule", "JointCareReader.ruleKeys", JointCareReader.ruleKeys),
        Row("joint-care.json#/$defs/act", "JointCareReader.actKeys", JointCareReader.actKeys),
        Row("joint-care.json#/$defs/clock", "JointCareActReader.clockKeys", JointCareActReader.clockKeys),
        Row("joint-care.json#/$defs/bySeverity", "JointCareActReader.severityKeys", JointCareActReader.severityKeys),
        Row("joint-care.json#/$defs/condition", "JointCareConditionReader.keys", JointCareConditionReader.keys),
    ]

    private static let others = [
        Row("escalation.json#", "EscalationReader.keys", EscalationReader.keys),
        Row("escalation.json#/$defs/policy", "EscalationReader.policyKeys", EscalationReader.policyKeys),
        Row("escalation.json#/$defs/step", "EscalationReader.stepKeys", EscalationReader.stepKeys),
        Row("calendars.json#", "CalendarReader.keys", CalendarReader.keys),
        Row("calendars.json#/$defs/calendar", "CalendarReader.calendarKeys", CalendarReader.calendarKeys),
        Row("cases.json#", "CaseReader.keys", CaseReader.keys),
        Row("cases.json#/$defs/case", "CaseReader.caseKeys", CaseReader.caseKeys),
        Row("cases.json#/$defs/ask", "CaseReader.askKeys", CaseReader.askKeys),
        Row("cases.json#/$defs/expect", "CaseReader.expectKeys", CaseReader.expectKeys),
    ]

    private static let watching = [
        Row("noise.json#", "NoiseReader.keys", NoiseReader.keys),
        Row("noise.json#/$defs/window", "WindowReader.keys", WindowReader.keys),
        Row("noise.json#/$defs/inhibition", "NoiseReader.inhibitionKeys", NoiseReader.inhibitionKeys),
        Row("noise.json#/$defs/flapping", "NoiseReader.flappingKeys", NoiseReader.flappingKeys),
        Row("noise.json#/$defs/storms", "NoiseReader.stormKeys", NoiseReader.stormKeys),
        Row("watches.json#", "WatchesReader.keys", WatchesReader.keys),
        Row("watches.json#/$defs/heartbeat", "WatchesReader.heartbeatKeys", WatchesReader.heartbeatKeys),
        Row("watches.json#/$defs/deadMan", "WatchesReader.deadManKeys", WatchesReader.deadManKeys),
        Row("watches.json#/$defs/canaries", "WatchesReader.canaryKeys", WatchesReader.canaryKeys),
    ]

    private static let schedules = [
        Row("schedules.json#", "ScheduleReader.keys", ScheduleReader.keys),
        Row("schedules.json#/$defs/person", "PersonReader.keys", PersonReader.keys),
        Row("schedules.json#/$defs/schedule", "ScheduleReader.scheduleKeys", ScheduleReader.scheduleKeys),
        Row("schedules.json#/$defs/layer", "LayerReader.keys", LayerReader.keys),
        Row("schedules.json#/$defs/shift", "ShiftReader.keys", ShiftReader.keys),
        Row("schedules.json#/$defs/restriction", "RestrictionReader.keys", RestrictionReader.keys),
        Row("schedules.json#/$defs/override", "OverrideReader.keys", OverrideReader.keys),
    ]

    /// Lists that are only parts of others.
    private static let parts: Set<String> = [
        "ChannelReader.plainKeys",
        "DaemonReader.keys", "OtherPartyReader.keys", "JointCareActReader.keys", "WindowReader.recurringKeys",
        "RotationReader.ownKeys",
    ]

    @Test("are those of the readers", arguments: rows)
    func keys(_ row: Row) throws {
        let keys = try SchemaFolder.shipped().keys(at: row.place)
        #expect(Set(keys) == Set(row.keys))
    }

    @Test("are held to a reader in every mapping")
    func everyMapping() throws {
        #expect(Set(try SchemaFolder.shipped().mappings) == Set(Self.rows.map(\.place)))
        #expect(Set(Self.rows.map(\.place)).count == Self.rows.count)
    }

    /// A reader that gets a list of keys of its own, or writes one where it reads, must come here.
    @Test("are all the keys that any reader goes by")
    func everyList() throws {
        let sources = World.shipped.replacing("/Config", with: "/Sources/Settings")
        var lists: Set<String> = []
        for name in World.names(sources) {
            let text = String(decoding: try World.bytes("\(sources)/\(name)"), as: UTF8.self)
            #expect(!text.contains(/Fields\([^)]*keys: \[/), "\(name) writes keys where it reads them")
            var type = ""
            for line in text.split(separator: "\n") {
                if let match = line.firstMatch(of: /^(?:struct|enum|extension|final class) ([A-Za-z.]+)/) {
                    type = String(match.1)
                }
                if let match = line.firstMatch(of: /static let ([a-zA-Z]*[kK]eys)\b/) {
                    lists.insert("\(type).\(match.1)")
                }
            }
        }
        #expect(lists == Self.parts.union(Self.rows.compactMap(\.list)))
    }

    /// Only so does the comparison of what is required, which goes by changed files, speak of every key.
    @Test("are each left out of some file")
    func everyKeyIsLeftOut() throws {
        let covered = try SchemaJudge.verdict().covered
        for row in Self.rows {
            for key in row.keys {
                #expect(covered.contains("\(row.place) \(key)"), "no example has \(row.place) \(key)")
            }
        }
    }
}
