internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore
internal import StrictJSON

/// Reads request bodies, bounded, and turns them into JSON objects.
enum Body {
    /// The whole body.
    ///
    /// - Throws: `Problem` `too_large` as soon as the length is known to exceed the bound, without buffering more;
    ///   other errors when the connection failed, after which there is nobody to answer.
    static func bytes(of request: Request, max: Int) async throws -> [UInt8] {
        let declared = request.headers[.contentLength].flatMap { Int($0) }
        if let declared, declared > max { throw tooLarge(max) }
        var bytes: [UInt8] = []
        // What was announced is not yet here: memory follows the bytes.
        bytes.reserveCapacity(min(declared ?? 0, reservedBytesMax))
        for try await buffer in request.body {
            guard bytes.count + buffer.readableBytes <= max else { throw tooLarge(max) }
            bytes.append(contentsOf: buffer.readableBytesView)
        }
        // The HTTP decoder reports a body that was cut off; this is the second lock on the same door, because half
        // a form is a form.
        if let declared, bytes.count != declared { throw Problem.closing(.malformedRequest, "the body ended early") }
        return bytes
    }

    private static let reservedBytesMax = 16 * 1024

    private static func tooLarge(_ max: Int) -> Problem {
        .closing(.tooLarge, "the body is larger than \(max) bytes; send less")
    }

    /// The fields of a native body.
    static func object(_ bytes: [UInt8], headers: HTTPFields, max: Int) throws(Problem) -> (JSONObject, FieldSource) {
        switch try mediaType(headers, accepted: MediaType.allCases) {
        case .json:
            guard let object = try json(bytes, limits: JSONLimits(bytesMax: max)).object else {
                throw Problem(.malformedJSON, "the body must be one JSON object (at byte 0)")
            }
            return (object, .json)
        case .form: return (try form(bytes), .form)
        }
    }

    /// One JSON value.
    static func json(_ bytes: [UInt8], limits: JSONLimits) throws(Problem) -> JSON {
        do {
            return try JSON(parsing: bytes, limits: limits)
        } catch {
            throw Problem(.malformedJSON, "\(error)")
        }
    }

    /// The media type of the body, which must be one of the accepted.
    @discardableResult
    static func mediaType(_ headers: HTTPFields, accepted: [MediaType]) throws(Problem) -> MediaType {
        if let encoding = headers[.contentEncoding], encoding.lowercased() != "identity" {
            throw Problem(.unsupportedMediaType, "compressed bodies are not accepted; send the body as it is")
        }
        guard let type = MediaType(contentType: headers[.contentType]), accepted.contains(type) else {
            let names = accepted.map(\.rawValue).joined(separator: " or ")
            throw Problem(.unsupportedMediaType, "send the body with content-type \(names), in UTF-8")
        }
        return type
    }

    private static func form(_ bytes: [UInt8]) throws(Problem) -> JSONObject {
        do {
            return FormObject.object(of: try FormDecoder.decode(bytes))
        } catch {
            throw Problem(.malformedForm, "\(error)")
        }
    }

    /// The fields of a query, the part of a request target after `?`.
    ///
    /// - Parameter lists: Fields that may appear several times; their values are one, with commas between them.
    static func query(of target: String?, lists: Set<String> = []) throws(Problem) -> JSONObject {
        guard let target, let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return JSONObject() }
        do {
            let fields = try FormDecoder.decode(
                target.utf8[target.utf8.index(after: mark)...], repeatable: lists)
            return object(ofQuery: fields.map { ($0.name, $0.value) })
        } catch {
            throw Problem(.malformedForm, "the query is wrong: \(error)")
        }
    }

    /// The fields by name; of one that appears several times, the values with commas between them.
    static func object(ofQuery items: [(name: String, value: String)]) -> JSONObject {
        var object = JSONObject()
        for item in items {
            let before = object[item.name]?.string.map { $0 + "," } ?? ""
            object.set(item.name, .string(before + item.value))
        }
        return object
    }
}

extension Problem {
    /// A problem after which the connection's bytes cannot be trusted to be in step.
    static func closing(_ code: Code, _ detail: String) -> Problem {
        var problem = Problem(code, detail)
        problem.closesConnection = true
        return problem
    }
}
