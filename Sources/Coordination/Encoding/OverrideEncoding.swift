import CivilTime
import OnCall
import Responsibility
import StrictJSON

extension OverrideCreated {
    func write(into form: inout EntryForm) {
        form.set("override", override.id.text)
        form.set("schedule", schedule.text)
        form.set("start", override.start)
        form.set("end", override.end)
        form.setPart("made_by", override.madeBy.text)
        form.setPart("reason", override.reason)
        switch override.change {
        case .replace(let absent, let present):
            form.set("change", "replace")
            form.setPart("absent", absent.text)
            form.setPart("person", present.text)
        case .add(let person):
            form.set("change", "add")
            form.setPart("person", person.text)
        case .remove(let person):
            form.set("change", "remove")
            form.setPart("person", person.text)
        }
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        let person = PersonID(form.text("person"))
        let change: Override.Change
        switch try form.string("change") {
        case "replace": change = .replace(PersonID(form.text("absent")), with: person)
        case "add": change = .add(person)
        case "remove": change = .remove(person)
        case let word: throw form.failure("change", "unknown word \"\(word)\"")
        }
        let id = OverrideID(try form.string("override"))
        let schedule = ScheduleID(try form.string("schedule"))
        let (start, end) = (try form.instant("start"), try form.instant("end"))
        do throws(ScheduleError) {
            self.init(
                schedule: schedule,
                override: try Override(
                    id: id, start: start, end: end, change: change, madeBy: PersonID(form.text("made_by")),
                    reason: form.text("reason")))
        } catch {
            throw form.failure("override", "\(error)")
        }
    }
}

extension OverrideEnded {
    func write(into form: inout EntryForm) {
        form.set("override", id.text)
        form.set(by)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(id: OverrideID(try form.string("override")), by: try form.optionalSignature())
    }
}
