/// A piece of a configuration file, with its place.
enum YAMLNode {
    case scalar(YAMLScalar)
    case mapping(YAMLMapping)
    case sequence(YAMLSequence)

    var place: ConfigurationPlace {
        switch self {
        case .scalar(let scalar): scalar.place
        case .mapping(let mapping): mapping.place
        case .sequence(let sequence): sequence.place
        }
    }

    /// What it is, in words, with an article.
    var kind: String {
        switch self {
        case .scalar(let scalar): scalar.isAbsent ? "nothing" : "a single value"
        case .mapping: "a mapping"
        case .sequence: "a list"
        }
    }
}

/// Text, whatever it looks like: what it means is the typed readers' business.
struct YAMLScalar {
    enum Style {
        /// Without quotation marks.
        case plain
        case quoted
        /// `|` or `>`.
        case block
    }

    let text: String
    let style: Style
    let place: ConfigurationPlace

    /// A key without a value: `name:` and nothing after it.
    var isAbsent: Bool { style == .plain && text.isEmpty }
}

/// Keys and values in the order of the file. Keys are unique.
struct YAMLMapping {
    struct Entry {
        let key: YAMLScalar
        let value: YAMLNode
    }

    let entries: [Entry]
    let place: ConfigurationPlace
}

struct YAMLSequence {
    let items: [YAMLNode]
    let place: ConfigurationPlace
}
