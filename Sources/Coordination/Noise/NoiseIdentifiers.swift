package import Responsibility

// The kinds have no values; they only keep the identifiers apart.
package enum SilenceKind {}
package enum MaintenanceWindowKind {}
package enum InhibitionKind {}

/// A person made it, so its name is made like that of an incident.
package typealias SilenceID = Identifier<SilenceKind>
/// From the configuration.
package typealias MaintenanceWindowID = Identifier<MaintenanceWindowKind>
/// From the configuration.
package typealias InhibitionID = Identifier<InhibitionKind>
