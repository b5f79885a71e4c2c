internal import Coordination
internal import HTTPTypes
internal import StrictJSON

/// A schedule as the file that calendars read, for who asks for `text/calendar`.
enum CalendarReply {
    private static let mediaType = "text/calendar"

    /// Whether the asker would rather have a calendar than JSON (RFC 9110, 12.5.1): it names the type, and does not weigh it
    /// below JSON.
    static func isWanted(_ headers: HTTPFields) -> Bool {
        guard let accept = headers[.accept] else { return false }
        var weights: [String: Double] = [:]
        for range in accept.split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            guard let type = parts.first else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            weights[type] = max(weights[type] ?? 0, weight ?? 1)
        }
        guard let weight = weights[mediaType] ?? weights["text/*"], weight > 0 else { return false }
        return weight >= weights["application/json"] ?? 0
    }

    /// The calendar that an answer carries.
    static func reply(_ answer: PeerAnswer) -> Reply {
        var reply = Reply(answer)
        guard let calendar = answer.body["calendar"]?.string else { return reply }
        reply.mediaType = "\(mediaType); charset=utf-8"
        reply.body = Array(calendar.utf8)
        return reply
    }
}
