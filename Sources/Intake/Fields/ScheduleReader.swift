internal import CivilTime
internal import Coordination
internal import OnCall
internal import StrictJSON

/// Turns what is asked about schedules into what the handler is asked. Reports all field errors at once.
enum ScheduleReader {
    private static let stretch = [FieldSpec("from", .instant), FieldSpec("to", .instant)]
    /// Names of eight zones, and more than any has.
    private static let zonesTextMax = 300

    /// What cannot be a schedule's id is no schedule, like any other id that is not the asker's.
    static func scheduleID(_ id: String) throws(Problem) -> ScheduleID {
        guard isID(id) else {
            throw Problem(.unknownSchedule, "there is no such schedule among yours; list them with GET /v1/oncall")
        }
        return ScheduleID(id)
    }

    /// What cannot be an override's id is no override.
    static func overrideID(_ id: String) throws(Problem) -> OverrideID {
        guard isID(id) else { throw Problem(.unknownOverride, "there is no such override of yours that is not over") }
        return OverrideID(id)
    }

    private static func isID(_ id: String) -> Bool { (1...64).contains(id.utf8.count) && FieldCheck.isName(id) }

    /// Reads which stretch of a schedule is wanted.
    static func stretch(
        _ object: JSONObject, of schedule: ScheduleID, check: FieldCheck
    ) throws(Problem) -> PreviewRequest {
        var check = check
        let fields = check.fields(object, stretch)
        ReportReader.refuseUnknown(object, table: stretch, hasOwnFields: false, &check)
        try check.finish()
        return PreviewRequest(schedule: schedule, from: fields.instant("from"), to: fields.instant("to"))
    }

    /// Reads the same, and for readers in which zones.
    static func preview(
        _ object: JSONObject, of schedule: ScheduleID, check: FieldCheck
    ) throws(Problem) -> PreviewRequest {
        var check = check
        let table = stretch + [FieldSpec("zone", .line(max: zonesTextMax))]
        let fields = check.fields(object, table)
        let zones = zones(fields["zone"]?.string, &check)
        ReportReader.refuseUnknown(object, table: table, hasOwnFields: false, &check)
        try check.finish()
        return PreviewRequest(
            schedule: schedule, from: fields.instant("from"), to: fields.instant("to"), zones: zones)
    }

    /// Names with commas between them.
    private static func zones(_ text: String?, _ check: inout FieldCheck) -> [ZoneName] {
        guard let text else { return [] }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= OnCallLimits.previewZonesMax else {
            check.refuse("zone", "at most \(OnCallLimits.previewZonesMax) zones, there are \(parts.count)")
            return []
        }
        var zones: [ZoneName] = []
        for part in parts {
            do throws(ZoneNameError) {
                zones.append(try ZoneName(part))
            } catch {
                check.refuse("zone", "\(FieldCheck.echo(part)) \(error)")
            }
        }
        return zones
    }

    private static let person = FieldRule.name(max: 64)

    private static let overrideTable = [
        FieldSpec("from", .moment, required: true), FieldSpec("to", .moment, required: true),
        FieldSpec("replace", person), FieldSpec("with", person), FieldSpec("add", person), FieldSpec("remove", person),
        FieldSpec("reason", .text(bytesMax: OnCallLimits.reasonBytesMax), required: true),
    ]

    /// Reads a change of who is on call.
    static func override(
        _ object: JSONObject, of schedule: ScheduleID, check: FieldCheck
    ) throws(Problem) -> OverrideRequest {
        var check = check
        let fields = check.fields(object, overrideTable)
        ReportReader.refuseUnknown(object, table: overrideTable, hasOwnFields: false, &check)
        let change = change(fields, object, &check)
        try check.finish()
        guard let change, let start = moment(fields, "from"), let end = moment(fields, "to") else {
            preconditionFailure("a checked override lacks a field")
        }
        return OverrideRequest(
            schedule: schedule, start: start, end: end, change: change, reason: fields["reason"]?.string ?? "")
    }

    private static func moment(_ fields: JSONObject, _ name: String) -> OverrideRequest.Moment? {
        fields[name]?.string.flatMap { OverrideRequest.Moment($0) }
    }

    /// One of three; nil after a problem was recorded, here or with a field.
    private static func change(
        _ fields: JSONObject, _ object: JSONObject, _ check: inout FieldCheck
    ) -> Override.Change? {
        let given = ["replace", "with", "add", "remove"].filter { object[$0] != nil && object[$0] != .null }
        let people = given.compactMap { fields[$0]?.string.map { PersonID($0) } }
        switch given {
        case ["replace", "with"]: return people.count == 2 ? .replace(people[0], with: people[1]) : nil
        case ["add"]: return people.first.map { .add($0) }
        case ["remove"]: return people.first.map { .remove($0) }
        case ["replace"]: check.refuse("with", "required with replace: who is on call instead")
        case ["with"]: check.refuse("replace", "required with with: who is not on call")
        case []: check.refuse("replace", "say who changes: replace and with, or add, or remove")
        default: check.refuse(given.last ?? "add", "give replace and with, or add, or remove; not several of them")
        }
        return nil
    }
}
