package import CivilTime
package import Responsibility
package import StrictJSON

extension Arrangements {
    /// The answer to what needs nothing but the configuration, as one viewer may read it.
    ///
    /// - Parameter now: When it is asked; counts where the request names no time.
    /// - Precondition: `request.asksForArrangements`.
    package func answer(
        _ request: PeerRequest, to viewer: Viewer, at now: Instant
    ) throws(Refusal) -> JSONObject {
        switch request {
        case .explain(let explanation): return try explain(explanation, to: viewer, at: now)
        case .agreements(let instant): return agreements(for: viewer, at: instant ?? now)
        case .agreement(let id): return try agreement(id, for: viewer, at: now)
        case .matrix(let id, let instant): return try matrix(of: id, for: viewer, at: instant ?? now)
        case .contacts: return contacts(for: viewer)
        case .onCall(let instant): return onCallAnswer(rotas, for: viewer, at: instant ?? now)
        case .previewSchedule(let asked): return try previewAnswer(asked, rotas, for: viewer, at: now)
        case .exportSchedule(let asked): return try calendarAnswer(asked, rotas, for: viewer, at: now)
        case .report, .incidents, .incident, .owner, .act, .silence, .previewSilence, .endSilence, .silences, .beat,
            .heartbeats, .override, .endOverride, .status, .reload:
            preconditionFailure("the configuration alone cannot answer this")
        }
    }

    /// The answer to a question without a report: the ruling with its reasons, the joint-care rules that would fire, who
    /// would be told by when, and what a party would owe. The same for a daemon and for a configuration on disk.
    ///
    /// - Parameter now: When it is asked; counts where the question gives no time.
    package func explain(
        _ explanation: Explanation, to viewer: Viewer, at now: Instant
    ) throws(Refusal) -> JSONObject {
        let received = explanation.at ?? now
        let ruling: Ruling
        do throws(QuestionRefusal) {
            ruling = try rule(on: explanation.question(asker: viewer.party, at: received))
        } catch {
            throw Refusal(error)
        }
        try check(classification: explanation.classification)
        let occasions = explanation.occasions(reporter: viewer.party, at: received)
        let care = book.care(for: ruling, on: occasions).visible(to: viewer, provider: book.provider.id)
        var answer = JSONObject([
            .init("as_of", .string(received.rfc3339)),
            .init("ruling", ruling.json(showingCandidates: viewer.seesCandidates)),
            .init("rules", .array(care.rules.map { ruleJSON($0) })),
            .init("notify", .array(care.told.map { $0.json })),
            .init("owed", .array(care.owed.map { $0.json })),
        ])
        if let occasion = occasions.first(where: { $0.event == .resolved }) {
            answer.set("told", toldOfTheEnd(ruling, care, occasion))
        }
        return answer
    }

    /// Whoever was told of it is told of its end: who that is stands on the record, and not in the configuration.
    private func toldOfTheEnd(_ ruling: Ruling, _ care: Care, _ occasion: Occasion) -> JSON {
        let rules = book.jointCare.filter { rule in
            care.rules.contains(rule.id) && rule.acts.contains { $0.deed == .tell(.everyoneTold, role: nil) }
        }
        let due = rules.compactMap { book.dueOfEnd(under: $0, ruling, occasion) }.min()
        return ["rules": .strings(rules.map(\.id.rawValue)), "due": .text(due?.rfc3339)]
    }

    /// A word that no rule asks for would change nothing, and its writer would not notice.
    func check(classification word: String?) throws(Refusal) {
        guard let word else { return }
        let known = Set(
            book.jointCare.flatMap { rule in
                rule.when.flatMap { $0.classifications ?? [] }
                    + rule.acts.flatMap(\.clocks).compactMap { $0.start.classification }
            })
        guard !known.contains(word) else { return }
        throw Refusal(
            .invalidFields, "no joint-care rule asks for the classification \(word)",
            fields: [.init("classification", "unknown; accepted: \(known.sorted().joined(separator: ", "))")])
    }

    func ruleJSON(_ id: RuleID) -> JSON {
        let rule = book.jointCare.first { $0.id == id }
        return ["id": .string(id.rawValue), "title": .text(rule?.title), "basis": .text(rule?.basis)]
    }
}

extension Care {
    /// What a peer may learn of it: the provider everything, a customer what concerns the provider and itself, so that
    /// nobody finds out who else is affected.
    package func visible(to viewer: Viewer, provider: PartyID) -> Care {
        guard !viewer.seesEverything else { return self }
        let parties = [provider, viewer.party]
        var visible = self
        visible.tellings = tellings.filter { parties.contains($0.recipient) }
        visible.owed = owed.filter { parties.contains($0.party) }
        let hidden = Set(tellings.map(\.rule)).subtracting(visible.tellings.map(\.rule))
            .subtracting(visible.owed.map(\.rule))
        visible.rules = rules.filter { !hidden.contains($0) }
        return visible
    }
}

extension Care.Told {
    var json: JSON {
        [
            "to": .string("\(party).\(role.rawValue)"), "party": .string(party.rawValue),
            "role": .string(role.rawValue), "rules": .strings(rules.map(\.rawValue)), "start": .string(start.text),
            "within": .string(within.text), "due": .text(due?.rfc3339), "acknowledge": .bool(acknowledgementExpected),
        ]
    }
}

extension OwedAct {
    var json: JSON {
        [
            "act": .string(name), "party": .string(party.rawValue), "role": .text(role?.rawValue),
            "what": .string(what), "start": .string(start.text), "within": .string(within.text),
            "state": .string(due == nil ? "waiting" : "running"), "due": .text(due?.rfc3339),
        ]
    }
}
