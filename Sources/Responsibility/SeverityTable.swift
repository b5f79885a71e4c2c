package import CivilTime

/// A span of time for each severity that has one. What has none waits for nobody.
package struct SeverityTable: Hashable, Sendable {
    private let values: [Severity: Span]

    package init(_ values: [Severity: Span]) { self.values = values }

    /// With elapsed times alone, which count day and night.
    package init(_ values: [Severity: Elapsed]) { self.values = values.mapValues { .elapsed($0) } }

    package subscript(_ severity: Severity) -> Span? { values[severity] }
}

extension SeverityTable {
    /// Within what the provider's own desk is told of a matter that concerns no single customer, and so falls under no
    /// agreement: the response table that hosts commonly publish.
    package static let houseResponse = SeverityTable([
        .critical: Elapsed.minutes(15), .high: .minutes(30), .medium: .hours(4), .low: .hours(24),
    ])

    /// What "immediately" means for a matter that concerns no single customer.
    package static let houseImmediately = SeverityTable([
        .critical: Elapsed.minutes(15), .high: .minutes(15), .medium: .minutes(60), .low: .minutes(240),
    ])
}
