import Logging
import Settings

extension LoadedSettings {
    /// Puts what is right and hardly meant in the log, each warning on a line of its own.
    func logWarnings(to logger: Logger) {
        for warning in warnings { logger.warning("look at the configuration", metadata: ["warning": "\(warning)"]) }
    }
}
