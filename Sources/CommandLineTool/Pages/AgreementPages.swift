internal import CivilTime
internal import StrictJSON

/// How agreements and contacts read.
enum AgreementPages {
    /// The agreements in force, a line each.
    static func list(_ answer: JSON) -> Page {
        var table = Table(["AGREEMENT", "REVISION", "CUSTOMER", "FROM", "TO", "SERVICES"])
        for agreement in answer.list("agreements") {
            let services = agreement.list("services").map { service in
                (service.text("id") ?? "?") + (service.text("kind").map { " (\($0))" } ?? "")
            }
            table.add([
                Span(agreement.text("agreement") ?? "?", .strong), Span(agreement.text("revision") ?? "-"),
                Span(agreement.text("name") ?? agreement.text("customer") ?? "-"), Span(time(agreement, "from") ?? "-"),
                Span(time(agreement, "to") ?? "-"), Span(services.joined(separator: ", ")),
            ])
        }
        return table.page()
    }

    /// One agreement: each revision with its services, then who is told.
    static func one(_ answer: JSON) -> Page {
        var page = Page()
        let customer = answer.text("customer").map { " with \($0)" } ?? ""
        let inForce = answer.text("in_force").map { "revision \($0) is in force" } ?? "no revision is in force"
        page.line("\(answer.text("agreement") ?? "?")\(customer): \(inForce)", .strong)
        for revision in answer.list("revisions") { page.append(self.revision(revision)) }
        page.append(contacts(answer.list("contacts"), startsPage: false))
        return page
    }

    private static func revision(_ revision: JSON) -> Page {
        var page = Page()
        let to = time(revision, "to").map { " to \($0)" } ?? " on"
        page.line([])
        page.line("Revision \(revision.text("revision") ?? "?"), from \(time(revision, "from") ?? "?")\(to)", .strong)
        page.fields([
            Field("models", revision.texts("models").joined(separator: ", ")),
            Field("immediately", spans(revision["immediately"])), Field("response", spans(revision["response"])),
            Field("calendar", revision.text("calendar") ?? "none; every hour counts"),
            Field("tell from", revision.text("tell_from")),
            Field("breach notice", revision.text("breach_notice").map { WrittenTime.span($0) }),
            Field("retention", revision.text("retention").map { WrittenTime.span($0) }),
            Field(
                "regimes", revision.texts("regimes").isEmpty ? nil : revision.texts("regimes").joined(separator: ", ")),
            Field("designated", members(revision["designated_channel"])),
            Field("overrides", each: revision.list("overrides").map(override)),
        ])
        for service in revision.list("services") { page.append(self.service(service)) }
        return page
    }

    private static func service(_ service: JSON) -> Page {
        var page = Page()
        let kind = (service["managed"]?.bool == true ? "managed " : "") + (service.text("type") ?? "?")
        page.line([Span("  service "), Span(service.text("id") ?? "?", .strong), Span(" (\(kind))")])
        let assets = service.list("assets").map { asset in
            let names = asset.texts("names").filter { $0 != asset.text("id") }
            let site = asset["at_client_site"]?.bool == true ? " at the customer's own site" : ""
            return (asset.text("id") ?? "?") + (names.isEmpty ? "" : ": " + names.joined(separator: ", ")) + site
        }
        page.fields([
            Field("  managed scope", joined(service, "managed_scope")), Field("  add-ons", joined(service, "addons")),
            Field("  lifecycle", service.text("lifecycle")), Field("  ended", time(service, "ended_at")),
            Field("  TLS ends at", service.text("tls_terminator")), Field("  backup", backup(service)),
            Field("  hosts", joined(service, "hosts")), Field("  assets", each: assets),
        ])
        return page
    }

    private static func override(_ rule: JSON) -> String {
        let confidence = rule.text("confidence").map { " (\($0))" } ?? ""
        return "\(rule.text("rule") ?? "?"): \(rule.text("about") ?? "?") is \(rule.text("owner") ?? "?")'s, "
            + (rule.text("source") ?? "?") + confidence
    }

    /// Who is told in which role, party by party.
    static func contacts(_ parties: [JSON], startsPage: Bool = true) -> Page {
        var page = Page()
        for party in parties {
            if !startsPage || !page.lines.isEmpty { page.line([]) }
            let zone = party.text("zone").map { ", \($0)" } ?? ""
            page.line([
                Span(party.text("party") ?? "?", .strong), Span(": \(party.text("name") ?? "?")"),
                Span(" (\(party.text("side") ?? "?")\(zone))", .faint),
            ])
            page.append(roles(party.list("roles")))
        }
        return page
    }

    private static func roles(_ roles: [JSON]) -> Page {
        var table = Table(["ROLE", "ANSWERED BY", "CHANNELS", "THEN"])
        for role in roles {
            let isOwn = role.text("role") == role.text("answered_by")
            table.add([
                Span(role.text("role") ?? "?", .strong),
                Span(role.text("answered_by") ?? "nobody", isOwn ? .plain : .warning),
                Span(role.texts("channels").joined(separator: ", ")), Span(role.text("policy") ?? "-"),
            ])
        }
        return table.page(indent: 2)
    }

    private static func time(_ value: JSON, _ name: String) -> String? {
        value.text(name).map { WrittenTime.plain($0) }
    }

    private static func joined(_ value: JSON, _ name: String) -> String? {
        let texts = value.texts(name)
        return texts.isEmpty ? nil : texts.joined(separator: ", ")
    }

    /// `every 1 d`, as the matrix has it, or `none`; nil where the agreement does not say.
    private static func backup(_ service: JSON) -> String? {
        service.text("backup_schedule").map { text in
            Elapsed(iso8601: text).map { "every " + $0.inWords } ?? text
        }
    }

    /// `critical 15 min, high 30 min`; nil where there is none.
    private static func spans(_ value: JSON?) -> String? { members(value) { WrittenTime.span($0) } }

    /// `provider prov-sec, customer tern`; nil where there is none.
    private static func members(_ value: JSON?, _ words: (String) -> String = { $0 }) -> String? {
        let members = (value?.object?.members ?? []).compactMap { member in
            member.value.string.map { "\(member.name) \(words($0))" }
        }
        return members.isEmpty ? nil : members.joined(separator: ", ")
    }
}
