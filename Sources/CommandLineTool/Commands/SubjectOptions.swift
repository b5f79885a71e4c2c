internal import ArgumentParser
internal import Responsibility

/// What a report or a question is about. The daemon judges the values; the closed lists here only complete them.
struct SubjectOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Host, domain, address or asset id; `unknown` if you cannot tell.", valueName: "name"))
    var asset: String?

    @Option(help: ArgumentHelp("The service of the agreement.", valueName: "id"))
    var service: String?

    @Option(
        help: ArgumentHelp("What kind of trouble it is, for example intrusion.", valueName: "category"),
        completion: .list(Category.allCases.map(\.rawValue)))
    var category: String?

    @Option(
        help: ArgumentHelp("The layer of the stack, for example os. Decides before the category.", valueName: "layer"),
        completion: .list(Layer.allCases.map(\.rawValue)))
    var layer: String?

    @Option(help: ArgumentHelp("The duty of the responsibility model. Decides before the layer.", valueName: "id"))
    var duty: String?

    @Option(help: ArgumentHelp("The software concerned, for example mariadb.", valueName: "name"))
    var component: String?

    @Option(
        help: ArgumentHelp("How bad it is: info, low, medium, high, critical.", valueName: "severity"),
        completion: .list(Severity.allCases.map(\.rawValue)))
    var severity: String?

    @Option(help: ArgumentHelp("The cause, if it is known.", valueName: "cause"))
    var cause: String?

    @Option(
        help: ArgumentHelp(
            "Whether personal data is concerned: none (default), suspected, confirmed.", valueName: "state"),
        completion: .list(PersonalData.allCases.map(\.rawValue)))
    var personalData: String?

    @Flag(help: "It is significant in the sense of NIS2 (provider's side only).")
    var significant = false

    /// The given values under the names of the API, without `significant`, which is no text.
    var items: [DaemonRequest.Item] {
        let all = [
            ("asset", asset), ("service", service), ("category", category), ("layer", layer), ("duty", duty),
            ("component", component), ("severity", severity), ("cause", cause), ("personal_data", personalData),
        ]
        return all.compactMap { name, value in value.map { DaemonRequest.Item(name, $0) } }
    }
}
