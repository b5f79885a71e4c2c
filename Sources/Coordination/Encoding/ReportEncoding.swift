import Responsibility
import StrictJSON

// A report on a ledger: what it says in closed words stays in the envelope, everything the reporter wrote freely is a part.
extension ReportAccepted {
    func write(into form: inout EntryForm) {
        form.set("report", id)
        form.set("reporter", reporter)
        form.set("role", role.rawValue)
        form.set("status", report.status.rawValue)
        form.set("severity", report.severity.rawValue)
        form.set("category", report.category?.rawValue)
        form.set("layer", report.layer?.rawValue)
        form.set("duty", report.duty)
        form.set("service", report.service)
        form.set("observed_at", report.observedAt)
        form.set("tlp", report.trafficLight.rawValue)
        form.setPart("by", by)
        form.setPart("summary", report.summary)
        form.setPart("asset", report.asset)
        form.setPart("component", report.component)
        form.setPart("cause", report.cause)
        form.setPart("dedup_key", report.dedupKey)
        form.setPart("idempotency_key", report.idempotencyKey)
        form.setPart("details", report.details)
        form.setPart("tool", report.tool)
        if !report.attachments.isEmpty { form.setPart("attachments", json: .object(report.attachments)) }
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        let report = Report(
            summary: form.text("summary"), asset: form.optionalText("asset"),
            service: form.optionalIdentifier("service"),
            category: try form.optionalWord("category"), layer: try form.optionalWord("layer"),
            duty: form.optionalIdentifier("duty"),
            component: form.optionalText("component"), cause: form.optionalText("cause"),
            severity: try form.word("severity"),
            status: try form.word("status"), observedAt: try form.optionalInstant("observed_at"),
            dedupKey: form.optionalText("dedup_key"), idempotencyKey: form.optionalText("idempotency_key"),
            details: form.optionalText("details"), trafficLight: try form.word("tlp"), tool: form.optionalText("tool"),
            attachments: form.part("attachments")?.object ?? JSONObject())
        self.init(
            id: try form.identifier("report"), report: report, reporter: try form.identifier("reporter"),
            role: try form.word("role"), by: form.text("by"))
    }
}

extension ReportTested {
    func write(into form: inout EntryForm) {
        form.set("report", report)
        form.set("reporter", reporter)
        form.set("rule", rule)
        form.set("owner", owner.rawValue)
        form.setPart("by", by)
        form.setPart("summary", summary)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            report: try form.identifier("report"), reporter: try form.identifier("reporter"),
            rule: try form.identifier("rule"),
            owner: try form.word("owner"), summary: form.text("summary"), by: form.text("by"))
    }
}

extension IncidentOpened {
    func write(into form: inout EntryForm) {
        form.set("severity", severity.rawValue)
        form.set("reporter", reporter)
        form.set("tlp", trafficLight.rawValue)
        form.set("root", root)
        form.set("observed_at", observedAt)
        ruling.write(into: &form)
        form.setPart("dedup_key", dedupKey)
        form.setPart("summary", summary)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            severity: try form.word("severity"), ruling: try Ruling(reading: form),
            reporter: try form.identifier("reporter"),
            trafficLight: try form.word("tlp"), dedupKey: form.text("dedup_key"),
            root: form.optionalIdentifier("root"), summary: form.optionalText("summary"),
            observedAt: try form.optionalInstant("observed_at"))
    }
}

extension ReportsRepeated {
    func write(into form: inout EntryForm) {
        form.set("count", count)
        form.set("reporter", reporter)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(count: try form.integer("count"), reporter: form.optionalIdentifier("reporter"))
    }
}
