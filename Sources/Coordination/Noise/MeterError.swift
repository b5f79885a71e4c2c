package import CivilTime

/// Why a rule for flapping or for storms is none.
package enum MeterError: Error, Hashable, Sendable, CustomStringConvertible {
    case badCount(field: String, count: Int, least: Int, most: Int)
    case badSpan(field: String, Elapsed)

    /// Stable; for logs and answers.
    package var code: String {
        switch self {
        case .badCount: "meter-bad-count"
        case .badSpan: "meter-bad-span"
        }
    }

    /// The setting that is wrong.
    package var field: String {
        switch self {
        case .badCount(let field, _, _, _), .badSpan(let field, _): field
        }
    }

    package var description: String {
        switch self {
        case .badCount(let field, let count, let least, let most):
            "\(field) is \(count); write a number from \(least) to \(most)"
        case .badSpan(let field, let span):
            "\(field) is \(span); write a duration above zero and up to \(NoiseLimits.meterSpanMax)"
        }
    }

    static func check(_ span: Elapsed, _ field: String) throws(MeterError) {
        guard span > .zero, span <= NoiseLimits.meterSpanMax else { throw .badSpan(field: field, span) }
    }
}
