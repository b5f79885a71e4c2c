import Coordination
import Delivery
import Glibc
import Intake
import Ledger
import Settings

extension DaemonFailure {
    /// What an error means for the way the process ends.
    package init(describing error: any Error) {
        switch error {
        case let error as ConfigurationError: self.init(.configuration, lines: error.problems.map { "\($0)" })
        case let error as DaemonFailure: self = error
        case let error as StateDirectoryError: self.init(error.isPermission ? .permission : .unavailable, "\(error)")
        case let error as ListenerError: self.init(error.isPermission ? .permission : .unavailable, "\(error)")
        case let error as LedgerFailure: self.init(.inputOutput, "\(error)")
        case let error as EntryReadError: self.init(.inputOutput, "\(error)")
        default: self.init(.software, "\(error)")
        }
    }
}

extension StateDirectoryError {
    fileprivate var isPermission: Bool {
        switch self {
        case .system(_, _, let errno, _): errno == EACCES || errno == EPERM
        case .foreignOwner, .writableByOthers: true
        default: false
        }
    }
}

extension ListenerError {
    fileprivate var isPermission: Bool {
        if case .system(_, _, let errno) = self { errno == EACCES || errno == EPERM } else { false }
    }
}
