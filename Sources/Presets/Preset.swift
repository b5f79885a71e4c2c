package import StrictJSON

/// How one product wants to be told.
package protocol Preset: Sendable {
    /// As the configuration names it, for example `slack`.
    static var name: String { get }
    /// What a channel of this kind takes beside its address, in the order in which documentation lists it.
    static var parameters: [PresetParameter] { get }

    /// Whether the receiver checks signatures by Standard Webhooks: then a channel needs a secret, and its requests have the headers.
    static var isSigned: Bool { get }

    /// - Throws: `PresetProblem` when a parameter cannot be used.
    init(_ values: PresetValues) throws(PresetProblem)

    /// What is wrong with a host as the address of such a channel, and what to do instead, going on from its name; nil:
    /// nothing that could be told from it.
    static func fault(ofHost host: String) -> String?

    /// What is wrong with the path of such a channel's address, and what to do instead, going on from "its path"; nil: nothing that
    /// could be told from it. It never repeats the path, which may open the door.
    static func fault(ofPath path: String) -> String?

    /// Whether a message must arrive before the next is sent, because the product takes an end only after its beginning.
    static var keepsOrder: Bool { get }

    /// Texts of its requests that open doors and stand in their bodies: they are withheld from what goes on record.
    var secrets: [String] { get }

    /// How fast the product takes messages on one channel.
    var pace: PresetPace { get }

    /// The request that tells a notice.
    ///
    /// - Parameter delivery: The `webhook-id`, the same on every attempt; products that know repeats by a key get it.
    func request(for notice: NoticeContent, delivery: String) -> PresetRequest

    /// What an answer means. Only complete answers are judged here.
    func judge(_ answer: PresetAnswer) -> PresetVerdict
}

extension Preset {
    package static var isSigned: Bool { false }
    package static var keepsOrder: Bool { false }
    package var secrets: [String] { [] }
    package static func fault(ofHost host: String) -> String? { nil }
    package static func fault(ofPath path: String) -> String? { nil }

    /// For products to whose address the rest is added here.
    static func fault(ofPath path: String, adding parts: [String]) -> String? {
        parts.contains(where: path.contains)
            ? "holds what is added by itself; write the address of the server alone" : nil
    }
}

/// Something that a channel of a preset needs to be told beside its address.
package struct PresetParameter: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A text of at most so many characters, on one line.
        case text(charactersMax: Int)
        /// A text that opens a door: it comes from a file, and stands in no log.
        case secret
        /// One of these words.
        case word([String])
    }

    /// The key in the configuration, for example `chat_id`.
    package let name: String
    package let kind: Kind
    package let isRequired: Bool
    /// What it is, for documentation and messages: goes on from "the".
    package let meaning: String

    package init(_ name: String, _ kind: Kind, isRequired: Bool = true, meaning: String) {
        self.name = name
        self.kind = kind
        self.isRequired = isRequired
        self.meaning = meaning
    }
}

/// The values of a channel's parameters, by name. Which are required, and of which kind they are, was checked before.
package struct PresetValues: Sendable {
    private let values: [String: String]

    package init(_ values: [String: String] = [:]) { self.values = values }

    package subscript(_ name: String) -> String? { values[name] }
}

/// A parameter that cannot be used, although it is of the right kind.
package struct PresetProblem: Error, Hashable {
    package let parameter: String
    /// Goes on from the parameter's name: "is not 32 characters long". Never holds a secret.
    package let fault: String
    /// What to do instead.
    package let hint: String

    package init(_ parameter: String, _ fault: String, hint: String) {
        self.parameter = parameter
        self.fault = fault
        self.hint = hint
    }
}

/// How many messages a product takes: so many at once, and then one every so often.
package struct PresetPace: Hashable, Sendable {
    /// Messages at once, 1 or more.
    package let burst: Int
    /// One more after so many milliseconds; zero: without limit.
    package let millisecondsPerMessage: Int

    package init(burst: Int, millisecondsPerMessage: Int) {
        precondition(burst > 0 && millisecondsPerMessage >= 0)
        self.burst = burst
        self.millisecondsPerMessage = millisecondsPerMessage
    }

    package static let unlimited = PresetPace(burst: 1, millisecondsPerMessage: 0)
}

/// One HTTP request, as far as a preset decides it. The address is the channel's.
package struct PresetRequest: Hashable, Sendable {
    package enum Method: String, Sendable {
        case post = "POST"
        case put = "PUT"
    }

    package var method = Method.post
    /// What follows the path of the channel's address, percent-encoded, beginning with a slash; empty: nothing does. A
    /// slash at the end of that path is dropped before. It may hold a secret, and stands in no log.
    package var pathSuffix = ""
    /// Members added to the address's query, in order; neither names nor values are encoded yet.
    package var query: [Field] = []
    /// Headers beside those that every request has. Values hold no line breaks; they may be secret, and stand in no
    /// log.
    package var headers: [Field] = []
    package var contentType = "application/json"
    /// JSON as UTF-8.
    package var body: [UInt8]

    package struct Field: Hashable, Sendable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(_ body: JSON) { self.body = body.bytes }

    /// A body that is sent exactly as it is.
    package init(exactly body: [UInt8]) { self.body = body }
}
