import CivilTime
import Responsibility
import StrictJSON

extension EscalationPaused {
    func write(into form: inout EntryForm) {
        form.set("party", party)
        form.set("until", until)
        form.set("held", json: hold.written)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        guard let hold = form.fields["held"].flatMap({ Hold($0) }) else { throw form.failure("held", "unknown reason") }
        self.init(party: try form.identifier("party"), until: try form.instant("until"), hold: hold)
    }
}

extension SilenceCreated {
    func write(into form: inout EntryForm) {
        for member in silence.written.members {
            if Self.parts.contains(member.name) {
                form.setPart(member.name, json: member.value)
            } else {
                form.set(member.name, json: member.value)
            }
        }
    }

    /// What a person wrote freely, and what names a party's things.
    private static let parts = Silence.personalMembers + ["matchers"]

    init(reading form: EntryForm) throws(EntryReadError) {
        var written = form.fields
        for name in Self.parts { written.set(name, ifPresent: form.part(name)) }
        do throws(NoiseFormError) {
            self.init(silence: try Silence(written: written))
        } catch {
            throw form.failure("silence", "\(error)")
        }
    }
}

extension SilenceEnded {
    func write(into form: inout EntryForm) {
        form.set("silence", id)
        form.set("held", held)
        form.set("untold", isUntold)
        form.set(by)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            id: try form.identifier("silence"), held: try form.integer("held"), isUntold: form.flag("untold"),
            by: try form.optionalSignature())
    }
}
