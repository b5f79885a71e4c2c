internal import CivilTime
internal import Responsibility
internal import StrictJSON

// Instants, numbers and flags.
extension FieldCheck {
    /// How far ahead of our clock a reporter's may run.
    static let futureMax = Elapsed.minutes(5)
    /// How old an observation may be.
    static let pastMax = Elapsed.hours(90 * 24)

    mutating func instant(_ value: JSON, at path: String) -> Instant? {
        guard let text = string(value, at: path) else { return nil }
        if let instant = Instant(rfc3339: text) { return instant }
        refuse(
            path,
            source == .form && Self.lostItsPlus(text)
                ? "has a blank before its offset where + belongs; write + as %2B in a query or form"
                : "must be a time with offset, such as 2026-03-10T02:00:00Z or 2026-03-10T03:00:00+01:00")
        return nil
    }

    /// Whether it would be a time, were its last blank a plus: `2026-03-10T09:00:00 07:00`.
    static func lostItsPlus(_ text: String) -> Bool {
        guard let blank = text.lastIndex(of: " ") else { return false }
        return Instant(rfc3339: "\(text[..<blank])+\(text[text.index(after: blank)...])") != nil
    }

    mutating func observed(_ value: JSON, at path: String) -> JSON? {
        guard let instant = instant(value, at: path) else { return nil }
        if instant > now + Self.futureMax {
            refuse(path, "is more than 5 minutes in the future; it is \(now.rfc3339) here")
        } else if instant < now - Self.pastMax {
            refuse(path, "is more than 90 days ago; it is \(now.rfc3339) here")
        } else {
            return .string(instant.rfc3339)
        }
        return nil
    }

    mutating func flag(_ value: JSON, at path: String) -> JSON? {
        if value.bool != nil { return value }
        if source == .form, let text = value.string, text == "true" || text == "false" { return .bool(text == "true") }
        refuse(path, "must be true or false")
        return nil
    }

    mutating func providerFlag(_ value: JSON, at path: String) -> JSON? {
        guard let flag = flag(value, at: path) else { return nil }
        return isProviders(path) ? flag : nil
    }

    /// False, and a problem, for whoever does not speak for the provider.
    mutating func isProviders(_ path: String) -> Bool {
        if side == .provider { return true }
        refuse(path, "only the provider's side may set this; leave it out")
        return false
    }

    mutating func integer(_ value: JSON, _ range: ClosedRange<Int64>, at path: String) -> JSON? {
        let number = value.integer ?? (source == .form ? value.string.flatMap { Int64($0) } : nil)
        if let number, range.contains(number) { return .integer(number) }
        let bound =
            range.upperBound == .max ? "\(range.lowerBound) or more" : "from \(range.lowerBound) to \(range.upperBound)"
        refuse(path, "must be a whole number, \(bound)")
        return nil
    }

    mutating func number(_ value: JSON, _ range: ClosedRange<Double>, at path: String) -> JSON? {
        guard let normal = Self.number(value, source), let double = Self.double(normal), range.contains(double) else {
            refuse(path, "must be a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))")
            return nil
        }
        return normal
    }

    /// A number; in forms, a text that is a JSON number.
    static func number(_ value: JSON, _ source: FieldSource) -> JSON? {
        switch value {
        case .integer, .decimal: return value
        case .string(let text) where source == .form:
            guard let parsed = try? JSON(parsing: text, limits: JSONLimits(bytesMax: 32)), double(parsed) != nil else {
                return nil
            }
            return parsed
        default: return nil
        }
    }

    static func double(_ value: JSON) -> Double? {
        switch value {
        case .integer(let integer): Double(integer)
        case .decimal(let text): Double(text)
        default: nil
        }
    }

    static func isNumber(_ value: JSON, _ source: FieldSource) -> Bool { number(value, source) != nil }
}
