internal import StrictJSON

/// How the short answers to operators read.
enum OutcomePages {
    /// Every member the daemon sends, so that a newer daemon's answer is shown in full.
    static func status(_ answer: JSON) -> Page {
        var page = Page()
        page.fields(flattened(answer, prefix: ""))
        return page
    }

    private static func flattened(_ value: JSON, prefix: String) -> [Field] {
        (value.object?.members ?? []).flatMap { member -> [Field] in
            let label = prefix + member.name.replacing("_", with: " ")
            switch member.value {
            case .object: return flattened(member.value, prefix: label + " ")
            case .array(let elements):
                let texts = elements.map { $0.string ?? $0.text }
                return [texts.isEmpty ? Field(label, "none") : Field(label, each: texts)]
            case .null: return [Field(label, "-")]
            default: return [Field(label, value.text(member.name))]
            }
        }
    }

    static func reloaded(_ answer: JSON) -> Page {
        let digest = answer.text("settings") ?? "?"
        var page = Page()
        if answer["changed"]?.bool == false {
            page.line("The configuration is the same as before: \(digest)")
        } else {
            page.line("The new configuration is in force: \(digest)")
        }
        return page
    }
}
