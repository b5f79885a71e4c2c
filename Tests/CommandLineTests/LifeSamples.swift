/// Answers of the daemon about an incident that lived through much.
enum LifeSamples {
    static let incident = #"""
        {"incident":{\#(Samples.summary),"triage":null,"disputed":true,"as_of":17,"ruling":\#(Samples.ruling),
          "classified":["significant","major"],
          "owners":[
           {"owner":"provider","party":"prov","lead":null,"since":"2026-03-10T01:59:30Z","by":"ruling"},
           {"owner":"joint","party":null,"lead":"prov","since":"2026-03-10T01:59:35Z","by":"reclassification"},
           {"owner":"customer","party":"tern","lead":null,"since":"2026-03-10T01:59:40Z","by":"handover"},
           {"owner":"nobody","party":null,"lead":null,"since":"2026-03-10T01:59:45Z","by":"dispute"}],
          "proposal":\#(proposal("dispute")),
          "aware":{"provider":{"at":"2026-03-10T01:59:30Z","how":"reported"},
                   "customer":{"at":"2026-03-10T01:59:31Z","how":"delivered"}},
          "taken_by":[{"party":"tern","by":"mia","at":"2026-03-10T01:59:45Z"},
                      {"party":"prov","by":null,"at":"2026-03-10T01:59:46Z"}],
          "part_of":"inc_0",
          "parts":[{"incident":"inc_2","agreement":"agr-mango"},{"incident":"inc_3","agreement":"agr-siam"}],
          "obligations":[\#(obligations)],
          "notices":[],
          "acknowledgements":[
           {"party":"tern","by":"mia","at":"2026-03-10T01:59:40Z","until":"2026-03-10T04:00:00Z","note":"on it"}],
          "escalations":[]},
         "timeline":[]}
        """#

    static func proposal(_ kind: String) -> String {
        #"""
        {"kind":"\#(kind)","party":"tern","answerer":"prov","reason":"The hypervisor is yours",
         "at":"2026-03-10T01:00:00Z","answer_by":"2026-03-11T01:00:00Z"}
        """#
    }

    static func obligation(
        _ id: String, _ state: String, act: String? = "final", owed: String? = "files the report", due: String? = nil,
        metAt: String? = nil, late: Bool = false, reason: String? = nil, evidence: String = ""
    ) -> String {
        func text(_ value: String?) -> String { value.map { "\"\($0)\"" } ?? "null" }
        return #"""
            {"id":"\#(id)","rule":"JC-07","act":\#(text(act)),"recipient":"prov.sec","owed":\#(text(owed)),
             "start":"sent early","due":\#(text(due)),"state":"\#(state)","met_at":\#(text(metAt)),"late":\#(late),
             "reason":\#(text(reason)),"evidence":[\#(evidence)]}
            """#
    }

    private static let due = "2026-03-10T02:15:00Z"

    private static let obligations = [
        obligation("obl_1", "waiting"),
        obligation("obl_2", "running", due: due, reason: "police agreed"),
        obligation("obl_3", "held", due: due, reason: "police asked us to wait"),
        obligation(
            "obl_4", "met", act: nil, owed: nil, due: due, metAt: "2026-03-10T01:59:31Z",
            evidence:
                #"{"kind":"delivered","at":"2026-03-10T01:59:31Z","delivery":"dlv_1","note":null}"#),
        obligation(
            "obl_5", "met", due: "2026-03-10T01:59:50Z", metAt: "2026-03-10T01:59:55Z", late: true,
            evidence:
                #"{"kind":"manual_record","at":"2026-03-10T01:59:55Z","delivery":null,"note":"filed, ref. 4711"}"#),
        obligation("obl_6", "overdue", due: "2026-03-10T01:59:50Z"),
        obligation("obl_7", "waived", due: due, reason: "no personal data was read"),
        obligation("obl_8", "cancelled", due: due, reason: "the owner changed"),
    ]
    .joined(separator: ",")

    static func acted(_ verb: String, already: Bool = false, state: String = "open", _ more: String = "") -> String {
        #"{"incident":"inc_1","state":"\#(state)","did":"\#(verb)","already":\#(already),"as_of":17\#(more)}"#
    }
}
