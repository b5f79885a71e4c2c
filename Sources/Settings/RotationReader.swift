import CivilTime
import OnCall
import Responsibility

/// Reads who takes turns, how long a turn is, and when turns change.
struct RotationReader {
    let people: People
    let party: PartyID?

    enum Advance: String, CaseIterable {
        case calendar, covered

        var meaning: Rotation.Advance {
            switch self {
            case .calendar: .calendar
            case .covered: .covered
            }
        }
    }

    /// The keys of a layer that only a rotation has.
    static let ownKeys = ["every", "starting_on", "handoff", "advance"]

    func rotation(_ fields: Fields, members value: Value, in zone: TimeZoneRules) -> Rotation? {
        let members = value.list(min: 1, max: OnCallLimits.membersMax) { people.person($0, of: party) }
        let everyValue = fields.required("every", hint: "say how long a turn is, for example every: 1 week")
        let cadence = everyValue.flatMap { self.cadence($0) }
        let startValue = fields.required(
            "starting_on", hint: "say on which day the first turn begins, for example starting_on: 2026-01-05")
        let start = startValue?.date()
        let handoffValue = fields.required(
            "handoff", hint: "say when turns change, for example handoff: \"09:00\"")
        let handoff = handoffValue?.wallTime()
        let advance = fields.optional("advance").map { $0.word(Advance.self) } ?? .calendar
        guard let members, !members.isEmpty, let cadence, let start, let handoff, let advance else { return nil }
        do throws(ScheduleError) {
            return try Rotation(
                cadence, startingOn: start, handoff: handoff, zone: zone, members: members, advance: advance.meaning)
        } catch {
            let place: ConfigurationPlace? =
                switch error {
                case .periodOutOfRange: everyValue?.place
                case .anchorOutOfRange: startValue?.place
                case .handoffAtEndOfDay: handoffValue?.place
                default: nil
                }
            value.log.addSentence(place ?? value.place, "\(error)")
            return nil
        }
    }

    /// `12 hours`, `1 day`, `2 weeks`, `1 month`.
    private func cadence(_ value: Value) -> Rotation.Cadence? {
        guard let text = value.scalar() else { return nil }
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        if words.count == 2, let number = Self.number(words[0]) {
            switch words[1] {
            case "hour", "hours": return .hourly(every: number)
            case "day", "days": return .daily(every: number)
            case "week", "weeks": return .weekly(every: number)
            case "month", "months": return .monthly(every: number)
            default: break
            }
        }
        value.problem(
            "\(code(text)) is no length of a turn",
            hint: "write a number and hours, days, weeks or months: 12 hours, 1 day, 2 weeks, 1 month")
        return nil
    }

    /// Up to four digits.
    private static func number(_ text: Substring) -> Int64? {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(text)
    }
}
