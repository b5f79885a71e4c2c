/// What is kept of a response: how much there was of it, and whether its header block is complete.
///
/// Bodies are dropped: they are the receiver's words and would be read back to whoever configured the channel. Only where a preset
/// judges the answer is their beginning kept until it has.
struct ResponseMeter {
    /// The status of the last complete header block that was not informational.
    private(set) var status: Int?
    /// The value of that block's Location header, cut to what an outcome can hold.
    private(set) var location: String?
    /// The beginning of the body.
    private(set) var bodyKept: [UInt8] = []
    private var statusInProgress: Int?
    private var headerBytes = 0
    private var bodyBytes = 0
    private let headerBytesMax: Int
    private let bodyBytesMax: Int
    private let bodyKeptMax: Int

    /// - Parameter bodyKeptMax: Bytes of the body that are kept.
    init(limits: DeliveryLimits, keeping bodyKeptMax: Int = 0) {
        headerBytesMax = limits.responseHeaderBytesMax
        bodyBytesMax = limits.responseBodyBytesMax
        self.bodyKeptMax = bodyKeptMax
    }

    /// Takes one header line, its end included; false when the limit is passed and the transfer must end. Lines after
    /// the block (trailers) count too, and change nothing.
    mutating func header(_ line: UnsafeRawBufferPointer) -> Bool {
        headerBytes += line.count
        guard headerBytes <= headerBytesMax else { return false }
        if unsafe line.starts(with: "HTTP/".utf8) {
            statusInProgress = unsafe Self.status(of: line)
            location = nil
        } else if unsafe line.allSatisfy({ $0 == 0x0D || $0 == 0x0A }) {
            // Only now does the status count: libcurl reports one also for a block that never ended.
            if let code = statusInProgress, code >= 200 { status = code }
            statusInProgress = nil
        } else if statusInProgress != nil, unsafe Self.isLocation(line) {
            location = unsafe String(decoding: line.dropFirst(9).prefix(512), as: UTF8.self)
        }
        return true
    }

    /// Counts bytes of the body; false when the limit is passed.
    mutating func body(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bodyBytes += bytes.count
        unsafe bodyKept.append(contentsOf: bytes.prefix(max(0, bodyKeptMax - bodyKept.count)))
        return bodyBytes <= bodyBytesMax
    }

    /// The three digits after the first space.
    private static func status(of line: UnsafeRawBufferPointer) -> Int? {
        guard let space = unsafe line.firstIndex(of: 0x20) else { return nil }
        let digits = unsafe line[(space + 1)...].prefix { (0x30...0x39).contains($0) }
        guard unsafe digits.count == 3 else { return nil }
        return unsafe digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func isLocation(_ line: UnsafeRawBufferPointer) -> Bool {
        unsafe line.count > 9 && zip(line, "location:".utf8).allSatisfy { $0 | 0x20 == $1 || $0 == $1 }
    }
}
