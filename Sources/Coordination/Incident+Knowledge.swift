import CivilTime
import Responsibility

// What entries say about the problem itself, about who owns it, and what people said.
extension Incident {
    /// The classification that reports of the provider's side can make.
    static let significantWord = "significant"

    mutating func applyKnowledge(_ entry: Entry, at instant: Instant) {
        if entry.isChangeByPeople { changeCount += 1 }
        switch entry {
        case .reportAccepted(let accepted): apply(accepted, at: instant)
        case .reportsRepeated(let repeated):
            reportCount = repeated.count
            unwrittenRepeats = 0
            repeatsWrittenAt = instant
        case .requestRemembered(let request):
            idempotencyKeys[IdempotencyReference(party: request.party, key: request.key).text] = (nil, request.content)
        case .severityRaised(let raised):
            severity = raised.to
            acknowledgements = []
        case .severityLowered(let lowered): severity = lowered.to
        case .incidentClassified(let classified):
            for word in classified.words { classify(as: word, at: instant) }
            personalData = max(personalData, classified.personalData ?? .none)
        case .incidentReruled(let reruled):
            let (owner, party, lead) = (ruling.owner, ruling.ownerParty, ruling.lead)
            ruling = reruled.ruling
            // Who owns it changes by an entry of its own.
            (ruling.owner, ruling.ownerParty, ruling.lead) = (owner, party, lead)
        case .incidentLinked(let linked):
            root = linked.root ?? root
            if let part = linked.part, let ledger = linked.partLedger {
                parts.append(Part(incident: part, ledger: ledger))
            }
        case .factRecorded(let fact): facts.append((fact.what, fact.happenedAt))
        default: break
        }
    }

    mutating func classify(as word: String, at instant: Instant) {
        if word == Self.significantWord { significant = true }
        if !classifications.contains(where: { $0.word == word }) { classifications.append((word, instant)) }
    }

    mutating func applyOwnership(_ entry: Entry, at instant: Instant) {
        switch entry {
        case .ownershipChanged(let changed):
            pastTenures.append(tenure)
            (ruling.owner, ruling.ownerParty, ruling.lead) = (changed.owner, changed.party, changed.lead)
            ruling.sentence = changed.sentence
            ownedSince = instant
            ownedBecause = changed.cause
            proposal = nil
            // Whoever was called to look after it and no longer owns it is called no further; whoever does now has not answered.
            for index in escalations.indices
            where escalations[index].next != nil && !isLookedAfter(by: escalations[index].party) {
                escalations[index].state = .released
            }
            let owners = [changed.party, changed.lead]
            acknowledgements.removeAll { owners.contains($0.party) }
        case .ownershipProposed(let proposed):
            proposal = Proposal(
                kind: proposed.kind, party: proposed.by.party, answerer: proposed.answerer, reason: proposed.reason,
                madeAt: instant, answerBy: proposed.answerBy)
        case .proposalAnswered: proposal = nil
        default: break
        }
    }

    mutating func applyPeople(_ entry: Entry, at instant: Instant) {
        switch entry {
        case .incidentAcknowledged(let acknowledged): apply(acknowledged, at: instant)
        case .acknowledgementExpired(let expired):
            acknowledgements.removeAll { $0.party == expired.party }
            withEscalation(expired.party) { $0.state = .released }
        case .incidentTaken(let taken):
            changeCount += 1
            takers.removeAll { $0.party == taken.party }
            takers.append((taken.party, taken.by, instant))
        case .incidentCommented: commentCount += 1
        default: break
        }
    }

    private mutating func apply(_ acknowledged: IncidentAcknowledged, at instant: Instant) {
        acknowledgements.append(
            Acknowledgement(
                party: acknowledged.party, by: acknowledged.by, at: instant, note: acknowledged.note,
                until: acknowledged.until))
        if acknowledged.party == customer {
            customerAware = customerAware ?? Awareness(at: instant, how: .acknowledged)
        }
        withEscalation(acknowledged.party) { if $0.state == .running { $0.state = .acknowledged } }
        // The recipient has answered: what is still on its way to it is no longer needed.
        for notice in notices
        where notice.desk.party == acknowledged.party && notice.isToCome && notice.kind.tellsOfProblem {
            supersede(notice.id)
        }
    }
}

extension Entry {
    fileprivate var isChangeByPeople: Bool {
        switch self {
        case .severityRaised(let changed), .severityLowered(let changed): changed.by != nil
        case .incidentClassified, .incidentReruled, .factRecorded: true
        default: false
        }
    }
}
