/// What of an incident a matcher can ask for.
package enum MatchField: Hashable, Comparable, Sendable, CustomStringConvertible {
    case asset, service, category, layer, duty, severity, customer, agreement, reporter, owner, summary
    /// A label of a report: `label.team`. The name is not empty.
    case label(String)

    /// All but the labels, in the order in which they are explained.
    package static let named: [MatchField] = [
        .asset, .service, .category, .layer, .duty, .severity, .customer, .agreement, .reporter, .owner, .summary,
    ]

    /// Reads `asset` or `label.team`; nil for any other word.
    package init?(text: String) {
        if text.hasPrefix("label.") {
            let name = String(text.dropFirst("label.".count))
            guard !name.isEmpty, name.utf8.count <= NoiseLimits.labelNameBytesMax else { return nil }
            self = .label(name)
        } else {
            guard let field = Self.named.first(where: { $0.text == text }) else { return nil }
            self = field
        }
    }

    /// Reads as the same field.
    package var text: String {
        switch self {
        case .asset: "asset"
        case .service: "service"
        case .category: "category"
        case .layer: "layer"
        case .duty: "duty"
        case .severity: "severity"
        case .customer: "customer"
        case .agreement: "agreement"
        case .reporter: "reporter"
        case .owner: "owner"
        case .summary: "summary"
        case .label(let name): "label.\(name)"
        }
    }

    package var description: String { text }

    package static func < (left: MatchField, right: MatchField) -> Bool { left.text < right.text }
}
