package import CivilTime
package import Responsibility
package import StrictJSON

/// Notices held back for a while by a person who says why. The incident and its clocks stay on record.
///
/// A silence holds only what is addressed to desks of its author's own party: nobody can keep from the other side what
/// it must be told.
package struct Silence: Hashable, Sendable {
    /// In the order in which a silence goes through them.
    package enum State: String, Sendable {
        /// It has not begun. Next: active, or expired when it is ended before.
        case pending
        /// It holds. Next: expired.
        case active
        /// It is over, for ever.
        case expired
    }

    /// Its name in the record, made by the caller.
    package let id: SilenceID
    /// Whose notices it holds.
    package let party: PartyID
    /// Who made it. Personal.
    package let author: String
    /// Why. Personal, as every free text.
    package let comment: String
    /// Which incidents it holds notices about; never `namesNothing`.
    package let matchers: MatcherSet
    /// Never before `createdAt`.
    package let starts: Instant
    /// The first instant at which it no longer holds.
    package private(set) var ends: Instant
    /// When it was made.
    package let createdAt: Instant

    /// Makes a silence. A start in the past becomes `now`: what was sent cannot be held any more.
    /// - Parameter lengthMax: from start to end.
    /// - Throws: everything that is wrong, at once.
    package init(
        id: SilenceID, party: PartyID, author: String, comment: String, matchers: MatcherSet, starts: Instant,
        ends: Instant, now: Instant, lengthMax: Elapsed = NoiseLimits.silenceLengthMax
    ) throws(SilenceError) {
        let start = max(starts, now)
        let problems = [
            Self.problem(author: author), Self.problem(comment: comment),
            Self.problem(starts: starts, ends: ends, now: now, lengthMax: lengthMax),
            matchers.namesNothing ? .namesNothing : nil,
        ]
        let found = problems.compactMap { $0 }
        guard found.isEmpty else { throw SilenceError(problems: found) }
        self.init(
            id: id, party: party, author: author, comment: comment, matchers: matchers, starts: start, ends: ends,
            createdAt: now)
    }

    private init(
        id: SilenceID, party: PartyID, author: String, comment: String, matchers: MatcherSet, starts: Instant,
        ends: Instant, createdAt: Instant
    ) {
        self.id = id
        self.party = party
        self.author = author
        self.comment = comment
        self.matchers = matchers
        self.starts = starts
        self.ends = ends
        self.createdAt = createdAt
    }

    /// Where it is at the instant; it never goes back as time goes on.
    package func state(at now: Instant) -> State {
        if now >= ends { return .expired }
        return now < starts ? .pending : .active
    }

    /// Whether a notice to a desk of that party about that incident is held at the instant.
    package func holds(party: PartyID, fields: Matchable, at now: Instant) -> Bool {
        party == self.party && state(at: now) == .active && matchers.matches(fields)
    }

    /// Ends it now. One that has not begun never will; one that is over stays as it is.
    package mutating func expire(at now: Instant) {
        guard state(at: now) != .expired else { return }
        ends = now
    }
}

extension Silence {
    private static func problem(author: String) -> SilenceProblem? {
        if author.isBlank { return .noAuthor }
        if author.hasControlCharacter { return .controlCharacter(field: "author") }
        return author.utf8.count > NoiseLimits.nameBytesMax ? .authorTooLong(bytes: author.utf8.count) : nil
    }

    private static func problem(comment: String) -> SilenceProblem? {
        if comment.isBlank { return .noComment }
        if comment.hasControlCharacter { return .controlCharacter(field: "comment") }
        return comment.utf8.count > NoiseLimits.commentBytesMax ? .commentTooLong(bytes: comment.utf8.count) : nil
    }

    private static func problem(starts: Instant, ends: Instant, now: Instant, lengthMax: Elapsed) -> SilenceProblem? {
        if ends <= starts { return .endsBeforeStart(starts: starts, ends: ends) }
        if ends <= now { return .inThePast(ends: ends, now: now) }
        let length = ends.since(max(starts, now))
        return length > lengthMax ? .tooLong(length: length, most: lengthMax) : nil
    }
}

extension Silence {
    /// Members of the written form that are personal and may be erased; a form without them is read all the same.
    package static let personalMembers = ["author", "comment"]

    /// The form in the record.
    package var written: JSONObject {
        JSONObject([
            .init("silence", .string(id.rawValue)), .init("party", .string(party.rawValue)),
            .init("author", .string(author)), .init("comment", .string(comment)),
            .init("matchers", matchers.written), .init("starts", .instant(starts)), .init("ends", .instant(ends)),
            .init("created_at", .instant(createdAt)),
        ])
    }

    /// Reads the written form back. Limits that depend on the time of making are not asked again.
    package init(written: JSONObject) throws(NoiseFormError) {
        let form = NoiseForm(kind: "silence", object: written)
        self.init(
            id: try form.identifier("silence"), party: try form.identifier("party"),
            author: form.optionalString("author") ?? EntryForm.erased,
            comment: form.optionalString("comment") ?? EntryForm.erased,
            matchers: try MatcherSet(written: written["matchers"] ?? .null), starts: try form.instant("starts"),
            ends: try form.instant("ends"), createdAt: try form.instant("created_at"))
    }
}

extension String {
    /// Nothing but white space.
    var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}
