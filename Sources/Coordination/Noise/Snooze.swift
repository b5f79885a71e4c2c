package import CivilTime
package import Responsibility
package import StrictJSON

/// "Not now": one party puts off the notices to its own desks about one incident. Shorter than a silence, and about
/// nothing else; the incident and its clocks stay on record, and the other side is told as ever.
package struct Snooze: Hashable, Sendable {
    /// Whose notices it holds.
    package let party: PartyID
    /// Who snoozed. Personal.
    package let by: String
    /// The first instant at which it no longer holds.
    package let until: Instant
    /// Personal, as every free text.
    package let reason: String?

    /// - Parameter lengthMax: from `now` to the end.
    package init(
        party: PartyID, by: String, until: Instant, reason: String?, now: Instant,
        lengthMax: Elapsed = NoiseLimits.snoozeLengthMax
    ) throws(SnoozeError) {
        guard !by.isBlank, !by.hasControlCharacter, by.utf8.count <= NoiseLimits.nameBytesMax else { throw .badName }
        guard until > now else { throw .inThePast(until: until, now: now) }
        guard until.since(now) <= lengthMax else { throw .tooLong(length: until.since(now), most: lengthMax) }
        if let reason, reason.isBlank || reason.hasControlCharacter || reason.utf8.count > NoiseLimits.commentBytesMax {
            throw .badReason
        }
        self.init(party: party, by: by, until: until, reason: reason)
    }

    private init(party: PartyID, by: String, until: Instant, reason: String?) {
        self.party = party
        self.by = by
        self.until = until
        self.reason = reason
    }

    /// Whether a notice to a desk of that party is held at the instant. The caller knows of which incident.
    package func holds(party: PartyID, at now: Instant) -> Bool {
        party == self.party && now < until
    }
}

extension Snooze {
    /// Members of the written form that are personal and may be erased; a form without them is read all the same.
    package static let personalMembers = ["by", "reason"]

    /// The form in the record.
    package var written: JSONObject {
        var object = JSONObject([
            .init("party", .string(party.rawValue)), .init("by", .string(by)), .init("until", .instant(until)),
        ])
        object.set("reason", ifPresent: reason.map { .string($0) })
        return object
    }

    /// Reads the written form back.
    package init(written: JSONObject) throws(NoiseFormError) {
        let form = NoiseForm(kind: "snooze", object: written)
        self.init(
            party: try form.identifier("party"), by: form.optionalString("by") ?? EntryForm.erased,
            until: try form.instant("until"), reason: form.optionalString("reason"))
    }
}

/// Why a snooze was refused.
package enum SnoozeError: Error, Hashable, Sendable, CustomStringConvertible {
    case badName
    case inThePast(until: Instant, now: Instant)
    case tooLong(length: Elapsed, most: Elapsed)
    case badReason

    /// Stable; for logs and answers.
    package var code: String {
        switch self {
        case .badName: "snooze-bad-name"
        case .inThePast: "snooze-in-the-past"
        case .tooLong: "snooze-too-long"
        case .badReason: "snooze-bad-reason"
        }
    }

    /// The field of a request that is wrong.
    package var field: String {
        switch self {
        case .badName: "by"
        case .inThePast, .tooLong: "until"
        case .badReason: "reason"
        }
    }

    package var description: String {
        switch self {
        case .badName: "name who snoozes, in at most \(NoiseLimits.nameBytesMax) bytes without control characters"
        case .inThePast(let until, let now): "it would end at \(until), and now it is \(now); give an end to come"
        case .tooLong(let length, let most):
            "it would last \(length.inWords); at most \(most.inWords) are accepted; use a silence for longer"
        case .badReason:
            "give a reason of at most \(NoiseLimits.commentBytesMax) bytes without control characters, or none"
        }
    }
}
