internal import Coordination
internal import StrictJSON

/// The one shape of every error: problem details (RFC 9457) with a stable code and all field errors at once.
struct Problem: Error, Hashable, Sendable {
    /// What went wrong. The raw value is the code on the wire, in logs and in documentation.
    enum Code: String, CaseIterable, Sendable {
        case invalidFields = "invalid_fields"
        case malformedJSON = "malformed_json"
        case malformedForm = "malformed_form"
        /// The bytes are no HTTP/1.1 request.
        case malformedRequest = "malformed_request"
        case notYours = "not_yours"
        case notPermitted = "not_permitted"
        case unidentifiedPeer = "unidentified_peer"
        case unauthorized
        case unknownIncident = "unknown_incident"
        case unknownAgreement = "unknown_agreement"
        case unknownObligation = "unknown_obligation"
        case unknownSilence = "unknown_silence"
        case unknownSchedule = "unknown_schedule"
        case unknownOverride = "unknown_override"
        case unknownHeartbeat = "unknown_heartbeat"
        case staleView = "stale_view"
        case notPossible = "not_possible"
        case unknownRoute = "unknown_route"
        case methodNotAllowed = "method_not_allowed"
        /// The request did not arrive completely in time.
        case requestTimeout = "request_timeout"
        case incidentClosed = "incident_closed"
        case tooLarge = "too_large"
        case unsupportedMediaType = "unsupported_media_type"
        case badConfiguration = "bad_configuration"
        case overloaded
        case unavailable
    }

    let code: Code
    /// What happened and what to do, in a sentence.
    let detail: String
    var fields: [Refusal.Field] = []
    /// The methods of the route, for `methodNotAllowed`.
    var allow: [String] = []
    /// The connection cannot be used after this.
    var closesConnection = false

    init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    /// All field errors of a request.
    static func invalidFields(_ fields: [Refusal.Field]) -> Problem {
        let names = fields.map(\.name).joined(separator: ", ")
        var problem = Problem(
            .invalidFields, "\(fields.count == 1 ? "one field is" : "\(fields.count) fields are") wrong: \(names)")
        problem.fields = fields
        return problem
    }

    init(_ refusal: Refusal) {
        self.init(Code(refusal.code), refusal.detail)
        fields = refusal.fields
    }
}

extension Problem.Code {
    init(_ code: Refusal.Code) {
        self =
            switch code {
            case .invalidFields: .invalidFields
            case .notYours: .notYours
            case .unknownIncident: .unknownIncident
            case .unknownAgreement: .unknownAgreement
            case .incidentClosed: .incidentClosed
            case .unknownObligation: .unknownObligation
            case .unknownSilence: .unknownSilence
            case .unknownHeartbeat: .unknownHeartbeat
            case .unknownSchedule: .unknownSchedule
            case .unknownOverride: .unknownOverride
            case .staleView: .staleView
            case .notPossible: .notPossible
            case .notPermitted: .notPermitted
            case .badConfiguration: .badConfiguration
            case .overloaded: .overloaded
            case .unavailable: .unavailable
            }
    }

    /// The HTTP status. One table for the whole API.
    var status: Int {
        switch self {
        case .invalidFields, .malformedJSON, .malformedForm, .malformedRequest: 400
        case .unauthorized: 401
        case .notYours, .notPermitted, .unidentifiedPeer: 403
        case .unknownIncident, .unknownAgreement, .unknownObligation, .unknownSilence, .unknownHeartbeat,
            .unknownSchedule,
            .unknownOverride, .unknownRoute:
            404
        case .methodNotAllowed: 405
        case .requestTimeout: 408
        case .incidentClosed, .staleView, .notPossible: 409
        case .tooLarge: 413
        case .unsupportedMediaType: 415
        case .badConfiguration: 422
        case .overloaded: 429
        case .unavailable: 503
        }
    }

    var title: String {
        switch self {
        case .invalidFields: "Fields are wrong"
        case .malformedJSON: "Not valid JSON"
        case .malformedForm: "Not a valid form"
        case .malformedRequest: "Not a valid request"
        case .notYours: "Not yours"
        case .notPermitted: "Not permitted"
        case .unidentifiedPeer: "Peer speaks for nobody"
        case .unauthorized: "Token needed"
        case .unknownIncident: "No such incident"
        case .unknownAgreement: "No such agreement"
        case .unknownObligation: "No such obligation"
        case .unknownSilence: "No such silence"
        case .unknownSchedule: "No such schedule"
        case .unknownOverride: "No such override"
        case .unknownHeartbeat: "No such heartbeat"
        case .staleView: "It changed since then"
        case .notPossible: "Not possible as it stands"
        case .unknownRoute: "No such route"
        case .methodNotAllowed: "Method not allowed"
        case .requestTimeout: "Request too slow"
        case .incidentClosed: "Incident is closed"
        case .tooLarge: "Too large"
        case .unsupportedMediaType: "Unsupported media type"
        case .badConfiguration: "Configuration has problems"
        case .overloaded: "Too much at once"
        case .unavailable: "Not available now"
        }
    }

    /// Whether the same request may succeed later.
    var isTemporary: Bool { self == .overloaded || self == .unavailable }
}

extension Problem {
    /// The body: `type`, `title`, `status`, `code`, `detail`, then `errors` or `problems` when there are any.
    var json: JSON {
        var object = JSONObject([
            JSONObject.Member("type", .string("urn:tocsin:problem:\(code.rawValue)")),
            JSONObject.Member("title", .string(code.title)),
            JSONObject.Member("status", .integer(Int64(code.status))),
            JSONObject.Member("code", .string(code.rawValue)),
            JSONObject.Member("detail", .string(detail)),
        ])
        if code == .badConfiguration {
            object.set("problems", .array(fields.map(Self.configurationProblem)))
        } else if !fields.isEmpty {
            object.set("errors", .array(fields.map { ["field": .string($0.name), "problem": .string($0.problem)] }))
        }
        return .object(object)
    }

    /// A problem of the configuration travels as a field: its name is `file:line:column` (line and column may be
    /// missing), its problem is what is wrong and, after a line break, what to do.
    private static func configurationProblem(_ field: Refusal.Field) -> JSON {
        var place = field.name.split(separator: ":", omittingEmptySubsequences: false)
        var numbers: [Int64] = []
        while numbers.count < 2, place.count > 1, let number = place.last.flatMap({ Int64($0) }) {
            numbers.insert(number, at: 0)
            place.removeLast()
        }
        let words = field.problem.split(separator: "\n", maxSplits: 1)
        return [
            "file": .string(place.joined(separator: ":")),
            "line": numbers.first.map { .integer($0) } ?? .null,
            "column": numbers.count > 1 ? .integer(numbers[1]) : .null,
            "what": .string(words.first.map(String.init) ?? ""),
            "hint": words.count > 1 ? .string(String(words[1])) : .null,
        ]
    }
}
