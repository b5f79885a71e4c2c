import Foundation
import Glibc
import Testing

/// What was accepted is on disk: the daemon is killed at the worst moments, and nothing it acknowledged is lost.
@Suite(.ownThread) struct CrashTests {
    @Test(arguments: [FirstReceiver.hangs, .drops, .refuses])
    func noticeArrivesAfterAKillBetweenAcceptanceAndDelivery(_ first: FirstReceiver) throws {
        let world: World
        switch first {
        case .hangs: world = try World(receiver: WebhookReceiver { _, _ in .hang })
        case .drops: world = try World(receiver: WebhookReceiver { _, _ in .drop })
        case .refuses: world = try World(port: SocketName.freePort())
        }
        let daemon = DaemonUnderTest(world)
        try daemon.start()
        let incident = try daemon.opened("Web shell")
        let early = first == .refuses ? [] : try world.receiver.waitFor(1, "the attempt before the kill")
        try daemon.killAtOnce()

        let good: WebhookReceiver
        if first == .refuses {
            good = try WebhookReceiver(port: try target(of: world))
        } else {
            world.receiver.answer { _, _ in .status(204) }
            good = world.receiver
        }
        let before = good.webhooks.count
        try daemon.start()
        let all = try good.waitFor(before + 1, "the notice after the restart")
        let notice = try #require(all.last)
        #expect(notice.incident == incident)
        #expect(notice.channel == "tern")
        for attempt in early {
            #expect(attempt.id == notice.id, "one notice has one id, whatever happened between")
            #expect(attempt.body == notice.body)
        }
        #expect(!notice.id.isEmpty)
        try eventually("the notice counts as delivered") {
            try daemon.incident(incident)["incident"]["notices"][0]["state"].string == "delivered"
        }
        #expect(try daemon.verifiedSizes()["agr-tern"] ?? 0 > 0)

        // Once delivered, another start does not send it again: the next webhook is the next incident's.
        try daemon.killAtOnce()
        let delivered = good.webhooks.count
        try daemon.start()
        let next = try daemon.opened("Another web shell")
        #expect(try good.waitFor(delivered + 1, "the next notice").last?.incident == next)
    }

    enum FirstReceiver: Sendable {
        /// Takes the request and never answers: whether it got it is unknown.
        case hangs
        /// Closes the connection without an answer.
        case drops
        /// Nobody listens.
        case refuses
    }

    private func target(of world: World) throws -> Int {
        let text = try world.text("agreements/tern.yaml")
        let port = text.components(separatedBy: "url: http://127.0.0.1:").last?.prefix { $0.isNumber }
        return try #require(port.flatMap { Int($0) })
    }

    static let rounds = 30
    static let clients = 8

    /// Rounds of load that end with a kill at a random moment. After each, all that was acknowledged in it is there,
    /// what was in
    /// flight is sent again under its key, and one report never becomes two incidents.
    @Test func nothingAcknowledgedIsLostUnderLoad() throws {
        let daemon = try DaemonUnderTest.started()
        var random = SystemRandomNumberGenerator()
        var told: Set<String> = []
        for round in 0..<Self.rounds {
            let load = Load(endpoint: daemon.provider, round: round)
            load.begin(clients: Self.clients)
            try load.waitForFirst()
            Thread.sleep(forTimeInterval: Double.random(in: 0.001...0.12, using: &random))
            try daemon.killAtOnce()
            let outcome = try load.end()
            #expect(!outcome.accepted.isEmpty)
            try daemon.start()

            let connection = try Connection(daemon.provider)
            for (key, accepted) in outcome.accepted {
                let shown = try connection.ask(.get("/v1/incidents/\(accepted.incident)"))
                try #require(shown.status == 200, "round \(round): \(accepted.incident) was acknowledged and is lost")
                #expect(shown.json["incident"]["summary"].string == key)
                if accepted.isTold { told.insert(accepted.incident) }
            }
            for request in outcome.unanswered {
                let again = try connection.ask(request.request)
                #expect(again.status == 201 || again.status == 200, "\(again.text)")
                let incident = try #require(again.json["incident"].string)
                let shown = try connection.ask(.get("/v1/incidents/\(incident)"))
                #expect(shown.json["incident"]["summary"].string == request.key)
                #expect(shown.json["incident"]["reports"].number == 1)
            }
        }
        let notices = try daemon.receiver.waitForAll(told)
        for (incident, ids) in notices where told.contains(incident) {
            #expect(ids.count == 1, "the notice of \(incident) came under \(ids.count) ids")
        }
        daemon.kill(SIGTERM)
        #expect(try daemon.waitForEnd() == .exit(0))
        #expect(try daemon.verifiedSizes()["agr-tern"] ?? 0 > Self.rounds)
    }

    /// Clients that report as fast as they are answered, each report with a key of its own.
    private final class Load: Sendable {
        struct Accepted: Sendable {
            let incident: String
            let isTold: Bool
        }

        struct Sent: Sendable {
            let key: String
            let request: Request
        }

        struct Outcome: Sendable {
            var accepted: [String: Accepted] = [:]
            var unanswered: [Sent] = []
            var refused: [String] = []
            var ended = 0
        }

        private let endpoint: Endpoint
        private let round: Int
        private let outcome = Guarded(Outcome())

        init(endpoint: Endpoint, round: Int) {
            self.endpoint = endpoint
            self.round = round
        }

        func begin(clients: Int) {
            for client in 0..<clients {
                let (endpoint, round, outcome) = (endpoint, round, outcome)
                Thread.detachNewThread {
                    Self.run(client, round, endpoint, outcome)
                    outcome.update { $0.ended += 1 }
                }
            }
        }

        private static func run(_ client: Int, _ round: Int, _ endpoint: Endpoint, _ outcome: Guarded<Outcome>) {
            guard let connection = try? Connection(endpoint) else { return }
            for number in 0... {
                let key = "round-\(round)-client-\(client)-number-\(number)"
                // One client in eight reports what somebody is told of.
                let fields: KeyValuePairs = [
                    "asset": "tern-vps1", "layer": "application", "summary": key, "dedup_key": key,
                    "severity": client == 0 ? "high" : "info",
                ]
                let request = Request.form("/v1/reports", fields).with("idempotency-key", key)
                guard let answer = try? connection.ask(request) else {
                    outcome.update { $0.unanswered.append(Sent(key: key, request: request)) }
                    return
                }
                outcome.update { outcome in
                    if [200, 201].contains(answer.status), let incident = answer.json["incident"].string {
                        let isTold = !answer.json["notify"].items.isEmpty
                        outcome.accepted[key] = Accepted(incident: incident, isTold: isTold)
                    } else {
                        outcome.refused.append(answer.text)
                    }
                }
            }
        }

        func waitForFirst() throws {
            guard outcome.wait(seconds: 10, for: { $0.accepted.isEmpty ? nil : true }) != nil else {
                throw Trouble("no report was accepted: \(outcome.update { $0.refused.first ?? "" })")
            }
        }

        func end() throws -> Outcome {
            guard outcome.wait(seconds: 30, for: { $0.ended == CrashTests.clients ? true : nil }) != nil else {
                throw Trouble("a client did not end")
            }
            let end = outcome.update { $0 }
            #expect(end.refused.isEmpty, "\(end.refused.first ?? "")")
            return end
        }
    }
}

extension WebhookReceiver {
    /// Waits until each of the incidents was told of; the ids of the opening notices by incident.
    fileprivate func waitForAll(_ incidents: Set<String>) throws -> [String: Set<String>] {
        try eventually("all notices", within: 20) {
            var ids: [String: Set<String>] = [:]
            for webhook in webhooks where webhook.kind == "opened" {
                ids[webhook.incident, default: []].insert(webhook.id)
            }
            return incidents.allSatisfy { ids[$0] != nil } ? ids : nil
        }
    }
}
