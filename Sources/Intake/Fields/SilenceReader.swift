internal import CivilTime
internal import Coordination
internal import Responsibility
internal import StrictJSON

/// Turns the body of a silence, or of a preview of one, into what the handler is asked. Reports all field errors at once.
struct SilenceReader {
    let check: FieldCheck
    /// A preview records nothing, so nobody has to say why.
    let isPreview: Bool

    /// What stands for the comment of a preview.
    static let previewComment = "preview"

    private var table: [FieldSpec] {
        [
            FieldSpec("matchers", .text(bytesMax: NoiseLimits.matcherTextBytesMax), required: true),
            FieldSpec("starts", .instant), FieldSpec("ends", .instant), FieldSpec("for", .line(max: 20)),
            FieldSpec("comment", .text(bytesMax: NoiseLimits.commentBytesMax), required: !isPreview),
            FieldSpec("agreement", .name(max: 64)),
        ]
    }

    /// - Throws: `Problem`
    func request(_ object: JSONObject) throws(Problem) -> SilenceRequest {
        var check = check
        let fields = check.fields(object, table)
        ReportReader.refuseUnknown(object, table: table, hasOwnFields: false, &check)
        let matchers = matchers(fields, &check)
        let starts = fields.instant("starts")
        let ends = ends(fields, of: object, from: max(starts ?? check.now, check.now), &check)
        try check.finish()
        guard let matchers, let ends else { preconditionFailure("a field was refused without a problem") }
        return SilenceRequest(
            matchers: matchers, starts: starts, ends: ends, comment: fields["comment"]?.string ?? Self.previewComment,
            agreement: fields.identifier("agreement"))
    }

    private func matchers(_ fields: JSONObject, _ check: inout FieldCheck) -> MatcherSet? {
        guard let text = fields["matchers"]?.string else { return nil }
        do throws(MatcherError) {
            let matchers = try MatcherSet(text: text)
            if matchers.namesNothing { check.refuse("matchers", SilenceProblem.namesNothing.description) }
            return matchers
        } catch {
            check.refuse("matchers", error.description)
            return nil
        }
    }

    /// An instant, or a time from the start. A start that is over counts as now.
    private func ends(
        _ fields: JSONObject, of object: JSONObject, from start: Instant, _ check: inout FieldCheck
    ) -> Instant? {
        let isGiven = { (name: String) in (object[name] ?? .null) != .null }
        switch (isGiven("ends"), isGiven("for")) {
        case (true, true): check.refuse("for", "give either for or ends")
        case (false, false): check.refuse("ends", "required, unless for says how long it holds, such as PT2H")
        case (true, false):
            guard let ends = fields.instant("ends") else { return nil }
            if ends <= start { check.refuse("ends", "must be after its start, \(start.rfc3339)") }
            if ends.since(start) > NoiseLimits.silenceLengthMax { check.refuse("ends", Self.tooLong) }
            return ends
        case (false, true):
            guard let text = fields["for"]?.string else { return nil }
            guard let length = Elapsed(iso8601: text), length > .zero else {
                check.refuse("for", "must be a duration such as PT2H or P1D")
                return nil
            }
            if length > NoiseLimits.silenceLengthMax { check.refuse("for", Self.tooLong) }
            return start + length
        }
        return nil
    }

    private static let tooLong =
        "a silence holds for at most \(NoiseLimits.silenceLengthMax.inWords); make it shorter and renew it"
}
