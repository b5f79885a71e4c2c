internal import CivilTime
internal import Coordination
internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore
internal import StrictJSON

/// A response before it is bytes: every one has a length, is not to be stored, and says when it was made.
struct Reply: Sendable {
    var status: Int
    var mediaType: String?
    var body: [UInt8]
    var fields: [(HTTPField.Name, String)] = []

    init(status: Int, mediaType: String? = nil, body: [UInt8] = []) {
        self.status = status
        self.mediaType = mediaType
        self.body = body
    }

    /// A JSON answer.
    static func json(_ status: Int, _ body: JSON) -> Reply {
        Reply(status: status, mediaType: "application/json", body: body.bytes)
    }

    init(_ answer: PeerAnswer) {
        let status =
            switch answer.outcome {
            case .created: 201
            case .accepted: 202
            case .ok: 200
            }
        self = .json(status, .object(answer.body))
    }

    init(_ problem: Problem) {
        self.init(status: problem.code.status, mediaType: "application/problem+json", body: problem.json.bytes)
        if problem.code.isTemporary { fields.append((.retryAfter, "1")) }
        if problem.code == .unauthorized { fields.append((.wwwAuthenticate, "Bearer realm=\"tocsin\"")) }
        if !problem.allow.isEmpty { fields.append((.allow, problem.allow.joined(separator: ", "))) }
        if problem.closesConnection { fields.append((.connection, "close")) }
    }

    /// The response, made at an instant.
    func response(at now: Instant) -> Response {
        var headers = HTTPFields()
        headers[.contentLength] = String(body.count)
        if let mediaType { headers[.contentType] = mediaType }
        headers[.cacheControl] = "no-store"
        headers[.date] = now.httpDate
        for (name, value) in fields { headers[name] = value }
        return Response(
            status: HTTPResponse.Status(code: status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    /// The bytes of a whole HTTP/1.1 response that ends its connection, for a peer that no pipeline was made for.
    func closingBytes(at now: Instant) -> [UInt8] {
        var head = "HTTP/1.1 \(status) \(HTTPResponse.Status(code: status).reasonPhrase)\r\n"
        let response = response(at: now)
        for field in response.headers where field.name != .connection {
            head += "\(field.name.rawName): \(field.value)\r\n"
        }
        head += "connection: close\r\n\r\n"
        return Array(head.utf8) + body
    }
}

extension Instant {
    /// The date of HTTP header fields (RFC 9110, 5.6.7): `Tue, 10 Mar 2026 02:00:00 GMT`.
    var httpDate: String {
        let dayMilliseconds: Int64 = 86_400_000
        let day = milliseconds >= 0 ? milliseconds / dayMilliseconds : (milliseconds + 1) / dayMilliseconds - 1
        let seconds = (milliseconds - day * dayMilliseconds) / 1000
        let date = CivilDate(daysSinceEpoch: day)
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(((day % 7) + 7) % 7)]
        let month =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][Int(date.month) - 1]
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map(Self.twoDigits).joined(separator: ":")
        return "\(weekday), \(Self.twoDigits(date.day)) \(month) \(date.year) \(clock) GMT"
    }

    private static func twoDigits(_ value: Int64) -> String { value < 10 ? "0\(value)" : String(value) }
}
