/// What the clocks of a zone show during some stretch of time.
package struct LocalTimeType: Hashable, Sendable {
    /// Seconds east of UTC.
    package let offsetSeconds: Int64
    package let isDaylightSaving: Bool
    /// `CEST`, or `+07` where nobody has a name for it.
    package let abbreviation: String

    package init(offsetSeconds: Int64, isDaylightSaving: Bool, abbreviation: String) {
        self.offsetSeconds = offsetSeconds
        self.isDaylightSaving = isDaylightSaving
        self.abbreviation = abbreviation
    }
}

/// The content of a compiled time zone file.
struct TZifContent: Hashable, Sendable {
    struct Transition: Hashable, Sendable {
        /// POSIX seconds.
        let at: Int64
        let type: LocalTimeType
    }

    /// Before the first transition: the first type of the file (RFC 8536 section 3.2, time type 0).
    let initial: LocalTimeType
    /// In rising order.
    let transitions: [Transition]
    /// From the last transition on; nil when the file does not say.
    let rule: PosixRule?
}

/// Reads TZif (RFC 8536; version 4 by RFC 9636) from bytes that nobody vouches for: every count is checked against what
/// is there before anything is read or reserved by it.
struct TZifReader {
    /// The largest real file has 4 KiB.
    static let bytesMax = 1 << 20
    /// RFC 8536 section 3.2: an offset should lie between -25 h and +26 h. The resolver relies on it.
    static let offsetsInSeconds: ClosedRange<Int64> = -89_999...93_599

    private let bytes: [UInt8]
    private var position = 0

    /// The six counts of a header, in the order of RFC 8536 section 3.1.
    private struct Header {
        let version: UInt8
        let utIndicators: Int
        let standardIndicators: Int
        let leapSeconds: Int
        let transitions: Int
        let types: Int
        let characters: Int

        /// The length of the data block that follows, with times of that many bytes.
        func blockLength(timeSize: Int) -> Int {
            transitions * timeSize + transitions + types * 6 + characters + leapSeconds * (timeSize + 4)
                + standardIndicators + utIndicators
        }
    }

    static func read(_ bytes: [UInt8]) throws(TZifError) -> TZifContent {
        guard bytes.count <= bytesMax else { throw .tooLarge(bytes: bytes.count) }
        var reader = TZifReader(bytes: bytes)
        return try reader.content()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// A file of version 1 is one block of 4-byte times. A later one has a second header, a block of 8-byte times and a
    /// footer, and its first block is for old readers only: it is stepped over.
    private mutating func content() throws(TZifError) -> TZifContent {
        let first = try header()
        guard first.version != 0 else { return try block(first, timeSize: 4, hasFooter: false) }
        position += first.blockLength(timeSize: 4)
        guard position <= bytes.count else { throw .truncated }
        return try block(try header(), timeSize: 8, hasFooter: true)
    }

    private mutating func header() throws(TZifError) -> Header {
        guard bytes.count - position >= 44 else { throw position == 0 && !isMarked ? .notTZif : .truncated }
        guard isMarked else { throw .notTZif }
        let version = bytes[position + 4]
        guard version == 0 || (UInt8(ascii: "2")...UInt8(ascii: "4")).contains(version) else {
            throw .unknownVersion(version)
        }
        position += 20
        var counts: [Int] = []
        for _ in 0..<6 {
            let count = Int(integer(size: 4) & 0xFFFF_FFFF)
            guard count <= Self.bytesMax else { throw .truncated }
            counts.append(count)
        }
        return Header(
            version: version, utIndicators: counts[0], standardIndicators: counts[1], leapSeconds: counts[2],
            transitions: counts[3], types: counts[4], characters: counts[5])
    }

    private var isMarked: Bool { bytes[position...].starts(with: "TZif".utf8) }

    private mutating func block(_ header: Header, timeSize: Int, hasFooter: Bool) throws(TZifError) -> TZifContent {
        guard (1...256).contains(header.types), header.characters >= 1,
            [0, header.types].contains(header.utIndicators), [0, header.types].contains(header.standardIndicators)
        else { throw .badCounts }
        guard header.leapSeconds == 0 else { throw .leapSeconds }
        guard header.blockLength(timeSize: timeSize) <= bytes.count - position else { throw .truncated }

        let times = (0..<header.transitions).map { _ in integer(size: timeSize) }
        guard zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else { throw .unsortedTransitions }
        let indices = take(header.transitions)
        guard indices.allSatisfy({ Int($0) < header.types }) else { throw .badTransitionType }
        let records = take(header.types * 6)
        let names = take(header.characters)
        var types: [LocalTimeType] = []
        for index in 0..<header.types {
            types.append(try Self.type(records[(records.startIndex + index * 6)...].prefix(6), names: names))
        }
        // The indicators say how times of a rule were written, which matters to those who make up rules without a
        // footer.
        position += header.standardIndicators + header.utIndicators
        return TZifContent(
            initial: types[0],
            transitions: zip(times, indices).map { TZifContent.Transition(at: $0, type: types[Int($1)]) },
            rule: hasFooter ? try footer() : nil)
    }

    /// Four bytes of offset, one of daylight saving, one where the abbreviation begins (RFC 8536 section 3.2).
    private static func type(_ record: ArraySlice<UInt8>, names: ArraySlice<UInt8>) throws(TZifError) -> LocalTimeType {
        let record = Array(record)
        let offset = Int64(Int32(truncatingIfNeeded: record[0..<4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }))
        let rest = names.dropFirst(Int(record[5]))
        guard offsetsInSeconds.contains(offset), record[4] <= 1, let end = rest.firstIndex(of: 0) else {
            throw .badLocalTimeType
        }
        let name = rest[..<end]
        guard !name.isEmpty, name.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .badLocalTimeType }
        return LocalTimeType(
            offsetSeconds: offset, isDaylightSaving: record[4] == 1, abbreviation: String(decoding: name, as: UTF8.self)
        )
    }

    /// A TZ string between two line feeds; empty when nothing is known of the time after the last transition.
    private mutating func footer() throws(TZifError) -> PosixRule? {
        let rest = bytes[position...]
        guard rest.first == 0x0A, let end = rest.dropFirst().firstIndex(of: 0x0A) else { throw .truncated }
        let text = Array(rest[(position + 1)..<end])
        if text.isEmpty { return nil }
        guard let rule = PosixRule(bytes: text) else { throw .badFooter(Self.printable(text)) }
        return rule
    }

    private static func printable(_ text: [UInt8]) -> String {
        let shown = text.prefix(60).map { (0x20...0x7E).contains($0) && $0 != 0x22 ? $0 : UInt8(ascii: "?") }
        return String(decoding: shown, as: UTF8.self)
    }

    /// A big-endian two's-complement integer. The caller has checked that the bytes are there.
    private mutating func integer(size: Int) -> Int64 {
        let field = take(size)
        let isNegative = size > 0 && field[field.startIndex] & 0x80 != 0
        return field.reduce(isNegative ? -1 : 0) { $0 << 8 | Int64($1) }
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8> {
        defer { position += count }
        return bytes[position..<(position + count)]
    }
}
