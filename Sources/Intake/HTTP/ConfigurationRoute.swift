internal import Coordination
internal import OnCall
internal import Responsibility
internal import StrictJSON

/// The questions that the configuration alone answers: of a daemon over its socket, and of files without one.
enum ConfigurationRoute: String, CaseIterable, Sendable {
    case explain = "/v1/explain"
    case agreements = "/v1/agreements"
    case agreement = "/v1/agreements/{id}"
    case matrix = "/v1/agreements/{id}/matrix"
    case contacts = "/v1/contacts"
    case onCall = "/v1/oncall"
    case schedule = "/v1/schedules/{id}"
    case calendar = "/v1/schedules/{id}/calendar"

    /// Fields of the query that may appear several times.
    var lists: Set<String> { self == .schedule ? ["zone"] : [] }

    /// What is asked.
    ///
    /// - Parameter id: What stands in the path for `{id}`; empty where the path has none.
    func request(id: String, query: JSONObject, check: FieldCheck) throws(Problem) -> PeerRequest {
        switch self {
        case .explain: return .explain(try ReportReader.explanation(query, check: check))
        case .agreements: return .agreements(at: try ReportReader.instant(query, check: check))
        case .agreement:
            try ReportReader.nothing(query, check: check)
            return .agreement(try agreementID(id))
        case .matrix:
            let instant = try ReportReader.instant(query, check: check)
            return .matrix(try agreementID(id), at: instant)
        case .contacts:
            try ReportReader.nothing(query, check: check)
            return .contacts
        case .onCall: return .onCall(at: try ReportReader.instant(query, check: check))
        case .schedule:
            let schedule = try ScheduleReader.scheduleID(id)
            return .previewSchedule(try ScheduleReader.preview(query, of: schedule, check: check))
        case .calendar:
            let schedule = try ScheduleReader.scheduleID(id)
            return .exportSchedule(try ScheduleReader.stretch(query, of: schedule, check: check))
        }
    }

    /// What cannot be an agreement's id is no agreement, like any other id that is not the asker's.
    private func agreementID(_ id: String) throws(Problem) -> AgreementID {
        guard (1...64).contains(id.utf8.count), FieldCheck.isName(id) else {
            throw Problem(
                .unknownAgreement, "there is no such agreement among yours; list them with GET /v1/agreements")
        }
        return AgreementID(id)
    }
}

extension ConfigurationRoute {
    /// The route of a path, by its components, with what stands for `{id}`.
    init?(path: [String], id: inout String) {
        for route in Self.allCases {
            let pattern = route.rawValue.split(separator: "/").map(String.init)
            guard pattern.count == path.count, zip(pattern, path).allSatisfy({ $0 == "{id}" || $0 == $1 }) else {
                continue
            }
            id = zip(pattern, path).first { $0.0 == "{id}" }?.1 ?? ""
            self = route
            return
        }
        return nil
    }
}
