package import CivilTime

/// One person on call, and what put them there.
package struct Assignment: Hashable, Sendable {
    package let person: PersonID
    package let provenance: Provenance

    package init(person: PersonID, provenance: Provenance) {
        self.person = person
        self.provenance = provenance
    }
}

/// What put a person on call: a turn of a layer, an override, or an override of a turn. At least one is there.
package struct Provenance: Hashable, Sendable, CustomStringConvertible {
    /// Whose turn it is, or, under a replacement, was to be. Nil for a person whom an override added.
    package let turn: LayerTurn?
    package let override: OverrideID?

    package init(turn: LayerTurn?, override: OverrideID? = nil) {
        precondition(turn != nil || override != nil, "somebody is on call for no reason")
        self.turn = turn
        self.override = override
    }

    /// `layer weekdays@2, turn 14`, `override ov-7 of layer weekdays@2, turn 14`, `override ov-7`.
    package var description: String {
        let turnText = turn.map { "layer \($0.layer)@\($0.revision), turn \($0.turn)" }
        guard let override else { return turnText ?? "" }
        return "override \(override)" + (turnText.map { " of \($0)" } ?? "")
    }
}

/// One turn of one revision of a layer.
package struct LayerTurn: Hashable, Sendable {
    package let layer: LayerID
    package let revision: Int
    /// The number of the handoff that begins it, from 0, or the row of a custom shift.
    package let turn: Int64

    package init(layer: LayerID, revision: Int, turn: Int64) {
        self.layer = layer
        self.revision = revision
        self.turn = turn
    }
}

/// One person on call without a break for one reason, half-open: at `end` the person is no longer on call.
package struct Shift: Hashable, Sendable {
    package let start: Instant
    /// After `start`.
    package let end: Instant
    package let assignment: Assignment

    package init(start: Instant, end: Instant, assignment: Assignment) {
        precondition(start < end, "a shift has a length")
        self.start = start
        self.end = end
        self.assignment = assignment
    }

    package var person: PersonID { assignment.person }
    package var provenance: Provenance { assignment.provenance }
}
