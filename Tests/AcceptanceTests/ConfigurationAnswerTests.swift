import Foundation
import Testing

/// What the configuration alone answers: a daemon over its socket and the files on disk say the same, byte for byte, and
/// a customer is told nothing of anybody else.
@Suite(.ownThread) struct ConfigurationAnswerTests {
    /// One question, as the socket and as the command line ask it.
    struct Question: Sendable {
        let path: String
        let arguments: [String]

        init(_ path: String, _ arguments: String...) {
            self.path = path
            self.arguments = arguments
        }

        /// Whose it would be.
        static func explain(_ options: KeyValuePairs<String, String>) -> Question {
            let all = options.map { ($0.key, $0.value) } + [("at", instant)]
            return Question(
                path: "/v1/explain?" + all.map { "\($0.0)=\($0.1)" }.joined(separator: "&"),
                arguments: ["explain"] + all.flatMap { ["--" + $0.0.replacingOccurrences(of: "_", with: "-"), $0.1] })
        }

        static func agreement(_ id: String) -> Question {
            Question("/v1/agreements/\(id)", "agreement", "show", id)
        }

        static func matrix(_ id: String, at instant: String = instant) -> Question {
            Question("/v1/agreements/\(id)/matrix?at=\(instant)", "matrix", id, "--at", instant)
        }

        static func agreements(at instant: String = instant) -> Question {
            Question("/v1/agreements?at=\(instant)", "agreements", "--at", instant)
        }

        /// Two days in which clocks change in Berlin.
        static func schedule(_ id: String, zones: [String] = []) -> Question {
            let (from, to) = ("2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z")
            return Question(
                path: "/v1/schedules/\(id)?from=\(from)&to=\(to)" + zones.map { "&zone=\($0)" }.joined(),
                arguments: ["schedule", "preview", id, "--from", from, "--to", to] + zones.flatMap { ["--zone", $0] })
        }

        private init(path: String, arguments: [String]) {
            self.path = path
            self.arguments = arguments
        }
    }

    /// Who asks, and over which socket.
    enum Asker: String, Sendable, CaseIterable {
        case prov, tern

        func endpoint(of daemon: DaemonUnderTest) -> Endpoint { self == .prov ? daemon.provider : daemon.tern }
        var socket: String { self == .prov ? "var/tocsin.sock" : "var/tern.sock" }
    }

    static let instant = "2026-03-10T02:00:00Z"
    /// When tern's next revision is in force.
    static let later = "2026-05-01T00:00:00Z"
    static let agreements = ["banyan", "mango", "norr", "oldco", "orchid", "palma", "siam", "tern", "wing"]
        .map { "agr-\($0)" }

    /// Everything there is to ask. What is not the asker's own is refused, and that in the same words as well.
    static let questions: [Question] =
        [
            .explain(["asset": "tern-vps1", "layer": "os"]),
            .explain(["asset": "198.51.100.21", "category": "data-breach", "severity": "high"]),
            .explain(["asset": "tern-vps1", "category": "isolation", "severity": "critical"]),
            .explain(["asset": "tern-vps1", "category": "tls"]),
            .explain(["asset": "tern-vps1", "category": "malware", "cause": "isolation", "severity": "high"]),
            .explain(["asset": "tern-vps1", "category": "anomaly"]),
            .explain(["asset": "tern-vps1", "category": "availability", "severity": "critical"]),
            .explain(["asset": "tern-vps1", "category": "availability", "status": "resolved"]),
            .explain(["asset": "tern-vps1", "category": "data-breach", "personal_data": "confirmed"]),
            .explain(["asset": "tern-office", "category": "hardware"]),
            .explain(["service": "svc-tern", "duty": "staff.training"]),
            .explain(["asset": "tern-vps1", "duty": "os.patching"]),
            .explain(["asset": "tern-vps1", "duty": "os.patch", "layer": "application"]),
            .explain(["asset": "unknown", "category": "anomaly"]),
            .explain(["asset": "no-such-thing", "layer": "os"]),
            .explain(["asset": "banyan-vps1", "layer": "os"]),
            .explain(["asset": "mango.example", "category": "phishing", "severity": "high"]),
            .explain(["asset": "hv-07", "category": "hardware", "severity": "critical"]),
            .explain(["asset": "web-12", "category": "isolation", "severity": "critical"]),
            .explain(["asset": "192.0.2.12", "category": "spam"]), .agreements(), .agreements(at: later),
            .agreements(at: "2020-01-01T00:00:00Z"), .agreement("agr-nobody"), .matrix("agr-nobody"),
            .matrix("agr-tern", at: later), Question("/v1/contacts", "contacts"),
            Question("/v1/oncall?at=\(instant)", "oncall", "--at", instant), .schedule("noc-week"),
            .schedule("tern-ops"), .schedule("no-such-schedule"),
            .schedule("noc-week", zones: ["Europe/Berlin", "Asia/Bangkok"]), .schedule("noc-week", zones: ["CET"]),
        ] + agreements.map { .agreement($0) } + agreements.map { .matrix($0) }

    /// JSON without the spaces and line ends between its parts.
    static func compact(_ text: String) -> String {
        var compact: [UInt8] = []
        var isInText = false
        var isEscaped = false
        for byte in text.utf8 {
            if !isInText, [0x20, 0x0A, 0x0D, 0x09].contains(byte) { continue }
            if byte == 0x22, !isEscaped { isInText.toggle() }
            isEscaped = isInText && byte == 0x5C && !isEscaped
            compact.append(byte)
        }
        return String(decoding: compact, as: UTF8.self)
    }

    @Test(arguments: Asker.allCases) func filesSayWhatTheDaemonSays(_ asker: Asker) throws {
        let daemon = try DaemonUnderTest.started()
        var answered = 0
        for question in Self.questions {
            let answer = try asker.endpoint(of: daemon).ask(.get(question.path))
            let offline = try Finished.run(
                Installation.commandLine,
                question.arguments + ["--config", "Config", "--as", asker.rawValue, "--json"], in: daemon.world.folder)
            #expect(Self.compact(offline.output) == answer.text, "\(question.path)")
            #expect((offline.exit == .exit(0)) == (answer.status == 200), "\(question.path): \(answer.status)")
            if answer.status == 200 { answered += 1 }
            // Asked the same way, the command line says the same of both: a refusal, and the pages of one agreement.
            guard answer.status != 200 || question.path.contains("agr-tern") else { continue }
            let online = try daemon.tocsin(question.arguments + ["--json"], socket: asker.socket)
            #expect(offline.output == online.output, "\(question.arguments)")
            // What follows the refusal says how to ask for the list, and that differs as the options do.
            #expect(offline.errors.firstLine == online.errors.firstLine, "\(question.arguments)")
            #expect(offline.exit == online.exit, "\(question.arguments)")
        }
        #expect(answered >= (asker == .prov ? 40 : 15), "\(answered) of \(Self.questions.count) were answered")
    }

    /// What a customer must not read: what other agreements name, and the provider's channels and equipment.
    static func foreignWords(_ world: World) throws -> Set<String> {
        let others = agreements.filter { $0 != "agr-tern" }.map { "agreements/\($0.dropFirst(4)).yaml" }
        var words: Set<String> = []
        for file in others {
            let text = try world.text(file)
            for match in text.matches(of: #/\b(?:id|agreement|name): ([^,}\n]+)/#) { words.insert(String(match.1)) }
            for match in text.matches(of: #/\b(?:domains|addresses|hostnames|external_ids): \[([^\]]+)\]/#) {
                words.formUnion(match.1.split(separator: ", ").map(String.init))
            }
        }
        let house = try world.text("tocsin.yaml")
        for match in house.matches(of: #/- (?:\{)?id: ([a-z0-9-]+)/#) { words.insert(String(match.1)) }
        return words
    }

    @Test func customerSeesNothingOfOthers() throws {
        let daemon = try DaemonUnderTest.started()
        let words = try Self.foreignWords(daemon.world)
        for word in [
            "agr-banyan", "banyan", "Banyan Clinic", "siam-app", "198.51.100.34", "prov-sec", "web-12", "hv-08",
        ] {
            #expect(words.contains(word), "\(word) is not looked for")
        }
        let whole = try Self.questions.map { try daemon.provider.ask(.get($0.path)).text }.joined()
        for word in ["agr-banyan", "banyan", "siam-app", "hv-07"] {
            #expect(whole.contains(word), "not even the provider is told of \(word)")
        }
        // Its own contract names the host that carries it, and where the provider agreed to be told. Nothing else does.
        let own = Set(try daemon.world.text("agreements/tern.yaml").matches(of: #/[a-z0-9-]+/#).map { String($0.0) })
        #expect(words.intersection(own) == ["hv-07", "prov-sec"])
        for question in Self.questions {
            let answer = try daemon.tern.ask(.get(question.path))
            let allowed = question.path == "/v1/agreements/agr-tern" ? own : []
            for word in words.subtracting(allowed) where !question.path.contains(word) {
                #expect(!answer.text.contains(word), "\(question.path) says \(word): \(answer.text)")
            }
        }
    }

    /// Whether something is another's or is not there at all, the answer is the same, but for the name that was asked for.
    @Test(arguments: [
        ("/v1/explain?layer=os&at=2026-03-10T02:00:00Z&asset=", "banyan-vps1", "no-such-thing"),
        ("/v1/explain?layer=os&at=2026-03-10T02:00:00Z&asset=", "hv-07", "no-such-thing"),
        ("/v1/explain?layer=os&at=2026-03-10T02:00:00Z&service=", "svc-banyan", "svc-nobody"),
        ("/v1/agreements/", "agr-banyan", "agr-nobody"), ("/v1/agreements/", "agr-banyan/matrix", "agr-nobody/matrix"),
        ("/v1/agreements/", "house", "agr-nobody"),
    ]) func foreignIsAnsweredAsUnknown(_ path: String, _ foreign: String, _ unknown: String) throws {
        let daemon = try DaemonUnderTest.started()
        let answers = try [foreign, unknown].map { try daemon.tern.ask(.get(path + $0)) }
        let texts = zip(answers, [foreign, unknown]).map { answer, name in
            answer.text.replacingOccurrences(of: name.split(separator: "/")[0], with: "…")
        }
        #expect(answers.map(\.status) == Array(repeating: path.contains("explain") ? 403 : 404, count: 2))
        #expect(texts[0] == texts[1])
    }
}

extension String {
    fileprivate var firstLine: Substring { prefix { $0 != "\n" } }
}
