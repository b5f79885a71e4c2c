internal import StrictJSON

/// One question to the daemon, as a value.
struct DaemonRequest: Hashable, Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// A name and a value of the query or of a header field.
    struct Item: Hashable, Sendable {
        let name: String
        let value: String

        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    let method: Method
    /// The components of the path, not encoded.
    let path: [String]
    var query: [Item] = []
    /// Values hold printable ASCII only.
    var headers: [Item] = []
    var body: JSON?

    init(_ method: Method, _ path: [String]) {
        self.method = method
        self.path = path
    }

    /// Adds a query item when there is a value.
    mutating func ask(_ name: String, _ value: String?) {
        if let value { query.append(Item(name, value)) }
    }

    /// Path and query, percent-encoded.
    var target: String {
        let path = path.map { "/" + PercentEncoding.encode($0) }.joined()
        guard !query.isEmpty else { return path }
        let items = query.map { PercentEncoding.encode($0.name) + "=" + PercentEncoding.encode($0.value) }
        return path + "?" + items.joined(separator: "&")
    }
}

/// Percent-encoding of a component: everything but the unreserved characters of RFC 3986 section 2.3, as UTF-8, upper case.
enum PercentEncoding {
    private static let digits = Array("0123456789ABCDEF".utf8)

    static func encode(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes.append(contentsOf: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }
}
