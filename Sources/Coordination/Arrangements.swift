package import OnCall
package import Responsibility

/// Who is told at a step of an escalation policy: a desk of the same party, or of the other side of the agreement.
package struct EscalationTarget: Hashable, Sendable {
    package enum Whose: String, CaseIterable, Sendable {
        case own, other
    }

    package let whose: Whose
    package let role: ContactRole

    package init(_ whose: Whose, _ role: ContactRole) {
        self.whose = whose
        self.role = role
    }
}

/// What the configuration says, as far as coordination needs it. Immutable; a reload replaces it whole.
package struct Arrangements: Sendable {
    package let book: ResponsibilityBook
    package let policies: [PolicyID: EscalationPolicy<EscalationTarget>]
    /// SHA-256 over the configuration's files, in hexadecimal.
    package let digest: String

    package init(book: ResponsibilityBook, policies: [PolicyID: EscalationPolicy<EscalationTarget>], digest: String) {
        self.book = book
        self.policies = policies
        self.digest = digest
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
