package import CivilTime

/// Whose is what under one revision of an agreement: a line for each layer and each duty of each service, from the same
/// rules that decide reports.
package struct AgreementMatrix: Sendable {
    /// One layer or duty of one service.
    package struct Line: Sendable {
        package let service: ServiceID
        /// Nil for a line about a layer as a whole.
        package let duty: DutyID?
        package let layer: Layer
        package let title: String
        package let ruling: Ruling
        /// How often the package brings it, for duties that go by the package.
        package let schedule: BackupSchedule?
        /// The rows of the published page that come down to it.
        package let rows: [String]
    }

    package let agreement: AgreementRevision
    /// By service as agreed; first the layers, then the duties by layer and id.
    package let lines: [Line]
}

extension ResponsibilityBook {
    /// The table of one revision. A duty that exists only on request is shown as if it were asked for.
    package func matrix(of id: AgreementID, at instant: Instant) -> AgreementMatrix? {
        guard let agreement = indexedAgreement(id, at: instant) else { return nil }
        let lines = agreement.revision.services.indices.flatMap { service in
            subjects(of: agreement.revision.services[service], under: agreement)
                .compactMap { line(of: $0, service, under: agreement, at: instant) }
        }
        return AgreementMatrix(agreement: agreement.revision, lines: lines)
    }

    private struct Subject {
        let duty: DutyDefinition?
        let layer: Layer
    }

    private func subjects(of service: Service, under agreement: IndexedRevision) -> [Subject] {
        guard let position = agreement.decidingModel(for: service) else { return [] }
        let duties = agreement.models[position].model.duties.values
        let layers = Layer.allCases.map { Subject(duty: nil, layer: $0) }
        let ofDuties = Layer.allCases.flatMap { layer in
            duties.filter { $0.layer == layer }.sorted { $0.id < $1.id }.map { Subject(duty: $0, layer: layer) }
        }
        return layers + ofDuties
    }

    /// Nil for a layer that nothing decides about.
    private func line(
        of subject: Subject, _ service: Int, under agreement: IndexedRevision, at instant: Instant
    ) -> AgreementMatrix.Line? {
        let place = Placement(agreement: agreement, serviceIndex: service, asset: nil, atClientSite: false, facts: [])
        let question = Question(
            category: subject.duty?.requestedBy.isEmpty == false ? .request : nil,
            layer: subject.layer, duty: subject.duty?.id, asker: provider.id, observedAt: instant)
        guard let ruling = try? rule(on: question, under: place), ruling.triage == nil else { return nil }
        return AgreementMatrix.Line(
            service: place.serviceID, duty: subject.duty?.id, layer: subject.layer,
            title: subject.duty?.title ?? subject.layer.title, ruling: ruling,
            schedule: subject.duty?.byPackageSchedule == true ? place.service.backupSchedule : nil,
            rows: rows(about: subject.duty, agreement, service))
    }

    private func rows(about duty: DutyDefinition?, _ agreement: IndexedRevision, _ service: Int) -> [String] {
        guard let duty, let position = agreement.decidingModel(for: agreement.revision.services[service]) else {
            return []
        }
        return agreement.models[position].model.page.filter { $0.duties.contains(duty.id) }.map(\.row)
    }
}
