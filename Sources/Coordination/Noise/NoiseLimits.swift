package import CivilTime

/// The limits of noise control. What was accepted once is read back for ever, so they may be raised and never lowered.
package enum NoiseLimits {
    /// Bytes of a pattern as it is written.
    package static let patternBytesMax = 512
    /// States of a compiled pattern: matching takes at most this many steps for each character, whatever the pattern.
    package static let patternStatesMax = 1000
    /// Groups within groups.
    package static let patternDepthMax = 32
    /// The highest count in `{m,n}`.
    package static let patternRepeatMax = 250

    /// Matchers in a set.
    package static let matchersMax = 16
    /// Bytes of a whole set as it is written.
    package static let matcherTextBytesMax = 4096
    /// Bytes of a value that is compared as it stands.
    package static let matcherValueBytesMax = 1024
    /// Bytes of a label's name.
    package static let labelNameBytesMax = 100
    /// Fields that an inhibition compares.
    package static let equalFieldsMax = 16

    /// From the start of a silence to its end, where the configuration says nothing else.
    package static let silenceLengthMax = Elapsed.hours(30 * 24)
    /// Bytes of a comment or a reason.
    package static let commentBytesMax = 1024
    /// Bytes of a person's name.
    package static let nameBytesMax = 200

    /// Changes that a flap meter keeps.
    package static let flapChangesMax = 100
    /// Notices that a storm meter keeps.
    package static let stormNoticesMax = 1000
    /// The longest window, quiet time or digest interval of a meter.
    package static let meterSpanMax = Elapsed.hours(7 * 24)

    /// Days of a recurring window that are looked at for one that is not swallowed by a change of the clocks.
    package static let occurrencesSearchedMax = 64
}
