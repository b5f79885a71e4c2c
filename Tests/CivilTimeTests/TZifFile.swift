/// Builds compiled zone files, good ones and bad ones.
struct TZifFile {
    var version: UInt8 = 0x32
    var types: [(offset: Int32, isDaylight: UInt8, name: UInt8)] = [(3600, 0, 0)]
    var names = Array("ABC\u{0}DEF\u{0}".utf8)
    var transitions: [(at: Int64, type: UInt8)] = []
    var leapSeconds = 0
    var indicators: [Int]?
    var footer = "ABC-1"
    /// What the header says, where that differs from what there is.
    var counts: [Int]?

    var bytes: [UInt8] {
        if version == 0 { return header + block(timeSize: 4) }
        return header + block(timeSize: 4) + header + block(timeSize: 8) + Array("\n\(footer)\n".utf8)
    }

    private var header: [UInt8] {
        let flags = indicators ?? [0, 0]
        let counts = counts ?? flags + [leapSeconds, transitions.count, types.count, names.count]
        return Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
            + counts.flatMap { big(Int64($0), size: 4) }
    }

    private func block(timeSize: Int) -> [UInt8] {
        var bytes = transitions.flatMap { big($0.at, size: timeSize) }
        bytes += transitions.map(\.type)
        bytes += types.flatMap { big(Int64($0.offset), size: 4) + [$0.isDaylight, $0.name] }
        bytes += names
        bytes += [UInt8](repeating: 0, count: leapSeconds * (timeSize + 4) + (indicators ?? []).reduce(0, +))
        return bytes
    }

    private func big(_ value: Int64, size: Int) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> Int64($0 * 8)) }
    }
}
