/// How bad it is. What a notice says beyond the closed list of severities counts as the least.
enum NoticeLevel: String, CaseIterable, Comparable, Sendable {
    case info, low, medium, high, critical

    static func < (left: NoticeLevel, right: NoticeLevel) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// How a message looks: as bad as it is, or as good as it is again.
enum NoticeTone: Hashable, Sendable {
    case problem(NoticeLevel)
    case end

    /// `#RRGGBB`, dark enough for a white ground and light enough for a black one; ends are green.
    var color: String {
        switch self {
        case .end: "#2E7D32"
        case .problem(.critical): "#C62828"
        case .problem(.high): "#EF6C00"
        case .problem(.medium): "#F9A825"
        case .problem(.low): "#1565C0"
        case .problem(.info): "#607D8B"
        }
    }

    /// The same as a number.
    var colorNumber: Int64 { Int64(color.dropFirst(), radix: 16) ?? 0 }
}
