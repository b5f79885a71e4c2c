import Foundation

/// Something a person does that goes on a ledger: what faults of the machine are tried on.
enum Deed: String, CaseIterable, Sendable {
    case silence, endSilence, override, endOverride
    case acknowledge, dispute, offer, accept, classify

    /// Makes what the deed needs, and says how it is asked for.
    ///
    /// - Parameter incident: an open one of the provider's own that tern knows of.
    func request(_ daemon: DaemonUnderTest, about incident: String) throws -> Request {
        switch self {
        case .silence: Self.newSilence
        case .endSilence: .post("/v1/silences/\(try Self.made(Self.newSilence, daemon, "silence"))/expire")
        case .override: Self.newOverride
        case .endOverride: .post("/v1/overrides/\(try Self.made(Self.newOverride, daemon, "override"))/end")
        case .acknowledge: Self.act("acknowledge", incident, ["note": "on it"])
        case .dispute: Self.act("dispute", incident, ["reason": "it is the customer's own disk"])
        case .offer: Self.act("offer", incident, ["reason": "the customer has the spare part"])
        case .accept:
            try Self.offered(daemon, incident)
        case .classify:
            Self.act("classify", incident, ["as": "major", "personal_data": "suspected", "reason": "mail was on it"])
        }
    }

    /// Who does it: the customer answers, everything else is the provider's.
    func endpoint(_ daemon: DaemonUnderTest) -> Endpoint { self == .accept ? daemon.tern : daemon.provider }

    /// Whether somebody is told of it.
    var isTold: Bool { [.dispute, .offer, .accept, .classify].contains(self) }

    private static let newSilence = Request.form(
        "/v1/silences", ["matchers": "asset=\"tern-vps1\"", "for": "PT1H", "comment": "disk is swapped"])

    /// For two days around now, so that no clock of this machine matters.
    private static var newOverride: Request {
        let (from, to) = (Date().addingTimeInterval(-86_400), Date().addingTimeInterval(86_400))
        return .form(
            "/v1/schedules/noc-week/overrides",
            [
                "from": from.formatted(.iso8601), "to": to.formatted(.iso8601), "add": "chai", "reason": "Songkran",
            ])
    }

    private static func made(_ request: Request, _ daemon: DaemonUnderTest, _ name: String) throws -> String {
        let answer = try daemon.provider.ask(request)
        guard answer.status == 201, let id = answer.json[name].string else {
            throw Trouble("the \(name) was answered with \(answer.status): \(answer.text)")
        }
        return id
    }

    private static func offered(_ daemon: DaemonUnderTest, _ incident: String) throws -> Request {
        let answer = try daemon.provider.ask(act("offer", incident, ["reason": "the customer has the spare part"]))
        guard answer.status == 200 else {
            throw Trouble("the offer was answered with \(answer.status): \(answer.text)")
        }
        return act("accept", incident, ["reason": "we have one"])
    }

    private static func act(_ word: String, _ incident: String, _ fields: KeyValuePairs<String, String>) -> Request {
        .form("/v1/incidents/\(incident)/\(word)", fields)
    }
}

/// All that a deed can change, as it is shown and as it is on record.
struct Standing: Equatable {
    let incident: JSONValue
    let silences: JSONValue
    let onCall: [String]
    let ledgers: [String: Int]

    init(_ daemon: DaemonUnderTest, incident id: String) throws {
        incident = try daemon.incident(id)
        silences = try daemon.provider.ask(.get("/v1/silences")).json["silences"]
        let schedules = try daemon.provider.ask(.get("/v1/oncall")).json["schedules"].items
        onCall =
            schedules.first { $0["schedule"].string == "noc-week" }?["on_call"].items
            .compactMap { $0["person"].string } ?? []
        ledgers = try daemon.verifiedSizes()
    }
}

extension DaemonUnderTest {
    /// A matter of the provider's own that its desk and the customer's were told of, with nothing under way any more.
    func settledIncident() throws -> String {
        let incident = try opened("Disk errors", category: "hardware", layer: "virtualization")
        try settle(incident, notices: 2)
        return incident
    }

    /// Waits until so many notices were delivered and that is on record.
    func settle(_ id: String, notices count: Int) throws {
        try eventually("\(count) notices of \(id) are delivered") {
            let states = try incident(id)["incident"]["notices"].items.map { $0["state"].string }
            return states.count >= count && states.allSatisfy { $0 == "delivered" }
        }
    }
}
