internal import CivilTime
internal import Coordination
internal import Responsibility
internal import StrictJSON

/// Applies field rules and collects every problem. What it returns is normal: severities by their own names,
/// instants in UTC, numbers and flags as such even when a form sent them as text.
struct FieldCheck {
    let source: FieldSource
    let now: Instant
    /// The side of the actor.
    let side: Side
    private(set) var problems: [Refusal.Field] = []

    init(source: FieldSource, now: Instant, side: Side) {
        self.source = source
        self.now = now
        self.side = side
    }

    /// Reads the known fields of an object in the order of the table. Members that are null count as absent.
    /// Members that the table does not have are left to the caller at the top, and are errors inside.
    mutating func fields(_ object: JSONObject, _ table: [FieldSpec], at path: String = "") -> JSONObject {
        var result = JSONObject()
        for field in table {
            guard let value = object[field.name], value != .null else {
                if field.isRequired { refuse(path + field.name, "required") }
                continue
            }
            result.set(field.name, ifPresent: read(value, field.rule, at: path + field.name))
        }
        return result
    }

    /// Records a problem.
    mutating func refuse(_ name: String, _ problem: String) {
        problems.append(Refusal.Field(name, problem))
    }

    /// The normal form of a value, or nil after a problem was recorded.
    mutating func read(_ value: JSON, _ rule: FieldRule, at path: String) -> JSON? {
        switch rule {
        case .line(let max): return line(value, max: max, at: path).map { .string($0) }
        case .text(let bytesMax): return text(value, bytesMax: bytesMax, at: path).map { .string($0) }
        case .word(let words): return word(value, words, at: path)
        case .severity: return severity(value, at: path)
        case .name(let max):
            return matching(value, max: max, "letters, digits and . _ : @ -", Self.isName, at: path)
        case .instant: return instant(value, at: path).map { .string($0.rfc3339) }
        case .moment: return moment(value, at: path).map { .string($0) }
        case .observed: return observed(value, at: path)
        case .flag: return flag(value, at: path)
        case .providerFlag: return providerFlag(value, at: path)
        case .providerLine(let max):
            guard isProviders(path) else { return nil }
            return read(value, .line(max: max), at: path)
        case .integer(let range): return integer(value, range, at: path)
        case .number(let range): return number(value, range, at: path)
        case .matching(let max, let accepted, let predicate):
            return matching(value, max: max, accepted, predicate, at: path)
        case .list(let max, let element): return list(value, max: max, element, at: path)
        case .object(let table): return object(value, table, at: path)
        case .labels: return labels(value, at: path)
        case .objectOr(let table, let other):
            return value.object == nil ? read(value, other, at: path) : object(value, table, at: path)
        case .textOrNumber(let textRule, let numberRule):
            return read(value, Self.isNumber(value, source) ? numberRule : textRule, at: path)
        case .evidence(let table): return evidence(value, table, at: path)
        }
    }
}
