package import CivilTime
import Responsibility
package import StrictJSON

extension Incident {
    /// Who owned it at an instant: since when, until when, and how that came about.
    ///
    /// - Parameter instant: Not later than now; of what is to come nothing is known.
    /// - Throws: `Refusal` as invalid fields, for an instant before it was opened.
    package func ownerJSON(at instant: Instant) throws(Refusal) -> JSONObject {
        let tenures = tenures
        guard let index = tenures.lastIndex(where: { $0.since <= instant }) else {
            throw Refusal(
                .invalidFields, "nobody owned incident \(id.rawValue) before it was opened",
                fields: [.init("at", "is before \(openedAt.rfc3339), when it was opened")])
        }
        var object = JSONObject([.init("incident", .string(id.rawValue)), .init("at", .string(instant.rfc3339))])
        for member in tenures[index].json.object?.members ?? [] { object.set(member.name, member.value) }
        object.set("until", index + 1 < tenures.count ? .string(tenures[index + 1].since.rfc3339) : .null)
        return object
    }
}
