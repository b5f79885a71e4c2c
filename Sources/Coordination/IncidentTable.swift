package import Responsibility

/// Incidents by id, in the order in which they were added. Each stands in storage of its own, so that the table stays small while it
/// grows, and looking at one field of an incident does not copy the rest. A value: what a copy changes, the other does not see.
package struct IncidentTable: Sendable {
    private struct Box {
        /// Has one element.
        var content: [Incident]
        /// Where the id stands in `order`.
        var place: Int
    }

    private var boxes: [IncidentID: Box] = [:]
    /// The ids as they were added, with holes where some were removed; half of it at most.
    private var order: [IncidentID?] = []

    package var count: Int { boxes.count }
    package var isEmpty: Bool { boxes.isEmpty }
    /// As they were added, which is the same in every process.
    package var keys: some Collection<IncidentID> { order.lazy.compactMap { $0 } }
    /// As they were added.
    package var values: some Collection<Incident> { keys.lazy.compactMap { boxes[$0]?.content[0] } }

    package subscript(_ id: IncidentID) -> Incident? { boxes[id]?.content[0] }

    package func contains(_ id: IncidentID) -> Bool { boxes[id] != nil }

    /// One field of an incident, or something found from a few; without a copy of all of it.
    func read<Field>(_ id: IncidentID, _ field: (borrowing Incident) -> Field) -> Field? {
        guard let box = boxes[id] else { return nil }
        return field(box.content[0])
    }

    /// Adds an incident that is not in the table.
    mutating func insert(_ incident: Incident) {
        let box = Box(content: [incident], place: order.count)
        precondition(boxes.updateValue(box, forKey: incident.id) == nil, "an incident was opened twice")
        order.append(incident.id)
    }

    /// Changes an incident in its place.
    ///
    /// - Returns: Whether there is one.
    @discardableResult
    mutating func change(_ id: IncidentID, _ change: (inout Incident) -> Void) -> Bool {
        guard let position = boxes.index(forKey: id) else { return false }
        change(&boxes.values[position].content[0])
        return true
    }

    mutating func remove(_ id: IncidentID) -> Incident? {
        guard let box = boxes.removeValue(forKey: id) else { return nil }
        order[box.place] = nil
        if order.count > 2 * boxes.count { closeHoles() }
        return box.content[0]
    }

    private mutating func closeHoles() {
        order = order.filter { $0 != nil }
        for (place, id) in order.enumerated() {
            if let id { boxes[id]?.place = place }
        }
    }
}
