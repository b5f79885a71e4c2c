import Coordination
import Delivery
import Intake
import Ledger
import Settings

extension DaemonFailure {
    /// What an error means for the way the process ends.
    package init(describing error: any Error) {
        switch error {
        case let error as ConfigurationError: self.init(.configuration, lines: error.problems.map { "\($0)" })
        case let error as StateDirectoryError: self.init(.unavailable, "\(error)")
        case let error as ListenerError: self.init(.unavailable, "\(error)")
        case let error as LedgerFailure: self.init(.inputOutput, "\(error)")
        case let error as EntryReadError: self.init(.inputOutput, "\(error)")
        default: self.init(.software, "\(error)")
        }
    }
}
