package import Responsibility

/// What one peer may see. Every answer about incidents goes through here, so that this is the one place that decides it.
package struct Viewer: Sendable {
    package let party: PartyID
    package let side: Side

    package init(_ actor: Actor) {
        party = actor.party
        side = actor.side
    }

    package init(party: PartyID, side: Side) {
        self.party = party
        self.side = side
    }

    /// The provider sees every incident; a customer sees those of its own agreement.
    package func sees(_ incident: Incident) -> Bool { side == .provider || incident.customer == party }

    /// Who at a party did something is shown to that party only.
    func seesPersons(of party: PartyID) -> Bool { self.party == party }

    /// Assets that share a name are other customers' business.
    var seesCandidates: Bool { side == .provider }

    /// The text of a report marked red is for the party that sent it and the provider's eyes, by this socket only.
    func seesText(of incident: Incident) -> Bool {
        incident.trafficLight != .red || side == .provider || incident.reporter == party
    }
}
