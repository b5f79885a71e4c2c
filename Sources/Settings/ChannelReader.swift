import Presets
import Responsibility

/// Reads a channel.
struct ChannelReader {
    let secrets: SecretReader
    let catalogue: Catalogue

    /// The keys of every channel. In its address most products have what opens the door, so it may come from a file.
    private static let plainKeys = [
        "id", "url", "url_file", "url_credential", "preset", "secret_file", "secret_credential", "headers", "allow",
    ]
    /// Every key of any channel.
    static let keys = plainKeys + presetKeys(of: PresetRegistry.all)
    static let headerKeys = ["name", "value", "value_file", "value_credential"]
    private static let inline =
        "a secret is never written here; put it in a file of mode 0600 and name it with secret_file"

    /// The keys under which parameters of presets are written, each once.
    private static func presetKeys(of presets: [any Preset.Type]) -> [String] {
        var keys: [String] = []
        for key in presets.flatMap({ $0.parameters.flatMap(\.keys) }) where !keys.contains(key) { keys.append(key) }
        return keys
    }

    func channel(_ value: Value, of party: PartyID?) -> ChannelSettings? {
        guard let fields = Fields(value, "a channel", keys: Self.keys, advice: ["secret": Self.inline]) else {
            return nil
        }
        let idValue = fields.required("id")
        let id = idValue?.identifier(ChannelID.self)
        if let id, let idValue { catalogue.declareChannel(id.rawValue, of: party?.rawValue, at: idValue.place) }
        let url = address(fields)
        let type = presetType(fields)
        let preset = type.flatMap { self.preset($0, fields) }
        if let url, let type, let fault = type.fault(ofHost: Self.host(of: url)) {
            fields.problem(
                "\(code(Self.host(of: url))) \(fault)", hint: "see the documentation of the preset \(type.name)")
        }
        if let url, let type, let fault = type.fault(ofPath: Self.path(of: url)) {
            fields.problem("its path \(fault)", hint: "see the documentation of the preset \(type.name)")
        }
        // Of a preset that is not known nobody knows whether it needs a secret.
        let isSigned = type.map { $0.isSigned } ?? (fields.optional("preset") == nil)
        let hasSecret = fields.optional("secret_file") != nil || fields.optional("secret_credential") != nil
        let found = isSigned || hasSecret ? secrets.secrets(fields, prefix: "secret", kind: .signing) : []
        let headers = fields.optional("headers").map { $0.list { self.header($0) } } ?? []
        let allow = fields.optional("allow").map { $0.list { $0.addressException() } } ?? []
        guard let id, let party, let url, let allow, let headers, !found.isEmpty || !isSigned,
            fields.optional("preset") == nil || preset != nil
        else { return nil }
        return ChannelSettings(
            id: id, party: party, url: url, secrets: found, preset: preset, headers: headers, allow: allow,
            place: fields.place)
    }

    // MARK: - The address

    private func address(_ fields: Fields) -> String? {
        let isElsewhere = fields.optional("url_file") != nil || fields.optional("url_credential") != nil
        guard isElsewhere else {
            return fields.required("url", hint: "write the address, or name a file that holds it with url_file")?.url()
        }
        if let written = fields.optional("url") {
            written.problem("the channel has its address twice", hint: "keep either `url` or `url_file`")
            return nil
        }
        return secrets.secret(fields, prefix: "url", kind: .address)
    }

    /// The host of an address whose form was checked.
    private static func host(of url: String) -> String {
        let rest = url.drop { $0 != ":" }.dropFirst(3)
        let authority = rest.prefix { !"/?".contains($0) }
        return authority.hasPrefix("[")
            ? String(authority.prefix { $0 != "]" }) : String(authority.prefix { $0 != ":" })
    }

    /// Its path, as written.
    private static func path(of url: String) -> String {
        let rest = url.drop { $0 != ":" }.dropFirst(3)
        return String(rest.drop { $0 != "/" && $0 != "?" }.prefix { $0 != "?" })
    }

    // MARK: - The preset

    private func presetType(_ fields: Fields) -> (any Preset.Type)? {
        guard let value = fields.optional("preset"), let name = value.scalar() else {
            refuseForeign(fields, of: nil)
            return nil
        }
        guard let type = PresetRegistry.named(name) else {
            let names = PresetRegistry.all.map { $0.name }
            value.problem(
                "there is no preset \(code(name))", hint: SimilarNames.hint(for: name, among: names, kind: "preset"))
            return nil
        }
        refuseForeign(fields, of: type)
        return type
    }

    /// Parameters of other presets are mistakes: nobody would read them.
    private func refuseForeign(_ fields: Fields, of type: (any Preset.Type)?) {
        let own = (type?.parameters ?? []).flatMap(\.keys)
        let hint =
            own.isEmpty
            ? "remove the line" : "what it takes is \(own.map { code($0) }.joined(separator: ", "))"
        for key in Self.keys where !Self.plainKeys.contains(key) && !own.contains(key) {
            let preset = type.map { "the preset \(code($0.name))" } ?? "a channel without a preset"
            fields.optional(key)?.problem("\(preset) takes no \(code(key))", hint: hint)
        }
    }

    private func preset(_ type: any Preset.Type, _ fields: Fields) -> (any Preset)? {
        var values: [String: String] = [:]
        var isComplete = true
        for parameter in type.parameters {
            let isWritten = parameter.keys.contains { fields.optional($0) != nil }
            guard isWritten || parameter.isRequired else { continue }
            if let text = text(of: parameter, fields) { values[parameter.name] = text } else { isComplete = false }
        }
        guard isComplete else { return nil }
        do throws(PresetProblem) {
            return try type.init(PresetValues(values))
        } catch {
            let place = type.parameters.first { $0.name == error.parameter }?.keys
                .compactMap { fields.optional($0)?.place }.first
            fields.problem("\(code(error.parameter)) \(error.fault)", hint: error.hint, at: place)
            return nil
        }
    }

    private func text(of parameter: PresetParameter, _ fields: Fields) -> String? {
        let hint = "it is the \(parameter.meaning)"
        switch parameter.kind {
        case .secret: return secrets.secret(fields, prefix: parameter.name, kind: .opaque)
        case .text(let max):
            guard let value = fields.required(parameter.name, hint: hint), let text = value.text() else { return nil }
            guard text.unicodeScalars.count <= max else {
                value.problem(
                    "\(code(parameter.name)) has \(text.unicodeScalars.count) characters", hint: "at most \(max)")
                return nil
            }
            return text
        case .word(let words):
            guard let value = fields.required(parameter.name, hint: hint), let text = value.scalar() else { return nil }
            guard words.contains(text) else {
                value.problem(
                    "\(code(parameter.name)) is \(code(text))",
                    hint: "accepted: \(words.joined(separator: ", "))")
                return nil
            }
            return text
        }
    }

    // MARK: - Headers

    private func header(_ value: Value) -> ChannelSettings.Header? {
        guard let fields = Fields(value, "a header", keys: Self.headerKeys) else { return nil }
        let name = fields.required("name")?.text()
        let isElsewhere = fields.optional("value_file") != nil || fields.optional("value_credential") != nil
        if isElsewhere, let written = fields.optional("value") {
            written.problem("the header has its value twice", hint: "keep either `value` or `value_file`")
            return nil
        }
        let text =
            isElsewhere
            ? secrets.secret(fields, prefix: "value", kind: .line)
            : fields.required("value", hint: "write it, or name a file that holds it with value_file")?.text()
        guard let name, let text else { return nil }
        return ChannelSettings.Header(name: name, value: text, place: fields.place)
    }
}

extension PresetParameter {
    /// The keys under which it is written.
    fileprivate var keys: [String] { kind == .secret ? [name + "_file", name + "_credential"] : [name] }
}
