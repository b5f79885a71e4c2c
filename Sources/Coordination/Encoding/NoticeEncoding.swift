import CivilTime
import Responsibility
import StrictJSON

extension NoticeQueued {
    func write(into form: inout EntryForm) {
        form.set("notice", id)
        form.set("to", desk)
        if meantRole != desk.role { form.set("meant", meantRole.rawValue) }
        form.set("kind", kind.rawValue)
        form.set("rules", strings: rules.map(\.rawValue))
        form.set("obligations", strings: obligations.map(\.rawValue))
        form.set("due", due)
        form.set("channels", strings: channels.map(\.rawValue))
        form.set("urgency", urgency.rawValue)
        if let hold { form.set("held", json: hold.written) }
        if !covers.isEmpty { form.setPart("covers", json: .strings(covers.map(\.text))) }
        form.setPart("person", person)
        form.setPart("body", body)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        let desk = try form.desk("to")
        let hold = form.fields["held"].map { Hold($0) }
        if let hold, hold == nil { throw form.failure("held", "unknown reason") }
        let covers = (form.part("covers")?.array ?? []).compactMap { $0.string.flatMap { NoticeReference($0) } }
        self.init(
            id: try form.identifier("notice"), desk: desk, meantRole: try form.optionalWord("meant") ?? desk.role,
            kind: try form.word("kind"), rules: form.identifiers("rules"), obligations: form.identifiers("obligations"),
            due: try form.optionalInstant("due"), channels: form.identifiers("channels"),
            urgency: try form.word("urgency"), person: form.optionalText("person"), hold: hold ?? nil, covers: covers,
            body: form.optionalText("body") ?? "{}")
    }
}

extension NoticeReleased {
    func write(into form: inout EntryForm) {
        form.set("notice", id)
        form.set("to", desk)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(id: try form.identifier("notice"), desk: try form.desk("to"))
    }
}

extension NoticeBundled {
    func write(into form: inout EntryForm) {
        form.set("notice", id)
        form.set("to", desk)
        form.set("digest", digest)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            id: try form.identifier("notice"), desk: try form.desk("to"), digest: try form.identifier("digest"))
    }
}

extension NoticeTold {
    func write(into form: inout EntryForm) {
        form.set("notice", id)
        form.set("digest", digest)
        form.set("delivery", delivery)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            id: try form.identifier("notice"), digest: try form.identifier("digest"),
            delivery: try form.identifier("delivery"))
    }
}

extension NoticeRedirected {
    func write(into form: inout EntryForm) {
        form.set("notice", id)
        form.set("to", desk)
        form.set("gone", strings: gone.map(\.rawValue))
        form.set("channels", strings: channels.map(\.rawValue))
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            id: try form.identifier("notice"), desk: try form.desk("to"), gone: form.identifiers("gone"),
            channels: form.identifiers("channels"))
    }
}

extension NoticeUndelivered {
    func write(into form: inout EntryForm) {
        form.set("notice", id)
        form.set("to", desk)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(id: try form.identifier("notice"), desk: try form.desk("to"))
    }
}

extension AttemptStarted {
    func write(into form: inout EntryForm) {
        form.set("notice", notice)
        form.set("delivery", delivery)
        form.set("channel", channel)
        form.set("attempt", attempt)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            notice: try form.identifier("notice"), delivery: try form.identifier("delivery"),
            channel: try form.identifier("channel"), attempt: try form.integer("attempt"))
    }
}

extension AttemptFinished {
    func write(into form: inout EntryForm) {
        form.set("notice", notice)
        form.set("delivery", result.delivery)
        form.set("attempt", result.attempt)
        form.set("result", result.result.rawValue)
        form.set("reason", result.reason)
        form.set("status", result.status)
        form.set("latency_ms", result.latencyMilliseconds)
        form.set("retry_after_ms", result.retryAfter?.milliseconds)
        form.set("retry_at", retryAt)
        form.setPart("detail", result.detail)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        let result = AttemptResult(
            delivery: try form.identifier("delivery"), attempt: try form.integer("attempt"),
            result: try form.word("result"),
            reason: try form.string("reason"), status: form.optionalInteger("status"),
            retryAfter: form.optionalInteger("retry_after_ms").map { Elapsed(milliseconds: Int64($0)) },
            latencyMilliseconds: Int64(try form.integer("latency_ms")), detail: form.optionalText("detail"))
        self.init(notice: try form.identifier("notice"), result: result, retryAt: try form.optionalInstant("retry_at"))
    }
}
