internal import CivilTime
internal import StrictJSON

/// How the answer to an action reads: what came of it, and what to do next.
struct ActionPage {
    /// What was done, as the path has it.
    let verb: String
    let answer: JSON
    let now: Instant

    func make() -> Page {
        var page = Page()
        page.line(isAlready ? "\(already); nothing changed." : done)
        page.fields(fields)
        page.line("Next: " + next)
        return page
    }

    private var incident: String { answer.text("incident") ?? "?" }
    private var isAlready: Bool { answer["already"]?.bool == true }
    private var show: String { "tocsin show \(incident)" }

    /// The party that owns it, or the word where that is no single party.
    private var owner: String { answer.text("owner_party") ?? answer.text("owner") ?? "?" }

    private var obligation: String {
        answer["obligation"]?.text("rule").map { $0 + (answer["obligation"]?.text("act").map { "/\($0)" } ?? "") }
            ?? "The obligation"
    }

    /// It was found out of whose agreement it is, and goes on there.
    private var hasMoved: Bool { verb == "classify" && answer.text("state") != "open" }

    // MARK: What came of it

    private var done: String {
        switch verb {
        case "acknowledge": acknowledged
        case "take": "\(incident) is taken: you look after it for your party."
        case "comment": "Your comment on \(incident) is on record, for both parties."
        case "resolve": "\(incident) is resolved."
        case "reopen": "\(incident) is open again; everybody who must know is told."
        case "severity": "\(incident) is \(answer.text("severity") ?? "?") now."
        case "dispute": "\(incident) is disputed; until the other party has answered, it stays \(owner)'s."
        case "offer": "\(incident) is offered to the other party; until it has answered, it stays \(owner)'s."
        case "accept": "Accepted: \(incident) is \(owner)'s from now on."
        case "decline": "Declined: \(incident) stays \(owner)'s."
        case "classify":
            hasMoved
                ? "\(incident) goes on as \(answer.text("goes_on_as") ?? "an incident of the agreement concerned")."
                : "\(incident) is classified."
        case "record": "\(obligation) is on record as done\(isLate ? ", late" : "")."
        case "waive": "\(obligation) is waived; the reason is on record."
        case "hold": "\(obligation) is put off; its clock goes on."
        case "resume": "\(obligation) is taken up again."
        case "happened": "It is on record; clocks of \(incident) that waited for it run now."
        default: "\(incident): done."
        }
    }

    private var acknowledged: String {
        let party = answer["acknowledged"]?.text("party") ?? "?"
        let then =
            answer["acknowledged"]?.text("until").map { "is called anew after \(WrittenTime.relative($0, to: now))" }
            ?? "is not called any further"
        return "\(incident) is acknowledged for \(party)\(acknowledgedAt); \(party) \(then)."
    }

    private var acknowledgedAt: String {
        answer["acknowledged"]?.text("at").map { " at " + WrittenTime.plain($0) } ?? ""
    }

    private var isLate: Bool { answer["obligation"]?["late"]?.bool == true }

    /// The sentence for what was so before, without its end.
    private var already: String {
        switch verb {
        case "acknowledge":
            "\(incident) was acknowledged for \(answer["acknowledged"]?.text("party") ?? "your party")\(acknowledgedAt) already"
        case "take": "You had taken \(incident) already"
        case "comment": "This comment on \(incident) was on record already"
        case "resolve": "\(incident) was \(answer.text("state") ?? "resolved") already"
        case "reopen": "\(incident) was open already"
        case "severity": "\(incident) was \(answer.text("severity") ?? "?") already"
        case "dispute", "offer": "You had proposed this about \(incident) already"
        case "accept", "decline": "You had answered about \(incident) already"
        case "classify": "\(incident) was known to be this already"
        case "record": "\(obligation) was on record as done already"
        case "waive": "\(obligation) was waived already"
        case "hold": "\(obligation) was put off already"
        case "resume": "\(obligation) was not put off"
        case "happened": "It was on record for \(incident) already"
        default: "\(incident) was so already"
        }
    }

    // MARK: What belongs to it

    private var fields: [Field] {
        var fields: [Field] = []
        switch verb {
        case "resolve" where !isAlready:
            let parts = answer.list("parts").map {
                "whoever was told of its part \($0.text("incident") ?? "?") in \($0.text("agreement") ?? "?")"
            }
            let told = answer.texts("told") + parts
            fields.append(told.isEmpty ? Field("told", "nobody else has to be told") : Field("told", each: told))
        case "accept", "decline", "classify":
            fields.append(Field("whose", answer.text("sentence")))
        case "dispute", "offer":
            fields.append(Field("answer by", answer.text("answer_by").map { WrittenTime.relative($0, to: now) }))
        case "record", "waive", "hold", "resume":
            fields.append(Field("owed", answer["obligation"]?.text("owed")))
            if verb == "hold" || verb == "resume" {
                let due = answer["obligation"]?.text("due").map { WrittenTime.relative($0, to: now) }
                fields.append(Field("due", due ?? "not yet: its clock waits"))
            }
        default: break
        }
        if answer.text("state") == "closed", verb != "resolve" {
            fields.append(Field("state", "closed: nothing is left to do"))
        }
        return fields + [Field("record", answer.receipt)]
    }

    private var next: String {
        switch verb {
        case "acknowledge", "take": "when it is over: tocsin resolve \(incident)"
        case "dispute", "offer": "look after it until then. See what was answered: \(show)"
        case "accept" where !isAlready: "look after it; say so: tocsin ack \(incident)"
        case "hold":
            "when it goes on: tocsin resume \(incident) \(answer["obligation"]?.text("id") ?? "OBLIGATION") --reason …"
        case "classify" where hasMoved: "see where it goes on: tocsin show \(answer.text("goes_on_as") ?? incident)"
        case "reopen", "severity", "classify", "happened", "resume": "follow it: \(show)"
        default: "nothing. See the record: \(show)"
        }
    }
}

extension JSON {
    /// Where it stands on the ledger: `ledger agr-tern, entry 12, leaf 0b1c`; nil where nothing was written.
    var receipt: String? {
        guard let ledger = self["ledger"], let id = ledger.text("id") else { return nil }
        let index = ledger.text("index").map { ", entry \($0)" } ?? ""
        return "ledger \(id)\(index)" + (ledger.text("leaf").map { ", leaf \($0)" } ?? "")
    }
}
