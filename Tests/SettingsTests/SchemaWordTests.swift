import CivilTime
import Coordination
import OnCall
import Presets
import Responsibility
import StrictJSON
import Testing

@testable import Settings

/// The closed lists and the limits of the schemas are those of the code.
@Suite("The words of the schemas")
struct SchemaWordTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let place: String
        let words: [String]

        init(_ place: String, _ words: [String]) {
            self.place = place
            self.words = words
        }

        init<Word: CaseIterable & RawRepresentable>(_ place: String, _: Word.Type) where Word.RawValue == String {
            self.init(place, Word.allCases.map(\.rawValue))
        }

        var testDescription: String { place }
    }

    private static let roles = ContactRole.allCases.map(\.rawValue)
    private static let sides = Side.allCases.map(\.rawValue)

    /// The words of a parameter of a preset.
    private static func wordsOfPresets(_ name: String) -> [String] {
        let kinds = PresetRegistry.all.flatMap { $0.parameters }.filter { $0.name == name }.map(\.kind)
        guard case .word(let words)? = kinds.first else { return [] }
        return words
    }

    private static func withRoles(_ word: String) -> [String] { [word] + roles.map { "\(word) \($0)" } }

    static let rows = common + tocsin + others + jointCare + cases + noise + schedules

    private static let common = [
        Row("common.json#/$defs/channel/properties/preset", PresetRegistry.all.map { $0.name }),
        Row("common.json#/$defs/channel/properties/message_type", wordsOfPresets("message_type")),
        Row("common.json#/$defs/severity", Severity.self),
        Row("common.json#/$defs/category", Responsibility.Category.self),
        Row("common.json#/$defs/layer", Responsibility.Layer.self),
        Row("common.json#/$defs/owner", Owner.self),
        Row("common.json#/$defs/confidence", Confidence.self),
        Row("common.json#/$defs/side", Side.self),
        Row("common.json#/$defs/contactRole", ContactRole.self),
        Row("common.json#/$defs/regime", Regime.self),
        Row("common.json#/$defs/lifecycle", Lifecycle.self),
        Row("common.json#/$defs/personalData", PersonalData.self),
        Row("common.json#/$defs/lead", Value.leads.map(\.word)),
        Row("common.json#/$defs/categories/anyOf/0", [Value.securitySet]),
    ]

    private static let schedules = [
        Row("schedules.json#/$defs/layer/properties/advance", RotationReader.Advance.self),
        Row("schedules.json#/$defs/day", WrittenWeekday.self),
    ]

    private static let tocsin = [
        Row("tocsin.json#/properties/log_level", LogLevel.self),
        Row("tocsin.json#/$defs/loopback/properties/address", LoopbackSettings.Address.self),
        Row("tocsin.json#/$defs/member/properties/role", roles(without: [.gateway])),
        Row("tocsin.json#/$defs/standing/properties/role", roles(without: [.operator])),
        Row("tocsin.json#/$defs/token/properties/role", roles(without: [.operator])),
        Row("tocsin.json#/$defs/gatewayMember/properties/role", [PeerRole.gateway.rawValue]),
        Row("tocsin.json#/$defs/asset/properties/carries", ServiceReader.Carried.self),
    ]

    private static func roles(without excluded: Set<PeerRole>) -> [String] {
        PeerRole.allCases.filter { !excluded.contains($0) }.map(\.rawValue)
    }

    private static let others = [
        Row("agreement.json#/$defs/member/properties/role", roles(without: [.gateway, .operator])),
        Row("agreement.json#/$defs/rule/properties/until", RuleReader.Until.self),
        Row("agreement.json#/$defs/service/properties/backup_schedule/anyOf/0", ["none"]),
        Row("responsibility.json#/$defs/rule/properties/until", RuleReader.Until.self),
        Row("responsibility.json#/$defs/duty/properties/schedule", DutyReader.Schedule.self),
        Row(
            "responsibility.json#/$defs/categoryDefault/anyOf/0",
            [CategoryDefaultReader.none]
                + Responsibility.Layer.allCases.map { CategoryDefaultReader.layerPrefix + $0.rawValue }),
        Row(
            "escalation.json#/$defs/target/anyOf/0",
            EscalationTarget.Whose.allCases.flatMap { whose in roles.map { "\(whose.rawValue) \($0)" } }),
        Row("escalation.json#/$defs/step/properties/while", EscalationPolicy<EscalationTarget>.Condition.self),
    ]

    private static let jointCare = [
        Row(
            "joint-care.json#/$defs/recipient",
            JointCareRule.Recipient.allCases.flatMap { $0.takesRole ? withRoles($0.rawValue) : [$0.rawValue] }),
        Row("joint-care.json#/$defs/owing", sides.flatMap(withRoles)),
        Row(
            "joint-care.json#/$defs/start/anyOf/0",
            JointCareRule.Start.forms.filter { !$0.hasSuffix("WORD") && !$0.hasSuffix("ACT") }),
        Row("joint-care.json#/$defs/within/anyOf/0", JointCareActReader.agreed.map(\.word)),
        Row("joint-care.json#/$defs/evidence", JointCareRule.Evidence.self),
        Row(
            "joint-care.json#/$defs/onMiss",
            ["escalate", "record"] + sides.flatMap { side in roles.map { "tell \(side) \($0)" } }),
        Row("joint-care.json#/$defs/event", JointCareRule.Event.self),
        Row(
            "joint-care.json#/$defs/condition/properties/severity_at_least",
            Severity.allCases.map(\.rawValue) + [JointCareConditionReader.agreementsFloor]),
        Row("joint-care.json#/$defs/reporterSide", JointCareRule.ReporterSide.self),
    ]

    private static let cases = [
        Row("cases.json#/$defs/ask/properties/status", CaseReader.Status.self),
        Row("cases.json#/$defs/expect/properties/triage", CaseTriage.self),
        Row("cases.json#/$defs/expect/properties/refused", CaseRefusal.self),
        Row("cases.json#/$defs/due/anyOf/0", ["waiting"]),
    ]

    private static let noise = [
        Row("noise.json#/$defs/weekday", WrittenWeekday.self),
        Row("noise.json#/$defs/monthly/anyOf/0", Array(WindowReader.monthlyWeekdays.keys)),
        Row("noise.json#/$defs/field/anyOf/0", MatchField.named.map(\.text)),
    ]

    @Test("are those of the code", arguments: rows)
    func words(_ row: Row) throws {
        let words = try SchemaFolder.shipped()[row.place]?["enum"]?.array?.compactMap(\.string) ?? []
        #expect(Set(words) == Set(row.words))
        #expect(words.count == row.words.count)
    }

    @Test("are each compared, and each replaced by a wrong one in some file")
    func everyList() throws {
        let places = Set(try SchemaFolder.shipped().places(with: "enum"))
        #expect(places == Set(Self.rows.map(\.place)))
        let replaced = Set(try SchemaJudge.verdict().mutants.filter { $0.kind == .word }.map(\.place))
        #expect(places == replaced)
    }

    /// What a list may hold, where it is not what any list may.
    private static let itemsMax: [String: Int] = [
        "common.json#/$defs/channel/properties/secret_file/anyOf/1": Limits.secretsMax,
        "common.json#/$defs/channel/properties/secret_credential/anyOf/1": Limits.secretsMax,
        "joint-care.json#/properties/rules": Limits.jointCareRulesMax,
        "joint-care.json#/$defs/rule/properties/acts": Limits.actsMax,
        "joint-care.json#/$defs/rule/properties/earliest_of": Limits.clocksMax,
        "joint-care.json#/$defs/act/properties/earliest_of": Limits.clocksMax,
        "joint-care.json#/$defs/when/anyOf/1": Limits.actsMax,
        "escalation.json#/$defs/policy/properties/steps": Limits.stepsMax,
        "escalation.json#/$defs/step/properties/tell": Limits.targetsPerStepMax,
        "calendars.json#/$defs/calendar/properties/holidays": CalendarReader.holidaysMax,
        "noise.json#/properties/inhibitions": NoiseReader.inhibitionsMax,
        "noise.json#/$defs/window/properties/weekly": WrittenWeekday.allCases.count,
        "noise.json#/$defs/inhibition/properties/equal": NoiseLimits.equalFieldsMax,
        "schedules.json#/$defs/person/properties/channels": Limits.channelsPerRoleMax,
        "schedules.json#/$defs/schedule/properties/layers": OnCallLimits.layersMax,
        "schedules.json#/$defs/schedule/properties/overrides": OnCallLimits.overridesMax,
        "schedules.json#/$defs/layer/properties/members": OnCallLimits.membersMax,
        "schedules.json#/$defs/layer/properties/restrictions": OnCallLimits.windowsMax,
        "schedules.json#/$defs/restriction/properties/days": WrittenWeekday.allCases.count,
    ]

    @Test("lists have the limits of the code")
    func limits() throws {
        let schemas = try SchemaFolder.shipped()
        let lists = schemas.places(with: "maxItems")
        #expect(Set(lists).isSuperset(of: Self.itemsMax.keys))
        for place in lists {
            let isOfRole = place.hasPrefix("common.json#/$defs/contacts/")
            let expected = isOfRole ? Limits.channelsPerRoleMax : Self.itemsMax[place] ?? Limits.itemsMax
            #expect(schemas[place]?["maxItems"]?.integer == Int64(expected), "\(place)")
        }
        // A list without a limit would be one that the code limits.
        #expect(Set(schemas.places(with: "items").filter { schemas[$0]?["type"]?.string == "array" }) == Set(lists))
    }

    @Test("texts and numbers have the limits and defaults of the code")
    func numbers() throws {
        let schemas = try SchemaFolder.shipped()
        let limits = "tocsin.json#/$defs/limits/properties"
        #expect(schemas["common.json#/$defs/text"]?["maxLength"]?.integer == Int64(Limits.textMax))
        #expect(schemas["common.json#/$defs/path"]?["maxLength"]?.integer == Int64(Limits.pathMax))
        #expect(schemas["common.json#/$defs/url"]?["maxLength"]?.integer == Int64(Limits.urlBytesMax))
        #expect(schemas["tocsin.json#/$defs/socketPath"]?["maxLength"]?.integer == Int64(Limits.socketPathBytesMax))
        #expect(schemas["\(limits)/report_bytes_max"]?["default"]?.integer == Int64(DaemonSettings.reportBytesDefault))
        #expect(
            schemas["\(limits)/open_incidents_max"]?["default"]?.integer == Int64(DaemonSettings.openIncidentsDefault))
        let (coordination, shipped) = ("tocsin.json#/$defs/coordination/properties", CoordinationSettings())
        let durations = [
            ("reopen_within", shipped.reopenWithin), ("proposal_answer_within", shipped.proposalAnswerWithin),
            ("proposal_told_within", shipped.proposalToldWithin),
        ]
        for (key, value) in durations {
            let written = schemas["\(coordination)/\(key)"]?["default"]?.string
            #expect(written.flatMap { Elapsed(iso8601: $0) } == value, "\(key)")
        }
        #expect(
            schemas["schedules.json#/$defs/revision"]?["maximum"]?.integer == Int64(LayerReader.revisions.upperBound))
        let repeats = schemas["escalation.json#/$defs/repeats"]?["maximum"]?.integer
        #expect(repeats == Int64(EscalationPolicy<EscalationTarget>.repeatsMax))
        #expect(schemas["noise.json#/$defs/matchers"]?["maxLength"]?.integer == Int64(NoiseLimits.matcherTextBytesMax))
        #expect(schemas["noise.json#/$defs/changes"]?["maximum"]?.integer == Int64(NoiseLimits.flapChangesMax))
        #expect(schemas["noise.json#/$defs/notices"]?["maximum"]?.integer == Int64(NoiseLimits.stormNoticesMax))
        let mode = schemas["tocsin.json#/$defs/socket/properties/mode"]?["default"]?.string
        #expect(mode.flatMap { UInt32($0, radix: 8) } == SocketSettings.modeDefault)
    }
}
