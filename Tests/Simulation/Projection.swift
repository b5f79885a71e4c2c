import CivilTime
import Coordination
import OnCall
import Responsibility
import StrictJSON

/// A state as canonical JSON: all that is known of every open incident, in the order of their ids. Two states with the same projection
/// answer alike and do the same from now on.
enum Projection {
    /// Where two states differ first, in words; nil where they do not.
    static func difference(between live: State, and replayed: State) -> String? {
        if live.settingsDigest != replayed.settingsDigest { return "the settings on record differ" }
        if live.openCount != replayed.openCount { return "\(live.openCount) are open, replayed \(replayed.openCount)" }
        if let what = difference(between: live.silences, and: replayed.silences, by: { "\($0)" }) {
            return "silences differ: \(what)"
        }
        if let what = difference(between: live.overrides, and: replayed.overrides, by: { "\($0)" }) {
            return "overrides differ: \(what)"
        }
        if let what = difference(between: live.rememberedRequests, and: replayed.rememberedRequests, by: { "\($0)" }) {
            return "remembered requests differ: \(what)"
        }
        let ids = Set(live.incidents.keys).union(replayed.incidents.keys).sorted()
        for id in ids {
            guard let one = live.incidents[id] else { return "\(id) is there only after a replay" }
            guard let other = replayed.incidents[id] else { return "\(id) is not there after a replay" }
            let (left, right) = (json(one), json(other))
            for name in left.names where left[name] != right[name] {
                return "\(id): \(name) is \(left[name]?.text ?? "-"), replayed \(right[name]?.text ?? "-")"
            }
        }
        return nil
    }

    private static func difference<Key: Comparable, Value>(
        between live: [Key: Value], and replayed: [Key: Value], by text: (Value) -> String
    ) -> String? {
        for key in Set(live.keys).union(replayed.keys).sorted() {
            let (left, right) = (live[key].map(text), replayed[key].map(text))
            if left != right { return "\(left ?? "-"), replayed \(right ?? "-")" }
        }
        return nil
    }

    /// What the provider sees, and what nobody sees but decisions rest on.
    private static func json(_ incident: Incident) -> JSONObject {
        var object = incident.json(for: Viewer(party: World.provider, side: .provider))
        // Repeats that are only counted are written at most a minute later, and lost with a process before that.
        object.set("reports", .integer(Int64(incident.reportCount)))
        object.set("dedup_key", .string(incident.dedupKey))
        object.set("tlp", .string(incident.trafficLight.rawValue))
        object.set("reporters", .strings(incident.reporters.map(\.rawValue)))
        object.set("personal_data", .string(incident.personalData.rawValue))
        object.set("significant", .bool(incident.significant))
        object.set("window_start", .string(incident.windowStart?.rfc3339 ?? ""))
        object.set("observed_at", .string(incident.observedAt?.rfc3339 ?? ""))
        object.set("as_of_material", .integer(Int64(incident.materialRevision)))
        object.set("reopenings", .integer(Int64(incident.reopenings)))
        object.set("comments", .integer(Int64(incident.commentCount)))
        object.set("turned", .string(order(incident.turnCount, incident.wholeTurns)))
        object.set("rose_or_fell", .string(order(incident.severityChanges, incident.wholeSeverityChanges)))
        object.set("labels", .object(incident.labels ?? JSONObject()))
        object.set("told", .strings(incident.desksTold.map(\.description)))
        object.set("letters", .array(incident.notices.map(json)))
        object.set("policies", .strings(incident.escalations.map { "\($0.policy) from \($0.startedAt)" }))
        return object
    }

    /// How often something changed, and as of which change of the whole.
    private static func order(_ count: Int, _ whole: Int?) -> String {
        "\(count) times, as of \(whole.map(String.init) ?? "nothing") of the whole"
    }

    private static func json(_ notice: Notice) -> JSON {
        [
            "body": .string(notice.body), "channels": .strings(notice.channels.map(\.rawValue)),
            "urgency": .string(notice.urgency.rawValue), "held": .string(notice.hold?.text ?? ""),
            "covers": .strings(notice.covers.map { "\($0.incident) \($0.notice)" }),
            "queued_at": .string(notice.queuedAt.rfc3339),
            "obligations": .strings(notice.obligations.map(\.rawValue)),
            "waiting": .strings(
                notice.deliveries.map {
                    if case .waiting(let until) = $0.state { until.rfc3339 } else { $0.state.code }
                }),
        ]
    }
}
