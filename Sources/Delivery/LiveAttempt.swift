internal import Presets

/// A channel as the delivery thread holds it: the configuration and its URL, parsed once.
///
/// Confined to the delivery thread. Attempts under way keep the one they started with.
final class LiveChannel {
    let configuration: ChannelConfiguration
    let target: Result<TargetURL, AddressDenial>

    init(_ configuration: ChannelConfiguration) {
        self.configuration = configuration
        do throws(AddressDenial) {
            target = .success(try TargetURL(parsing: configuration.url))
        } catch {
            target = .failure(error)
        }
    }

    /// What admission needs to know. A channel without a usable URL shares its host with nobody.
    var lane: Admission.LaneConfiguration {
        let host = (try? target.get().hostKey) ?? "channel \(configuration.id)"
        return Admission.LaneConfiguration(
            inFlightMax: configuration.inFlightMax, host: host, pace: configuration.preset?.pace ?? .unlimited)
    }

    /// What no outcome of the channel may repeat. The secrets' own texts never leave `WebhookSecret`.
    var confidential: [String] { (try? target.get().confidential) ?? [] }
}

/// An attempt between admission and outcome.
struct LiveAttempt {
    let slot: Admission.Slot
    let channel: LiveChannel
    let startedAt: MonotonicTime

    var request: AttemptRequest { slot.request }
}
