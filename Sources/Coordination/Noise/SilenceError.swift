package import CivilTime

/// One thing that is wrong with a silence somebody wants to make.
package enum SilenceProblem: Hashable, Sendable, CustomStringConvertible {
    case noAuthor
    case authorTooLong(bytes: Int)
    /// In the author or the comment; other than the ends of lines and tabs.
    case controlCharacter(field: String)
    case noComment
    case commentTooLong(bytes: Int)
    case endsBeforeStart(starts: Instant, ends: Instant)
    case inThePast(ends: Instant, now: Instant)
    case tooLong(length: Elapsed, most: Elapsed)
    /// No matcher asks for anything in particular, so that it would hold everything, or all but a few.
    case namesNothing

    /// Stable; for logs and answers.
    package var code: String {
        switch self {
        case .noAuthor: "silence-no-author"
        case .authorTooLong: "silence-author-too-long"
        case .controlCharacter: "silence-control-character"
        case .noComment: "silence-no-comment"
        case .commentTooLong: "silence-comment-too-long"
        case .endsBeforeStart: "silence-ends-before-start"
        case .inThePast: "silence-in-the-past"
        case .tooLong: "silence-too-long"
        case .namesNothing: "silence-names-nothing"
        }
    }

    /// The field of a request that is wrong.
    package var field: String {
        switch self {
        case .noAuthor, .authorTooLong: "author"
        case .controlCharacter(let field): field
        case .noComment, .commentTooLong: "comment"
        case .endsBeforeStart, .inThePast, .tooLong: "ends"
        case .namesNothing: "matchers"
        }
    }

    package var description: String {
        switch self {
        case .noAuthor: "nobody is named; a silence has an author"
        case .authorTooLong(let bytes): "the name has \(bytes) bytes; at most \(NoiseLimits.nameBytesMax) are accepted"
        case .controlCharacter: "it has a control character; only the ends of lines and tabs are accepted"
        case .noComment: "a silence says why; write a comment"
        case .commentTooLong(let bytes):
            "the comment has \(bytes) bytes; at most \(NoiseLimits.commentBytesMax) are accepted"
        case .endsBeforeStart(let starts, let ends): "it ends at \(ends), not after its start at \(starts)"
        case .inThePast(let ends, let now): "it ended at \(ends), and now it is \(now); give an end to come"
        case .tooLong(let length, let most):
            "it would last \(length.inWords); at most \(most.inWords) are accepted; make it shorter and renew it"
        case .namesNothing:
            "it would hold whatever has no fields at all; add a matcher such as asset=\"web-1\""
        }
    }
}

/// Why a silence was not made.
package struct SilenceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Everything that is wrong; not empty.
    package let problems: [SilenceProblem]

    package var description: String { problems.map { "\($0.field): \($0)" }.joined(separator: "; ") }
}
