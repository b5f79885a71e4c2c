/// Answers of the daemon, in the form of its API.
enum Samples {
    static let ruling = #"""
        {"owner":"customer","party":"tern","lead":null,"performed_by":null,"gap":null,"parts":null,
         "sentence":"tern owns this: the operating system of an unmanaged VPS is the customer's; \#
        the provider would own it if the VPS were managed.",
         "triage":null,
         "decided_by":{"rule":"hosting.os×vps","source":"Shared responsibility, row Operating system","confidence":"stated",
                       "agreement":"agr-tern@2","model":"hosting@2026-01-01"},
         "subject":{"asset":"tern-vps1","service":"svc-tern","category":"intrusion","layer":"os","duty":null},
         "because":["tern-vps1 belongs to svc-tern.","svc-tern is an unmanaged VPS."],
         "rejected":[{"rule":"hosting.scope","why":"the service has no managed scope"}]}
        """#

    static let notify = #"""
        [{"to":"tern.sec","party":"tern","role":"sec","rules":["JC-01","JC-02"],"due":"2026-03-10T02:15:00Z"},
         {"to":"prov.sec","party":"prov","role":"sec","rules":["JC-11"],"due":null}]
        """#

    static func report(
        disposition: String, incident: String? = "inc_1", ruling: String = ruling, notify: String = notify
    ) -> String {
        #"""
        {"report":"rep_1","incident":\#(incident.map { "\"\($0)\"" } ?? "null"),"disposition":"\#(disposition)",
         "ruling":\#(ruling),"notify":\#(notify),
         "ledger":{"id":"agr-tern","index":12,"leaf":"0b1c"}}
        """#
    }

    static let ambiguous = #"""
        {"owner":"provider","party":"prov","lead":null,"sentence":"The provider's triage decides: two services answer here.",
         "triage":"ambiguous_asset","candidates":["svc-mango","svc-orchid"],"decided_by":{"rule":"triage"},
         "subject":{"asset":"203.0.113.7"},"because":[],"rejected":[]}
        """#

    static let summary = #"""
        "incident":"inc_1","agreement":"agr-tern","customer":"tern","state":"open","severity":"high","category":"intrusion",
        "summary":"Unknown login","asset":"tern-vps1","owner":"customer","owner_party":"tern",
        "opened_at":"2026-03-10T01:59:30Z","resolved_at":null,"reports":2,"acknowledged_by":["tern"],
        "next_due":"2026-03-10T02:15:00Z",
        "waiting_for":{"kind":"obligation","party":"tern","due":"2026-03-10T02:15:00Z","obligation":"obl_1","incident":null,
         "text":"tern.sec must be told, JC-01"}
        """#

    static let incidents = #"""
        {"incidents":[{\#(summary)},
         {"incident":"inc_0","agreement":"house","customer":null,"state":"resolved","severity":"low","category":"hardware",
          "summary":"Fan\u001b[2J is loud","asset":null,"owner":"provider","owner_party":null,
          "opened_at":"2026-03-09T01:00:00Z","resolved_at":"2026-03-09T02:00:00Z","reports":1,"acknowledged_by":[],
          "next_due":null,"waiting_for":null}]}
        """#

    static let incident = #"""
        {"incident":{\#(summary),"ruling":\#(ruling),
          "obligations":[
           {"id":"obl_1","rule":"JC-01","recipient":"tern.sec","due":"2026-03-10T02:15:00Z","state":"met","met_at":"2026-03-10T01:59:31Z"},
           {"id":"obl_2","rule":"JC-11","recipient":"prov.sec","due":"2026-03-10T01:59:50Z","state":"overdue","met_at":null}],
          "notices":[
           {"id":"not_1","to":"tern.sec","kind":"opened","rules":["JC-01","JC-02"],"due":"2026-03-10T02:15:00Z","state":"delivered",
            "deliveries":[{"id":"del_1","channel":"tern-hook","state":"delivered","attempts":1,"last_reason":null,"last_status":204}]},
           {"id":"not_2","to":"prov.sec","kind":"opened","rules":[],"due":null,"state":"pending",
            "deliveries":[{"id":"del_2","channel":"prov-hook","state":"failed","attempts":3,"last_reason":"server_error","last_status":503}]}],
          "acknowledgements":[{"party":"tern","by":"mia","at":"2026-03-10T01:59:40Z","note":"on it"}],
          "escalations":[{"party":"prov","role":"sec","state":"running","steps_taken":1,"next_due":"2026-03-10T02:05:00Z"}]},
         "timeline":[{"index":11,"at":"2026-03-10T01:59:30Z","type":"report.accepted","text":"tern reported Unknown login"},
          {"index":12,"at":"2026-03-10T01:59:31Z","type":"notice.delivered","text":"tern.sec was told"}]}
        """#

    static let notice = #"""
        {"type":"incident.opened","timestamp":"2026-03-10T01:59:30Z","data":{"notice":"not_1","incident":"inc_1",
         "agreement":"agr-tern","you":{"party":"tern","role":"sec"},"kind":"opened","severity":"high","category":"intrusion",
         "summary":"Unknown login","asset":"tern-vps1","ruling":\#(ruling),"rules":["JC-01","JC-02"],
         "due":"2026-03-10T02:15:00Z","because_of":"You own what is concerned.","next":"Look at the host and acknowledge.",
         "acknowledge":{"command":"tocsin ack inc_1","method":"POST","path":"/v1/incidents/inc_1/acknowledge"}}}
        """#

    static let invalidFields = #"""
        {"type":"urn:tocsin:problem:invalid_fields","title":"Invalid fields","status":400,"code":"invalid_fields",
         "detail":"2 fields are wrong; nothing was stored.",
         "errors":[{"field":"severity","problem":"'hgh' is no severity; accepted: info, low, medium, high, critical"},
                   {"field":"observed_at","problem":"2 h in the future"}]}
        """#

    static let badConfiguration = #"""
        {"type":"urn:tocsin:problem:bad_configuration","title":"Bad configuration","status":422,"code":"bad_configuration",
         "detail":"The new configuration has problems; the old one stays in force.",
         "problems":[{"file":"tocsin.yaml","line":12,"column":5,"what":"unknown key 'sevrity'","hint":"did you mean severity?"},
                     {"file":"agreements/tern.yaml","line":1,"column":1,"what":"no services","hint":"add one"}]}
        """#

    static func problem(_ code: String, _ status: Int, _ detail: String) -> String {
        #"{"type":"urn:tocsin:problem:\#(code)","title":"t","status":\#(status),"code":"\#(code)","detail":"\#(detail)"}"#
    }
}
