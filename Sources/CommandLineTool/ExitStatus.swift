/// How a run ended. The numbers are those of sysexits.h, which systemd.exec(5) knows too.
package enum ExitStatus: Int32, CaseIterable, Sendable {
    case good = 0
    case refused = 1
    case usage = 64
    case differs = 65
    case unreadable = 66
    case unavailable = 69
    case cannotCreate = 73
    case outputFailed = 74
    case temporary = 75
    case notPermitted = 77
    case configuration = 78

    /// What the status means, for `tocsin --help`.
    package var meaning: String {
        switch self {
        case .good: "done"
        case .refused: "the daemon refused it, or what was checked is not right"
        case .usage: "the command line is wrong"
        case .differs: "an answer is not what a case expects"
        case .unreadable: "an input is not there or cannot be read"
        case .unavailable: "no daemon answers, or the port to listen on is taken"
        case .cannotCreate: "an output file cannot be created"
        case .outputFailed: "the output could not be written"
        case .temporary: "not now: try again"
        case .notPermitted: "not permitted"
        case .configuration: "the configuration, or a file of cases, has problems"
        }
    }

    /// The status for an answer of the daemon, by its HTTP status code.
    package init(httpStatus: Int) {
        self =
            switch httpStatus {
            case 200..<300: .good
            case 401, 403: .notPermitted
            case 422: .configuration
            case 429, 503: .temporary
            default: .refused
            }
    }
}
