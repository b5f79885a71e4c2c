import CivilTime

extension SeverityTable {
    /// Within what the provider's own desk is told of a matter that concerns no single customer, and so falls under no
    /// agreement: the response table that hosts commonly publish.
    package static let houseResponse = SeverityTable([
        .critical: .minutes(15), .high: .minutes(30), .medium: .hours(4), .low: .hours(24),
    ])

    /// What "immediately" means for a matter that concerns no single customer.
    package static let houseImmediately = SeverityTable([
        .critical: .minutes(15), .high: .minutes(15), .medium: .minutes(60), .low: .minutes(240),
    ])
}
