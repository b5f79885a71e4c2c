import CivilTime
import Responsibility
package import StrictJSON

extension StormMeter {
    /// How incidents of no known layer are written.
    private static let noLayer = "unknown"

    /// The form in the record. The rule is the configuration's and not in it. Layers come in the order of their list.
    package var written: JSONObject {
        var layers = JSONObject()
        for layer in Layer.allCases.map(Optional.some) + [nil] {
            layers.set(layer?.rawValue ?? Self.noLayer, ifPresent: latestByLayer[layer].map { .instant($0) })
        }
        var object = JSONObject([
            .init("party", .string(party.rawValue)), .init("notices", .strings(recent.map(\.rfc3339))),
            .init("layers", .object(layers)),
        ])
        object.set("flush", ifPresent: lastFlush.map { .instant($0) })
        return object
    }

    /// Reads the written form back under a rule that may be another by now.
    package init(written: JSONObject, rule: StormRule) throws(NoiseFormError) {
        let form = NoiseForm(kind: "storm meter", object: written)
        var latestByLayer: [Layer?: Instant] = [:]
        for member in written["layers"]?.object?.members ?? [] {
            let layer = Layer(rawValue: member.name)
            guard layer != nil || member.name == Self.noLayer else {
                throw form.failure("layers", "unknown layer \"\(member.name)\"")
            }
            latestByLayer[layer] = try form.instant(text: member.value.string ?? "", of: "layers")
        }
        self.init(
            party: try form.identifier("party"), rule: rule, recent: try form.instants("notices"),
            latestByLayer: latestByLayer, lastFlush: try form.optionalInstant("flush"))
    }
}
