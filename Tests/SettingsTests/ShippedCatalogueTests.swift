import CivilTime
import Coordination
import Responsibility
import Settings
import Testing

/// The duties of both models: the same ones, each under its category and in its layer.
@Suite("The catalogue of duties")
struct ShippedCatalogueTests {
    private static let duties: [DutyID: (Category, Layer)] = [
        "dc.physical": (.physical, .physical), "hw.server": (.hardware, .physical),
        "net.hardware": (.hardware, .network), "net.config": (.network, .network), "net.traffic": (.ddos, .network),
        "net.ddos_advanced": (.ddos, .network), "net.trouble": (.network, .network),
        "virt.platform": (.hardware, .virtualization), "virt.isolation": (.isolation, .virtualization),
        "cap.platform": (.performance, .virtualization), "avail.sla": (.availability, .service),
        "mon.attack": (.anomaly, .service), "res.usage": (.resource, .service), "os.config": (.vulnerability, .os),
        "os.patch": (.vulnerability, .os), "os.access": (.intrusion, .os), "os.encryption": (.vulnerability, .os),
        "perf.monitor": (.performance, .os), "perf.debug": (.performance, .os), "rt.patch": (.vulnerability, .runtime),
        "db.engine": (.vulnerability, .runtime), "db.config": (.performance, .data), "db.schema": (.performance, .data),
        "app.security": (.intrusion, .application), "app.patch": (.vulnerability, .application),
        "app.thirdparty": (.vulnerability, .application), "app.dev": (.availability, .application),
        "app.debug": (.availability, .application), "app.malware": (.malware, .application),
        "app.seo": (.other, .application), "app.access": (.credential, .account),
        "acct.credentials": (.credential, .account), "data.content": (.dataLoss, .data),
        "data.integrity": (.dataLoss, .data), "content.legality": (.illegalContent, .data),
        "privacy.controller": (.dataBreach, .data), "privacy.processor_notice": (.dataBreach, .data),
        "backup.system": (.backup, .data), "backup.self": (.backup, .data), "backup.restore": (.request, .data),
        "data.exit": (.exit, .data), "edge.tls": (.tls, .edge), "edge.firewall": (.firewall, .edge),
        "coord.notify": (.anomaly, .coordination), "staff.training": (.other, .people),
        "local.hw": (.hardware, .clientSite), "local.sw": (.other, .clientSite), "local.net": (.network, .clientSite),
    ]

    private let models: [ResponsibilityModel]

    init() throws {
        models = try #require(try World().load().arrangements.book.agreement("agr-palma", revision: 1)).models
    }

    @Test("is the same in both models")
    func same() {
        #expect(Self.duties.count == 48)
        #expect(models.count == 2)
        for model in models {
            #expect(Set(model.duties.keys) == Set(Self.duties.keys))
            for (id, (category, layer)) in Self.duties {
                #expect(model.duties[id]?.category == category, "\(model.id) \(id)")
                #expect(model.duties[id]?.layer == layer, "\(model.id) \(id)")
            }
        }
    }

    @Test("backups follow the package and may be six hours late; a copy is put back for whoever may ask")
    func bounds() {
        for model in models {
            #expect(model.duties.values.filter(\.byPackageSchedule).map(\.id) == ["backup.system"])
            #expect(model.duties["backup.system"]?.grace == .hours(6))
            #expect(model.duties.values.filter { !$0.requestedBy.isEmpty }.map(\.id) == ["backup.restore"])
            #expect(model.duties["backup.restore"]?.requestedBy == [.owner, .ops])
        }
    }
}
