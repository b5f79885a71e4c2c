internal import CivilTime
internal import Coordination
internal import Responsibility
internal import StrictJSON

/// Turns the fields of a native request into what the handler is asked. Every function reports all field errors at
/// once.
enum ReportReader {
    /// Reads a report.
    static func report(_ object: JSONObject, idempotencyKey: String?, check: FieldCheck) throws(Problem) -> Report {
        var check = check
        let fields = check.fields(object, ReportFields.table)
        let ownFields = ownFields(object, &check)
        refuseUnknown(object, table: ReportFields.table, hasOwnFields: true, &check)
        requireSubject(object, &check)
        if let key = idempotencyKey, !isIdempotencyKey(key) {
            check.refuse("Idempotency-Key", "must have 1 to 200 visible ASCII characters")
        }
        try check.finish()
        return report(fields, ownFields: ownFields, idempotencyKey: idempotencyKey)
    }

    /// Reads a question without a report.
    static func explanation(_ object: JSONObject, check: FieldCheck) throws(Problem) -> Explanation {
        var check = check
        let fields = check.fields(object, ReportFields.explanation)
        refuseUnknown(object, table: ReportFields.explanation, hasOwnFields: false, &check)
        requireSubject(object, &check)
        refuseObservedLater(fields, &check)
        try check.finish()
        return Explanation(
            asset: fields["asset"]?.string, service: fields.identifier("service"), category: fields.value("category"),
            layer: fields.value("layer"), duty: fields.identifier("duty"), component: fields["component"]?.string,
            cause: fields["cause"]?.string, severity: fields.value("severity") ?? .medium,
            personalData: fields.value("personal_data") ?? .none, significant: fields["significant"]?.bool ?? false,
            classification: fields["classification"]?.string, status: fields.value("status") ?? .firing,
            windowStart: fields.instant("window_start"), at: fields.instant("at"),
            observedAt: fields.instant("observed_at"))
    }

    /// Reads at which instant something is asked for; nil: now.
    ///
    /// - Parameter mayBeFuture: False where the answer is on record, and nothing is known of what is to come.
    static func instant(
        _ object: JSONObject, mayBeFuture: Bool = true, check: FieldCheck
    ) throws(Problem) -> Instant? {
        let table = [FieldSpec("at", .instant)]
        var check = check
        let fields = check.fields(object, table)
        refuseUnknown(object, table: table, hasOwnFields: false, &check)
        if !mayBeFuture, let at = fields.instant("at"), at > check.now {
            check.refuse("at", "is in the future; it is \(check.now.rfc3339) here")
        }
        try check.finish()
        return fields.instant("at")
    }

    /// Reads a question that has no fields.
    static func nothing(_ object: JSONObject, check: FieldCheck) throws(Problem) {
        var check = check
        for name in object.names { check.refuse(FieldCheck.shortName(name), "unknown; this question has no fields") }
        try check.finish()
    }

    /// Reads which incidents to list.
    static func filter(_ object: JSONObject, check: FieldCheck) throws(Problem) -> IncidentFilter {
        let table = [
            FieldSpec("state", .word(IncidentFilter.Selection.allCases.map(\.rawValue))),
            FieldSpec("triage", .flag), FieldSpec("limit", .integer(1...Int64(IntakeLimits.incidentsListedMax))),
        ]
        var check = check
        let fields = check.fields(object, table)
        refuseUnknown(object, table: table, hasOwnFields: false, &check)
        try check.finish()
        return IncidentFilter(
            selection: fields.value("state") ?? .open, inTriage: fields["triage"]?.bool,
            limit: fields["limit"]?.integer.map { Int($0) } ?? 100)
    }

    private static func report(_ fields: JSONObject, ownFields: [JSONObject.Member], idempotencyKey: String?) -> Report
    {
        Report(
            summary: fields["summary"]?.string ?? "", asset: fields["asset"]?.string,
            service: fields.identifier("service"),
            category: fields.value("category"), layer: fields.value("layer"),
            duty: fields.identifier("duty"),
            component: fields["component"]?.string, cause: fields["cause"]?.string,
            severity: fields.value("severity") ?? .medium, status: fields.value("status") ?? .firing,
            observedAt: fields.instant("observed_at"), dedupKey: fields["dedup_key"]?.string,
            idempotencyKey: idempotencyKey,
            details: fields["details"]?.string, trafficLight: fields.value("tlp") ?? .amber,
            incident: fields.identifier("incident"), tool: fields["source"]?["tool"]?.string,
            attachments: attachments(fields, ownFields))
    }

    /// What the report carries beyond what coordination reads, in the order of the table.
    private static func attachments(_ fields: JSONObject, _ ownFields: [JSONObject.Member]) -> JSONObject {
        JSONObject(fields.members.filter { !namesOfProperties.contains($0.name) } + ownFields)
    }

    /// Fields that are properties of `Report`.
    private static let namesOfProperties: Set<String> = [
        "summary", "asset", "service", "category", "layer", "duty", "component", "cause", "severity", "status",
        "observed_at",
        "dedup_key", "details", "tlp", "incident",
    ]

    /// A report or question must say what it is about, even if it says `unknown`.
    private static func requireSubject(_ object: JSONObject, _ check: inout FieldCheck) {
        if (object["asset"] ?? .null) == .null, (object["service"] ?? .null) == .null {
            check.refuse("asset", "required unless service is given; if you do not know it, say asset=unknown")
        }
    }

    /// Nothing is observed after it is reported; as in reports, a clock may run a little ahead.
    private static func refuseObservedLater(_ fields: JSONObject, _ check: inout FieldCheck) {
        guard let observed = fields.instant("observed_at") else { return }
        if let at = fields.instant("at") {
            if observed > at { check.refuse("observed_at", "is later than at, \(at.rfc3339)") }
        } else if observed > check.now + FieldCheck.futureMax {
            check.refuse(
                "observed_at",
                "is in the future; it is \(check.now.rfc3339) here; to ask about the future, give at as well")
        }
    }

    /// The `x_` fields, as sent.
    private static func ownFields(_ object: JSONObject, _ check: inout FieldCheck) -> [JSONObject.Member] {
        let own = object.members.filter { $0.name.hasPrefix(ReportFields.ownFieldPrefix) }
        if own.count > ReportFields.ownFieldsMax {
            check.refuse("x_*", "at most \(ReportFields.ownFieldsMax) fields of your own, there are \(own.count)")
            return []
        }
        for member in own {
            if !isOwnFieldName(member.name) {
                check.refuse(
                    FieldCheck.shortName(member.name), "a field of your own has 3 to 40 characters from a-z 0-9 _")
            }
            if member.value.bytes.count > ReportFields.ownFieldBytesMax {
                check.refuse(
                    FieldCheck.shortName(member.name), "must have at most \(ReportFields.ownFieldBytesMax) bytes")
            }
        }
        return own
    }

    private static func isOwnFieldName(_ name: String) -> Bool {
        (3...40).contains(name.utf8.count) && FieldCheck.isLabelKey(name)
            && !name.utf8.contains { ".-".utf8.contains($0) }
    }

    static func refuseUnknown(
        _ object: JSONObject, table: [FieldSpec], hasOwnFields: Bool, _ check: inout FieldCheck
    ) {
        let known = Set(table.map(\.name))
        for name in object.names where !known.contains(name) {
            if hasOwnFields, name.hasPrefix(ReportFields.ownFieldPrefix) { continue }
            check.refuse(FieldCheck.shortName(name), hint(name, table))
        }
    }

    private static func hint(_ name: String, _ table: [FieldSpec]) -> String {
        if ReportFields.identityFields.contains(name) { return "identity comes from the connection; leave it out" }
        if ReportFields.ruledFields.contains(name) { return "this is ruled by the daemon; leave it out" }
        return "unknown; accepted: \(table.map(\.name).joined(separator: ", "))"
    }

    static func isIdempotencyKey(_ key: String) -> Bool {
        (1...IntakeLimits.idempotencyKeyMax).contains(key.utf8.count)
            && key.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

extension FieldCheck {
    /// Ends the check: all problems at once, or none.
    func finish() throws(Problem) {
        if !problems.isEmpty { throw .invalidFields(problems) }
    }
}

extension JSONObject {
    /// A checked field as an identifier.
    func identifier<Kind>(_ name: String) -> Identifier<Kind>? { self[name]?.string.map { Identifier($0) } }

    /// A checked field as a word of a closed list.
    func value<Word: RawRepresentable<String>>(_ name: String) -> Word? {
        self[name]?.string.flatMap { Word(rawValue: $0) }
    }

    /// A checked field as an instant.
    func instant(_ name: String) -> Instant? { self[name]?.string.flatMap { Instant(rfc3339: $0) } }
}
