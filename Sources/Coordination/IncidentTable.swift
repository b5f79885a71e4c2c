package import Responsibility

/// Incidents by id. Each stands in storage of its own, so that the table stays small while it grows, and looking at one field of an
/// incident does not copy the rest. A value: what a copy changes, the other does not see.
package struct IncidentTable: Sendable {
    /// Every array has one element.
    private var boxes: [IncidentID: [Incident]] = [:]

    package var count: Int { boxes.count }
    package var isEmpty: Bool { boxes.isEmpty }
    /// In no particular order.
    package var keys: some Collection<IncidentID> { boxes.keys }
    /// In no particular order.
    package var values: some Collection<Incident> { boxes.values.lazy.map { $0[0] } }

    package subscript(_ id: IncidentID) -> Incident? { boxes[id]?[0] }

    package func contains(_ id: IncidentID) -> Bool { boxes[id] != nil }

    /// One field of an incident, or something found from a few; without a copy of all of it.
    func read<Field>(_ id: IncidentID, _ field: (borrowing Incident) -> Field) -> Field? {
        guard let box = boxes[id] else { return nil }
        return field(box[0])
    }

    /// Adds an incident that is not in the table.
    mutating func insert(_ incident: Incident) {
        precondition(boxes.updateValue([incident], forKey: incident.id) == nil, "an incident was opened twice")
    }

    /// Changes an incident in its place.
    ///
    /// - Returns: Whether there is one.
    @discardableResult
    mutating func change(_ id: IncidentID, _ change: (inout Incident) -> Void) -> Bool {
        guard let position = boxes.index(forKey: id) else { return false }
        change(&boxes.values[position][0])
        return true
    }

    mutating func remove(_ id: IncidentID) -> Incident? { boxes.removeValue(forKey: id)?[0] }
}
