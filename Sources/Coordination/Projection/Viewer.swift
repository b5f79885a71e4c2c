package import Responsibility

/// What one peer may see. Every answer about incidents goes through here, so that this is the one place that decides it.
package struct Viewer: Sendable {
    package let party: PartyID
    package let side: Side
    /// Passes on what outsiders report. Stands on the provider's side, and sees none of what the provider sees.
    package let isGateway: Bool

    package init(_ actor: Actor) {
        self.init(party: actor.party, side: actor.side, isGateway: actor.role == .gateway)
    }

    package init(party: PartyID, side: Side, isGateway: Bool = false) {
        self.party = party
        self.side = side
        self.isGateway = isGateway
    }

    /// The provider sees every incident; a customer sees those of its own agreement, a gateway those it reported.
    package func sees(_ incident: Incident) -> Bool {
        if isGateway { return incident.reporter == party || incident.reporters.contains(party) }
        return side == .provider || incident.customer == party
    }

    /// Everything that is agreed and recorded.
    var seesEverything: Bool { side == .provider && !isGateway }

    /// Who at a party did something is shown to that party only.
    func seesPersons(of party: PartyID) -> Bool { self.party == party }

    /// Assets that share a name are other customers' business.
    var seesCandidates: Bool { seesEverything }

    /// The text of a report marked red is for the party that sent it and the provider's eyes, by this socket only.
    func seesText(of incident: Incident) -> Bool {
        incident.trafficLight != .red || seesEverything || incident.reporter == party
    }
}
