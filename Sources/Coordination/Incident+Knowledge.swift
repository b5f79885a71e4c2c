import CivilTime
import Responsibility

// What entries say about the problem itself, about who owns it, and what people said.
extension Incident {
    /// The classification that reports of the provider's side can make.
    static let significantWord = "significant"

    mutating func applyKnowledge(_ entry: Entry, at instant: Instant) {
        if entry.isChangeByPeople { seldom.change { $0.changeCount += 1 } }
        switch entry {
        case .reportAccepted(let accepted): apply(accepted, at: instant)
        case .reportsRepeated(let repeated):
            reportCount = repeated.count
            unwrittenRepeats = 0
            repeatsWrittenAt = instant
        case .requestRemembered(let request):
            remember(request.key, of: request.party, report: nil, content: request.content)
        case .severityRaised(let raised):
            change(raised, at: instant)
            acknowledgements = []
        case .severityLowered(let lowered): change(lowered, at: instant)
        case .incidentClassified(let classified):
            for word in classified.words { classify(as: word, at: instant) }
            personalData = max(personalData, classified.personalData ?? .none)
        case .incidentReruled(let reruled):
            // Who owns it changes by an entry of its own.
            var anew = reruled.ruling
            (anew.owner, anew.ownerParty, anew.lead) = (ruling.owner, ruling.ownerParty, ruling.lead)
            ruling = anew
            if let component = reruled.component { seldom.change { $0.component = component } }
        case .incidentLinked(let linked):
            if let root = linked.root { become(partOf: root) }
            if let part = linked.part, let ledger = linked.partLedger {
                seldom.change {
                    $0.parts.append(Part(incident: part, ledger: ledger))
                    $0.goesOn = linked.goesOn
                    if linked.goesOn { $0.movedAt = instant }
                }
            }
        case .factRecorded(let fact): seldom.change { $0.facts.append((fact.what, fact.happenedAt)) }
        default: break
        }
    }

    private mutating func change(_ changed: SeverityChanged, at instant: Instant) {
        severity = changed.to
        seldom.change {
            $0.severitySince = instant
            $0.severityChanges += 1
            $0.wholeSeverityChanges = changed.wholeAsOf
        }
    }

    /// The whole is opened as its part is.
    private mutating func become(partOf root: IncidentID) {
        self.root = root
        seldom.change { ($0.wholeTurns, $0.wholeSeverityChanges) = (0, 0) }
    }

    mutating func classify(as word: String, at instant: Instant) {
        if word == Self.significantWord { significant = true }
        if !classifications.contains(where: { $0.word == word }) {
            seldom.change { $0.classifications.append((word, instant)) }
        }
    }

    mutating func applyOwnership(_ entry: Entry, at instant: Instant) {
        switch entry {
        case .ownershipChanged(let changed):
            let past = tenure
            var standing = ruling
            (standing.owner, standing.ownerParty, standing.lead) = (changed.owner, changed.party, changed.lead)
            standing.sentence = changed.sentence
            ruling = standing
            seldom.change {
                $0.pastTenures.append(past)
                $0.ownedSince = instant
                $0.ownedBecause = changed.cause
                $0.proposal = nil
            }
            // Whoever was called to look after it and no longer owns it is called no further; whoever does now has not answered.
            for index in escalations.indices
            where escalations[index].next != nil && !isLookedAfter(by: escalations[index].party) {
                escalations[index].state = .released
            }
            let owners = [changed.party, changed.lead]
            acknowledgements.removeAll { owners.contains($0.party) }
        case .ownershipProposed(let proposed):
            let proposal = Proposal(
                kind: proposed.kind, party: proposed.by.party, answerer: proposed.answerer, reason: proposed.reason,
                madeAt: instant, answerBy: proposed.answerBy)
            seldom.change { $0.proposal = proposal }
        case .proposalAnswered: seldom.change { $0.proposal = nil }
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
            seldom.change {
                $0.changeCount += 1
                $0.takers.removeAll { $0.party == taken.party }
                $0.takers.append((taken.party, taken.by, instant))
            }
        case .incidentCommented: seldom.change { $0.commentCount += 1 }
        default: break
        }
    }

    private mutating func apply(_ acknowledged: IncidentAcknowledged, at instant: Instant) {
        if hasAcknowledged(acknowledged.party) { seldom.change { $0.changeCount += 1 } }
        acknowledgements.removeAll { $0.party == acknowledged.party }
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
        where notice.desk.party == acknowledged.party && notice.isToCome && notice.kind.isCall
            && !notice.desk.role.answersForItself
        {
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
