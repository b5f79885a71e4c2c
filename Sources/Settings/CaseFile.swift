package import CivilTime
package import Coordination
package import Responsibility

/// Expectations about a configuration, as a table: asked this, the answer must be that. Whoever changes a model, an
/// agreement or a rule of joint care runs it and sees what else has changed.
package struct CaseFile: Sendable {
    /// In the order of the file. Never empty.
    package let cases: [ExplanationCase]

    /// Reads a file of cases. Blocks on the disk.
    ///
    /// - Throws: every problem found.
    package static func load(path: String) throws(ConfigurationError) -> CaseFile {
        let log = ProblemLog()
        let files = ConfigurationFiles(folder: FilePath.folder(of: path), log: log)
        let cases = files.tree(FilePath.name(of: path), namedAt: ConfigurationPlace(file: path))
            .flatMap { CaseReader().cases(Value(node: $0, name: "the file of cases", log: log)) }
        guard log.isEmpty, let cases else {
            precondition(!log.isEmpty, "a file of cases was refused without a problem")
            throw ConfigurationError(problems: log.sorted, isUnreadable: files.haveReadNothing)
        }
        return CaseFile(cases: cases)
    }
}

/// One question and what the answer must be.
package struct ExplanationCase: Sendable {
    /// Unique within its file.
    package let id: String
    /// For people.
    package let title: String?
    package let place: ConfigurationPlace
    /// Who asks, or reports.
    package let asker: PartyID
    /// When the report comes in; the clocks count from here.
    package let received: Instant
    package let ask: Explanation
    package let expectation: CaseExpectation
}

/// What an answer must be. What is nil is not looked at.
package struct CaseExpectation: Sendable {
    package var owner: Owner?
    /// The owning party.
    package var party: PartyID?
    package var lead: PartyID?
    package var performedBy: String?
    package var confidence: Confidence?
    /// A piece of the gap's text.
    package var gap: String?
    package var triage: CaseTriage?
    /// Exactly the assets that share the name.
    package var candidates: Set<String>?
    package var rule: String?
    /// A piece of the source's text.
    package var source: String?
    /// `agr-tern`, or `agr-tern@2` for a revision of it.
    package var agreement: String?
    /// A piece of the sentence for people.
    package var sentence: String?
    /// Exactly the rules of joint care that fire.
    package var rules: Set<String>?
    /// Exactly the desks that are told, each with its due time.
    package var told: [Desk: CaseDue]?
    /// Acts that must be among those owed: a rule, or a rule and an act as in `JC-07/final`.
    package var owed: [String: CaseDue]?
    /// The question gets no answer; nothing else is looked at then.
    package var refusal: CaseRefusal?
}

/// Whether and why the provider's triage leads.
package enum CaseTriage: String, CaseIterable, Sendable {
    /// It must not be in triage.
    case none
    case unknownAsset = "unknown_asset"
    case ambiguousAsset = "ambiguous_asset"
    case undecided
    case backdated
}

/// Why a question gets no answer.
package enum CaseRefusal: String, CaseIterable, Sendable {
    case notYours = "not_yours"
    case unknownDuty = "unknown_duty"
    case layerContradictsDuty = "layer_contradicts_duty"
    case serviceContradictsAsset = "service_contradicts_asset"

    init(_ refusal: QuestionRefusal) {
        self =
            switch refusal {
            case .notYours: .notYours
            case .unknownDuty: .unknownDuty
            case .layerContradictsDuty: .layerContradictsDuty
            case .serviceContradictsAsset: .serviceContradictsAsset
            }
    }
}

/// When something must be done.
package enum CaseDue: Hashable, Sendable {
    /// That long after the report came in; before it, where negative.
    case after(Elapsed)
    case at(Instant)
    /// Its clock has not started.
    case waiting
}
