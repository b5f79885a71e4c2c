/// The identity of an alert as Prometheus and Alertmanager compute it: 64-bit FNV-1a over the sorted labels, each
/// name and value followed by the byte 255. The same alert has the same key whether Alertmanager's webhook or
/// Prometheus itself sends it.
enum AlertFingerprint {
    private static let offsetBasis: UInt64 = 14_695_981_039_346_656_037
    private static let prime: UInt64 = 1_099_511_628_211

    /// 16 hexadecimal digits. Labels are sorted by the bytes of their names.
    static func of(_ labels: [(name: String, value: String)]) -> String {
        var hash = offsetBasis
        for label in labels.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
            add(label.name, to: &hash)
            add(label.value, to: &hash)
        }
        return hexadecimal(hash)
    }

    /// The same over one text.
    static func of(_ text: String) -> String {
        var hash = offsetBasis
        add(text, to: &hash)
        return hexadecimal(hash)
    }

    private static func add(_ text: String, to hash: inout UInt64) {
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* prime }
        hash = (hash ^ 255) &* prime
    }

    private static func hexadecimal(_ hash: UInt64) -> String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
