import CivilTime
import OnCall
import Responsibility

/// Reads shifts that follow no rule: written one by one, or in somebody's calendar.
struct ShiftReader {
    let people: People
    let party: PartyID?
    let zones: ZoneDirectory
    let files: ConfigurationFiles

    static let keys = ["person", "from", "to"]

    func table(_ value: Value, in zone: TimeZoneRules) -> CustomShifts? {
        guard let written = value.list(min: 1, { shift($0, in: zone) }), !written.isEmpty else { return nil }
        do throws(ScheduleError) {
            return try CustomShifts(written.map(\.content))
        } catch {
            var place = value.place
            if case .shiftsOverlap(_, let second) = error {
                place = written.first { $0.content == second }?.place ?? place
            }
            value.log.addSentence(place, "\(error)")
            return nil
        }
    }

    private func shift(_ value: Value, in zone: TimeZoneRules) -> Located<CustomShift>? {
        guard let fields = Fields(value, "a shift", keys: Self.keys) else { return nil }
        let person = fields.required("person").flatMap { people.person($0, of: party) }
        let start = fields.required("from")?.moment(in: zone)
        let end = fields.required("to")?.moment(in: zone)
        guard let person, let start, let end else { return nil }
        let shift = CustomShift(start: start, end: end, person: person)
        do throws(ScheduleError) {
            // By itself, so that what is wrong with it is told where it stands.
            _ = try CustomShifts([shift])
            return Located(content: shift, place: value.place)
        } catch {
            value.log.addSentence(value.place, "\(error)")
            return nil
        }
    }

    /// The shifts of a calendar file that meet a stretch.
    func calendar(
        _ value: Value, from start: Instant, until end: Instant, floatingIn zone: TimeZoneRules
    ) -> CustomShifts? {
        guard let name = value.includedName(), let bytes = files.bytes(name, namedAt: value.place), let party else {
            return nil
        }
        do throws(CalendarError) {
            let read = try CalendarImport(
                reading: bytes, from: start, to: end, floatingZone: zone, zone: { zones.rules(named: $0) },
                person: { people.person($0, of: party) })
            return shifts(of: read, value)
        } catch {
            report(error, of: name, value)
            return nil
        }
    }

    private func report(_ error: CalendarError, of name: String, _ value: Value) {
        if case .range = error {
            return value.problem(
                "a calendar is read for at most \(OnCallLimits.expansionMax.inWords), and `from` and `until` of the layer"
                    + " are not within that",
                hint: "let the layer end earlier, and write its next revision below it")
        }
        let place = error.line.map { ConfigurationPlace(file: files.path(of: name), line: $0) }
        value.log.addSentence(
            place ?? value.place, "\(error)", hint: "correct the line, or export the calendar (.ics) anew")
    }

    private func shifts(of read: CalendarImport, _ value: Value) -> CustomShifts? {
        do throws(ScheduleError) {
            return try read.customShifts()
        } catch {
            if case .noShifts = error {
                value.problem(
                    "the calendar \(code(value.node.text)) has no event between `from` and `until` of the layer",
                    hint: "change them, or export the calendar anew")
            } else {
                value.log.addSentence(value.place, "in the calendar, \(error)")
            }
            return nil
        }
    }
}

extension YAMLNode {
    /// A scalar's text; nothing for anything else.
    fileprivate var text: String {
        if case .scalar(let scalar) = self { scalar.text } else { "" }
    }
}

extension CalendarError {
    /// The line of the calendar that it is about; nil when that is the whole of it.
    fileprivate var line: Int? {
        switch self {
        case .tooLarge, .notUTF8, .range: nil
        case .lineTooLong(let line), .malformedLine(let line), .malformedStructure(let line), .tooDeep(let line),
            .tooManyEvents(let line), .tooManyValues(let line, _), .propertyTwice(let line, _),
            .propertyMissing(let line, _), .malformedValue(let line, _), .unknownZone(let line, _),
            .unsupported(let line, _), .noLength(let line), .unknownPerson(let line, _), .tooManyOccurrences(let line):
            line
        }
    }
}
