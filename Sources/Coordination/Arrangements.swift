package import CivilTime
package import OnCall
package import Responsibility

/// Who is told at a step of an escalation policy.
package enum EscalationTarget: Hashable, Sendable {
    package enum Whose: String, CaseIterable, Sendable {
        case own, other
    }

    /// A desk of the same party, or of the other side of the agreement.
    case desk(Whose, ContactRole)
    /// One channel of the same party.
    case channel(ChannelID)
    /// Whoever is on call by a schedule of the same party when the step is taken.
    case schedule(String)
}

/// What the configuration says, as far as coordination needs it. Immutable; a reload replaces it whole.
package struct Arrangements: Sendable {
    package let book: ResponsibilityBook
    package let policies: [PolicyID: EscalationPolicy<EscalationTarget>]
    /// SHA-256 over the configuration's files, in hexadecimal.
    package let digest: String
    /// Every channel that is configured. Nil: not known, and none is missed.
    package let channels: Set<ChannelID>?
    package let noise: NoiseRules
    package let watches: Watches
    /// The schedules, without the overrides that people made.
    package let rotas: [ScheduleID: Rota]
    /// Zones in which schedules can be shown.
    package let zones: [ZoneName: TimeZoneRules]

    package init(
        book: ResponsibilityBook, policies: [PolicyID: EscalationPolicy<EscalationTarget>], digest: String,
        channels: Set<ChannelID>? = nil, noise: NoiseRules = NoiseRules(),
        watches: Watches = Watches(), rotas: [ScheduleID: Rota] = [:], zones: [ZoneName: TimeZoneRules] = [:]
    ) {
        self.book = book
        self.policies = policies
        self.digest = digest
        self.channels = channels
        self.noise = noise
        self.watches = watches
        self.rotas = rotas
        self.zones = zones
    }
}

/// A person on call, with the channels that reach the person.
package struct PersonOnCall: Hashable, Sendable {
    package let person: String
    package let channels: [ChannelID]

    package init(person: String, channels: [ChannelID]) {
        self.person = person
        self.channels = channels
    }
}

extension Arrangements {
    /// The book's ruling, with the configuration that it was made under.
    package func rule(on question: Question) throws(QuestionRefusal) -> Ruling {
        var ruling = try book.rule(on: question)
        ruling.configuration = digest
        return ruling
    }
}
