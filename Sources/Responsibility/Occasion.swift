package import CivilTime

/// What joint-care rules look at beside the ruling: what happened, how bad it is, who reported it, and when.
package struct Occasion: Sendable {
    package var event: JointCareRule.Event
    package var severity: Severity
    /// Who reported. A party that the book does not know counts as one that came through the provider.
    package var reporter: PartyID
    /// When the event came in; clocks start here, whenever it was observed.
    package var receivedAt: Instant
    package var observedAt: Instant
    package var personalData: PersonalData
    /// The provider set that it is significant in the sense of NIS2.
    package var significant: Bool
    /// What it was classified as, for example `major`.
    package var classification: String?
    /// When planned work begins.
    package var windowStart: Instant?
    /// Starts that have happened otherwise, for example when a party became aware of it. They win over what follows
    /// from the report itself.
    package var happened: [JointCareRule.Start: Instant]

    package init(
        event: JointCareRule.Event, severity: Severity, reporter: PartyID, receivedAt: Instant,
        observedAt: Instant? = nil, personalData: PersonalData = .none, significant: Bool = false,
        classification: String? = nil, windowStart: Instant? = nil,
        happened: [JointCareRule.Start: Instant] = [:]
    ) {
        self.event = event
        self.severity = severity
        self.reporter = reporter
        self.receivedAt = receivedAt
        self.observedAt = observedAt ?? receivedAt
        self.personalData = personalData
        self.significant = significant
        self.classification = classification
        self.windowStart = windowStart
        self.happened = happened
    }
}

/// What a rule says of one of its acts, with the agreement's numbers filled in: enough to keep its clock running whatever
/// becomes of the rule.
package struct ActTerms: Hashable, Sendable {
    /// One clock: what it counts from, and how long.
    package struct Clock: Hashable, Sendable {
        package let start: JointCareRule.Start
        package let within: Span

        package init(start: JointCareRule.Start, within: Span) {
            self.start = start
            self.within = within
        }
    }

    /// The earliest due of these counts. Never empty.
    package let clocks: [Clock]
    package let evidence: [JointCareRule.Evidence]
    package let onMiss: JointCareRule.OnMiss
    package let updateEvery: Elapsed?

    package init(
        clocks: [Clock], evidence: [JointCareRule.Evidence] = [], onMiss: JointCareRule.OnMiss = .escalate,
        updateEvery: Elapsed? = nil
    ) {
        self.clocks = clocks
        self.evidence = evidence
        self.onMiss = onMiss
        self.updateEvery = updateEvery
    }
}

/// One party's desk that must be told under one rule.
package struct Telling: Hashable, Sendable {
    package let rule: RuleID
    /// The act within the rule; nil for a rule's only one.
    package let act: String?
    package let recipient: PartyID
    /// The role that answers, after fallbacks.
    package let role: ContactRole
    /// The role that was meant.
    package let meantRole: ContactRole
    /// What the clock counts from.
    package let start: JointCareRule.Start
    package let within: Span
    /// When the start happened; nil while it has not.
    package let startedAt: Instant?
    /// Nil while the start has not happened.
    package let due: Instant?
    package let acknowledgementExpected: Bool
    /// What else the rule says of it.
    package let terms: ActTerms
}

/// Something that a party must do itself under one rule. It is tracked, and never done for it.
package struct OwedAct: Hashable, Sendable {
    package let rule: RuleID
    package let act: String?
    package let party: PartyID
    /// Whose business it is within the party, after fallbacks; nil: nobody in particular.
    package let role: ContactRole?
    /// Goes on from the party's name: `files the early warning with the authority`.
    package let what: String
    package let start: JointCareRule.Start
    package let within: Span
    /// When the start happened; nil while it has not.
    package let startedAt: Instant?
    /// Nil while the start has not happened.
    package let due: Instant?
    /// What else the rule says of it.
    package let terms: ActTerms

    /// `JC-07/final`, or `JC-06` for a rule's only act.
    package var name: String { rule.rawValue + (act.map { "/\($0)" } ?? "") }
}

/// What joint care asks for about one incident on one occasion.
package struct Care: Hashable, Sendable {
    /// The rules that fired, in the order of the book, each once.
    package var rules: [RuleID] = []
    /// In the order of the rules; the provider before customers, customers by id.
    package var tellings: [Telling] = []
    package var owed: [OwedAct] = []

    package init() {}
}

extension Care {
    /// The tellings of one desk, merged: one message serves them all.
    package struct Told: Hashable, Sendable {
        package let party: PartyID
        package let role: ContactRole
        /// The rules that want it told, in order, each once.
        package var rules: [RuleID]
        /// The earliest due; nil while no start has happened.
        package var due: Instant?
        /// What leads to it: the start of the clock, and the span.
        package var start: JointCareRule.Start
        package var within: Span
        package var acknowledgementExpected: Bool
    }

    /// Each desk once, in the order in which the rules name them, with the earliest due.
    package var told: [Told] {
        var told: [Told] = []
        for telling in tellings {
            let known = told.firstIndex { $0.party == telling.recipient && $0.role == telling.role }
            guard let known else {
                told.append(
                    Told(
                        party: telling.recipient, role: telling.role, rules: [telling.rule], due: telling.due,
                        start: telling.start, within: telling.within,
                        acknowledgementExpected: telling.acknowledgementExpected))
                continue
            }
            if !told[known].rules.contains(telling.rule) { told[known].rules.append(telling.rule) }
            if let due = telling.due, told[known].due.map({ due < $0 }) ?? true {
                told[known].due = due
                told[known].start = telling.start
                told[known].within = telling.within
            }
            told[known].acknowledgementExpected = told[known].acknowledgementExpected || telling.acknowledgementExpected
        }
        return told
    }
}
