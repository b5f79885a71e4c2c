internal import StrictJSON

/// How the short answers read: acknowledged, resolved, status, reloaded.
enum OutcomePages {
    static func acknowledged(_ answer: JSON) -> Page {
        let incident = answer.text("incident") ?? "?"
        let party = answer["acknowledged"]?.text("party") ?? "?"
        let at = answer["acknowledged"]?.text("at").map { " at " + WrittenTime.plain($0) } ?? ""
        var page = Page()
        if answer["already"]?.bool == true {
            page.line("\(incident) was acknowledged for \(party)\(at) already; nothing changed.")
        } else {
            page.line("\(incident) is acknowledged for \(party)\(at); \(party) is not called any further.")
        }
        page.line("Next: when it is over: tocsin resolve \(incident)")
        return page
    }

    static func resolved(_ answer: JSON) -> Page {
        let incident = answer.text("incident") ?? "?"
        let told = answer.texts("told")
        var page = Page()
        if answer["already"]?.bool == true {
            page.line("\(incident) was \(answer.text("state") ?? "resolved") already; nothing changed.")
        } else {
            page.line("\(incident) is resolved.")
            page.fields([told.isEmpty ? Field("told", "nobody else has to be told") : Field("told", each: told)])
        }
        page.line("Next: nothing. See the record: tocsin show \(incident)")
        return page
    }

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
