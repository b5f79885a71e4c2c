package import CivilTime

extension JointCareRule {
    /// One thing that a rule asks for, with its clock.
    package struct Act: Sendable {
        /// Its name within the rule; nil for the only act of a rule. Others of the rule refer to it by this name.
        package let name: String?
        package let deed: Deed
        /// The earliest due of these counts. Never empty.
        package let clocks: [Clock]
        /// A person of the recipient is expected to acknowledge; escalation runs until one does.
        package let acknowledgementExpected: Bool
        /// What proves that it was done.
        package let evidence: [Evidence]
        package let onMiss: OnMiss
        /// While the incident is open, the recipient is told again that often; nil: once.
        package let updateEvery: Elapsed?

        package init(
            name: String? = nil, deed: Deed, clocks: [Clock], acknowledgementExpected: Bool = false,
            evidence: [Evidence] = [], onMiss: OnMiss = .escalate, updateEvery: Elapsed? = nil
        ) {
            precondition(!clocks.isEmpty, "an act without a clock")
            self.name = name
            self.deed = deed
            self.clocks = clocks
            self.acknowledgementExpected = acknowledgementExpected
            self.evidence = evidence
            self.onMiss = onMiss
            self.updateEvery = updateEvery
        }
    }

    /// What is to be done, and by whom.
    package enum Deed: Hashable, Sendable {
        /// Tocsin tells a desk; without a role, the desk that takes the category.
        case tell(Recipient, role: ContactRole?)
        /// A party does something itself, which is tracked and never done for it: it files with an authority, answers
        /// an abuse case, starts a restore. `what` goes on from "the provider" or "the customer".
        case owe(Side, role: ContactRole?, what: String)
    }

    /// Who is told.
    package enum Recipient: String, CaseIterable, Sendable {
        /// The desk of the owner that the ruling names.
        case ownerDesk = "owner"
        /// The desk of the side that did not report; of both sides when an outsider reported.
        case counterpart
        /// The desks of both sides.
        case bothDesks = "both"
        /// Of a joint matter, the desk of the side that does not lead.
        case partner
        /// The provider's desk: its operations centre unless a role is named.
        case providerDesk = "provider"
        /// The customer's desk, where a customer is concerned.
        case customerDesk = "customer"
        /// Every customer with a live service that the matter touches, but the one that reported.
        case affected
        /// Every customer with live or retained data on the same hosts, but the one that reported.
        case tenants
        /// Everybody who was told of the problem.
        case everyoneTold = "told"
    }

    /// A start and a span: due that long after it, or before it where the span is negative.
    package struct Clock: Hashable, Sendable {
        package let start: Start
        package let within: Within

        package init(start: Start, within: Within) {
            self.start = start
            self.within = within
        }
    }

    /// What a clock counts from. A clock whose start has not happened waits, and has no due time.
    package enum Start: Hashable, Sendable {
        case received, observed, requested, resolved, terminated, purged
        case ownerSet, windowStart
        /// A party became aware: it reported, or our notice was delivered to it.
        case aware(Side)
        /// It was classified as this.
        case classified(String)
        /// A notice of the rule was delivered; of the named act, or of its only telling.
        case delivered(String?)
        case acknowledged(String?)
        /// The party recorded that it did the named act.
        case sent(String)
    }

    /// Within what.
    package enum Within: Hashable, Sendable {
        /// The agreement's response table.
        case response
        /// The agreement's numbers for "immediately".
        case immediately
        /// The agreement's number for telling the controller of a breach of personal data.
        case breachNotice
        /// A span, and another that counts where the agreement has a calendar.
        case span(Span, withCalendar: Span?)
        case bySeverity(SeverityTable)

        package static func elapsed(_ elapsed: Elapsed) -> Within { .span(.elapsed(elapsed), withCalendar: nil) }
    }

    /// What proves that an act was done. A closed list.
    package enum Evidence: String, CaseIterable, Sendable {
        /// A channel of the recipient took the notice.
        case delivered
        /// The digest of the exact body that was sent.
        case bodyDigest = "body_digest"
        case acknowledgement
        /// What a person wrote down: when, where, under which reference.
        case manualRecord = "manual_record"
        /// A reason for not doing it, by a person.
        case waiver
        case answer, classification, certificate
    }

    /// What happens when an act is not done in time. It is on record as overdue in every case.
    package enum OnMiss: Hashable, Sendable {
        /// The other side is told, and the recipient's escalation goes on.
        case escalate
        /// A desk is told in particular.
        case tell(Side, ContactRole)
        /// Nothing beyond the record.
        case record
    }
}

extension JointCareRule.Start {
    /// As the configuration writes it: `received`, `aware customer`, `sent notification`.
    package var text: String {
        switch self {
        case .received: "received"
        case .observed: "observed"
        case .requested: "requested"
        case .resolved: "resolved"
        case .terminated: "terminated"
        case .purged: "purged"
        case .ownerSet: "owner_set"
        case .windowStart: "window_start"
        case .aware(let side): "aware \(side.rawValue)"
        case .classified(let word): "classified \(word)"
        case .delivered(let act): "delivered" + (act.map { " \($0)" } ?? "")
        case .acknowledged(let act): "acknowledged" + (act.map { " \($0)" } ?? "")
        case .sent(let act): "sent \(act)"
        }
    }

    /// Reads what `text` writes.
    package init?(text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard let verb = words.first, words.count <= 2, !words.contains("") else { return nil }
        switch (verb, words.dropFirst().first) {
        case ("delivered", let act): self = .delivered(act)
        case ("acknowledged", let act): self = .acknowledged(act)
        case ("sent", let act?): self = .sent(act)
        case ("classified", let word?): self = .classified(word)
        case ("aware", let side?):
            guard let side = Side(rawValue: side) else { return nil }
            self = .aware(side)
        case (_, nil):
            guard let plain = Self.plain.first(where: { $0.text == verb }) else { return nil }
            self = plain
        default: return nil
        }
    }

    /// Those of a single word.
    private static let plain: [Self] = [
        .received, .observed, .requested, .resolved, .terminated, .purged, .ownerSet, .windowStart,
    ]

    /// Every form, for a message that says what is accepted.
    package static let forms =
        plain.map(\.text) + [
            "aware provider", "aware customer", "classified WORD", "delivered", "delivered ACT", "acknowledged",
            "acknowledged ACT", "sent ACT",
        ]

    /// The word of a classification that it waits for.
    package var classification: String? { if case .classified(let word) = self { word } else { nil } }

    /// What the start is, for people.
    package var inWords: String {
        switch self {
        case .received: "it was received"
        case .observed: "it was observed"
        case .requested: "it was asked for"
        case .resolved: "it was over"
        case .terminated: "the service ended"
        case .purged: "the data was deleted"
        case .ownerSet: "the owner was ruled"
        case .windowStart: "the work begins"
        case .aware(let side): "the \(side.rawValue) became aware"
        case .classified(let word): "it was classified as \(word)"
        case .delivered: "the notice was delivered"
        case .acknowledged: "it was acknowledged"
        case .sent(let act): "\(act) was sent"
        }
    }
}
