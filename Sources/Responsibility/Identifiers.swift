// Responsibility: whose is it.
//
// What it is for: given the agreement between the provider and a customer, a published responsibility model and a
// question ("the operating system of tern-vps1 at 02:00"), it answers with a ruling: owner, lead, source, reasons, and
// what would have changed the answer. It also says which joint-care rules make whom tell whom, within what. Pure:
// values in, values out; it may import CivilTime and nothing else.

/// A name that stands for one thing of one kind. Two kinds never mix: an asset's id is no party's id.
package struct Identifier<Kind>: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
    package init(_ rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { rawValue = value }

    @inlinable package static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
    @inlinable package func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    package var description: String { rawValue }
}

// The registry of all identifiers. The kinds have no values; they only keep the identifiers apart.
package enum PartyKind {}
package enum AgreementKind {}
package enum ServiceKind {}
package enum AssetKind {}
package enum ModelKind {}
package enum DutyKind {}
package enum RuleKind {}
package enum ChannelKind {}
package enum PolicyKind {}
package enum LedgerKind {}
package enum ReportKind {}
package enum IncidentKind {}
package enum NoticeKind {}
package enum DeliveryKind {}
package enum ObligationKind {}

package typealias PartyID = Identifier<PartyKind>
package typealias AgreementID = Identifier<AgreementKind>
package typealias ServiceID = Identifier<ServiceKind>
package typealias AssetID = Identifier<AssetKind>
/// A responsibility model, without its version.
package typealias ModelID = Identifier<ModelKind>
package typealias DutyID = Identifier<DutyKind>
/// A rule of a model, of an agreement or of joint care; matrix cells have derived ids such as `hosting.os×vps`.
package typealias RuleID = Identifier<RuleKind>
package typealias ChannelID = Identifier<ChannelKind>
/// An escalation policy.
package typealias PolicyID = Identifier<PolicyKind>
/// An agreement's ledger has the agreement's id; the provider's own is `house`.
package typealias LedgerID = Identifier<LedgerKind>
package typealias ReportID = Identifier<ReportKind>
package typealias IncidentID = Identifier<IncidentKind>
package typealias NoticeID = Identifier<NoticeKind>
/// One notice on its way to one channel; the `webhook-id` of every attempt.
package typealias DeliveryID = Identifier<DeliveryKind>
/// Unique within its incident.
package typealias ObligationID = Identifier<ObligationKind>
