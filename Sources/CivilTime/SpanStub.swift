package struct TimeZoneRules: Sendable { package init() {}; package var name: String { "UTC" } }
package struct BusinessCalendar: Sendable { package let name = "stub"; package init() {} }
package enum Span: Hashable, Sendable {
    case elapsed(Elapsed)
    case months(Int)
    case business(Elapsed)
    package init?(text: String) { guard let e = Elapsed(iso8601: text) else { return nil }; self = .elapsed(e) }
    package var text: String { "" }
    package var inWords: String { "" }
    package func due(from start: Instant, zone: TimeZoneRules?, calendar: BusinessCalendar?) -> Instant? {
        if case .elapsed(let e) = self { return start + e }
        return nil
    }
}
