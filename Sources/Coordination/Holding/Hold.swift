package import CivilTime
package import Responsibility
import StrictJSON

/// Why a notice does not go out yet.
package struct Hold: Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// The recipient's own party wants no notices about such incidents for now.
        case silence(SilenceID)
        case window(MaintenanceWindowID)
        /// It follows from another incident, which is told. Nil where that is on another ledger, whose incidents are not named here.
        case inhibited(by: IncidentID?)
        /// It ends and begins again over and over; what it comes to is told when it is quiet.
        case flapping
        /// There are too many at once; a digest tells it.
        case storm
    }

    package let reason: Reason
    /// When it is looked at again; nil: when what holds it ends.
    package let until: Instant?

    package init(_ reason: Reason, until: Instant?) {
        self.reason = reason
        self.until = until
    }

    /// Whether the recipient's side itself holds it, so that it is not told late.
    var isOwnWish: Bool {
        switch reason {
        case .silence, .window, .inhibited: true
        case .flapping, .storm: false
        }
    }

    /// For people.
    package var text: String {
        switch reason {
        case .silence(let id): "silence \(id)"
        case .window(let id): "maintenance window \(id)"
        case .inhibited(let id): "it follows from \(id?.rawValue ?? "another incident")"
        case .flapping: "it ends and begins again over and over"
        case .storm: "there are too many; they are bundled"
        }
    }

    private static let elsewhere = "elsewhere"

    /// The form in an entry.
    var written: JSON {
        var object = JSONObject()
        switch reason {
        case .silence(let id): object.set("silence", .string(id.rawValue))
        case .window(let id): object.set("window", .string(id.rawValue))
        case .inhibited(let id): object.set("inhibited_by", .string(id?.rawValue ?? Self.elsewhere))
        case .flapping: object.set("flapping", true)
        case .storm: object.set("storm", true)
        }
        object.set("until", ifPresent: until.map { .string($0.rfc3339) })
        return .object(object)
    }

    /// Reads what `written` writes.
    init?(_ json: JSON) {
        let until = json["until"]?.string
        let instant = until.flatMap { Instant(rfc3339: $0) }
        if until != nil, instant == nil { return nil }
        if let id = json["silence"]?.string {
            self.init(.silence(SilenceID(id)), until: instant)
        } else if let id = json["window"]?.string {
            self.init(.window(MaintenanceWindowID(id)), until: instant)
        } else if let id = json["inhibited_by"]?.string {
            self.init(.inhibited(by: id == Self.elsewhere ? nil : IncidentID(id)), until: instant)
        } else if json["flapping"] == .bool(true) {
            self.init(.flapping, until: instant)
        } else if json["storm"] == .bool(true) {
            self.init(.storm, until: instant)
        } else {
            return nil
        }
    }
}

/// One notice of one incident.
package struct NoticeReference: Hashable, Sendable {
    package let incident: IncidentID
    package let notice: NoticeID

    /// `inc_…/not_…`
    var text: String { "\(incident)/\(notice)" }

    init(incident: IncidentID, notice: NoticeID) {
        self.incident = incident
        self.notice = notice
    }

    init?(_ text: String) {
        let parts = text.split(separator: "/").map(String.init)
        guard parts.count == 2 else { return nil }
        self.init(incident: IncidentID(parts[0]), notice: NoticeID(parts[1]))
    }
}

/// What the configuration says about noise.
package struct NoiseRules: Sendable {
    package var windows: [MaintenanceWindow]
    package var inhibitions: [Inhibition]
    /// Nil: flapping is not damped.
    package var flap: FlapRule?
    /// Nil: nothing is bundled.
    package var storm: StormRule?

    package init(
        windows: [MaintenanceWindow] = [], inhibitions: [Inhibition] = [], flap: FlapRule? = nil,
        storm: StormRule? = nil
    ) {
        self.windows = windows
        self.inhibitions = inhibitions
        self.flap = flap
        self.storm = storm
    }
}
