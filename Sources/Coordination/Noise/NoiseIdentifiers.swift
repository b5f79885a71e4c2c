package import Responsibility

// The kinds have no values; they only keep the identifiers apart.
package enum SilenceKind {}
package enum MaintenanceWindowKind {}
package enum InhibitionKind {}

package typealias SilenceID = Identifier<SilenceKind>
package typealias MaintenanceWindowID = Identifier<MaintenanceWindowKind>
package typealias InhibitionID = Identifier<InhibitionKind>
