internal import CivilTime
internal import Coordination
internal import Responsibility
internal import StrictJSON

/// The routes by which people act on an incident: `POST /v1/incidents/{id}/VERB`.
enum ActionRoute: String, CaseIterable, Sendable {
    case acknowledge, take, comment, resolve, reopen, severity, dispute, offer, accept, decline, classify, record,
        waive,
        hold, resume, happened

    /// The fields that the body may have, beside those of every action.
    var table: [FieldSpec] {
        switch self {
        case .acknowledge: [Self.note, FieldSpec("until", .instant), FieldSpec("for", .line(max: 20))]
        case .take, .resolve, .reopen: [Self.note]
        case .comment: [FieldSpec("text", .text(bytesMax: IntakeLimits.noteBytesMax), required: true)]
        case .severity: [FieldSpec("severity", .severity, required: true), Self.reason(required: true)]
        case .dispute, .offer, .decline: [Self.reason(required: true)]
        case .accept: [Self.reason(required: false)]
        case .classify: Self.classification
        case .record:
            [
                Self.obligation, FieldSpec("note", .text(bytesMax: IntakeLimits.noteBytesMax), required: true),
                FieldSpec("done_at", .instant),
            ]
        case .waive, .hold, .resume: [Self.obligation, Self.reason(required: true)]
        case .happened:
            [FieldSpec("what", .word(["purged", "terminated"]), required: true), FieldSpec("at", .instant), Self.note]
        }
    }

    private static let note = FieldSpec("note", .text(bytesMax: IntakeLimits.noteBytesMax))
    private static let obligation = FieldSpec("obligation", .name(max: 20), required: true)

    private static func reason(required: Bool) -> FieldSpec {
        FieldSpec("reason", .text(bytesMax: IntakeLimits.noteBytesMax), required: required)
    }

    private static let classification: [FieldSpec] = [
        FieldSpec("asset", .line(max: 255)),
        FieldSpec("service", .name(max: 64)),
        FieldSpec("category", .word(Category.allCases.map(\.rawValue))),
        FieldSpec("layer", .word(Layer.allCases.map(\.rawValue))),
        FieldSpec("duty", .name(max: 64)),
        FieldSpec("component", .line(max: 64)),
        FieldSpec("cause", .name(max: 64)),
        FieldSpec("severity", .severity),
        FieldSpec("personal_data", .word(PersonalData.allCases.map(\.rawValue))),
        FieldSpec("significant", .flag),
        FieldSpec("as", .name(max: 64)),
        reason(required: true),
    ]

    /// The fields of every action.
    static let common = [FieldSpec("as_of", .integer(1...Int64(Int32.max)))]
}

/// Turns the body of an action into what the handler is asked. Reports all field errors at once.
struct ActionReader {
    let route: ActionRoute
    let check: FieldCheck

    /// - Throws: `Problem`
    func request(_ object: JSONObject, idempotencyKey: String?) throws(Problem) -> ActionRequest {
        var check = check
        let table = route.table + ActionRoute.common
        let fields = check.fields(object, table)
        ReportReader.refuseUnknown(object, table: table, hasOwnFields: false, &check)
        if let key = idempotencyKey, !ReportReader.isIdempotencyKey(key) {
            check.refuse("Idempotency-Key", "must have 1 to 200 visible ASCII characters")
        }
        let until = until(fields, &check)
        if route == .classify, object.names.allSatisfy({ ["reason", "as_of"].contains($0) }) {
            check.refuse("category", "say at least one thing that it is: \(table.map(\.name).joined(separator: ", "))")
        }
        try check.finish()
        return ActionRequest(
            action(fields, until), asOf: fields["as_of"]?.integer.map { Int($0) }, idempotencyKey: idempotencyKey)
    }

    /// Until when an acknowledgement stands: an instant, or a time from now.
    private func until(_ fields: JSONObject, _ check: inout FieldCheck) -> Instant? {
        guard let text = fields["for"]?.string else { return fields.instant("until") }
        guard let elapsed = Elapsed(iso8601: text), elapsed > .zero else {
            check.refuse("for", "a duration such as PT2H or P1D")
            return nil
        }
        if fields["until"] != nil { check.refuse("for", "give either for or until") }
        return check.now + elapsed
    }

    private func action(_ fields: JSONObject, _ until: Instant?) -> IncidentAction {
        let note = fields["note"]?.string
        let reason = fields["reason"]?.string ?? ""
        let obligation = ObligationID(fields["obligation"]?.string ?? "")
        switch route {
        case .acknowledge: return .acknowledge(note: note, until: until)
        case .take: return .take(note: note)
        case .comment: return .comment(fields["text"]?.string ?? "")
        case .resolve: return .resolve(note: note)
        case .reopen: return .reopen(note: note)
        case .severity: return .setSeverity(fields.value("severity") ?? .medium, reason: reason)
        case .dispute: return .propose(.dispute, reason: reason)
        case .offer: return .propose(.offer, reason: reason)
        case .accept: return .answerProposal(accepted: true, reason: fields["reason"]?.string)
        case .decline: return .answerProposal(accepted: false, reason: reason)
        case .classify: return .classify(classification(fields))
        case .record: return .recordAct(obligation, note: note ?? "", doneAt: fields.instant("done_at"))
        case .waive: return .waive(obligation, reason: reason)
        case .hold: return .hold(obligation, reason: reason)
        case .resume: return .resume(obligation, reason: reason)
        case .happened:
            let what: JointCareRule.Start = fields["what"]?.string == "terminated" ? .terminated : .purged
            return .recordFact(what, happenedAt: fields.instant("at"), note: note)
        }
    }

    private func classification(_ fields: JSONObject) -> Classification {
        var classification = Classification()
        classification.asset = fields["asset"]?.string
        classification.service = fields.identifier("service")
        classification.category = fields.value("category")
        classification.layer = fields.value("layer")
        classification.duty = fields.identifier("duty")
        classification.component = fields["component"]?.string
        classification.cause = fields["cause"]?.string
        classification.severity = fields.value("severity")
        classification.personalData = fields.value("personal_data")
        classification.significant = fields["significant"]?.bool
        classification.word = fields["as"]?.string
        classification.reason = fields["reason"]?.string
        return classification
    }
}
