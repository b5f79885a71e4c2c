internal import StrictJSON

/// What one field may be. Rules are data: a table of fields reads like the documentation, and one reader
/// (`FieldCheck`) applies them.
indirect enum FieldRule: Sendable {
    /// One line of 1 to `max` characters without control characters; not blank.
    case line(max: Int)
    /// A text of 1 to `bytesMax` bytes; line breaks and tabs are the only control characters.
    case text(bytesMax: Int)
    /// One word of a closed list.
    case word([String])
    /// A severity or one of its aliases; becomes the severity's own name.
    case severity
    /// A name such as `tern-vps1`: letters, digits and `. _ : @ -`, 1 to `max` characters.
    case name(max: Int)
    /// RFC 3339 with an offset.
    case instant
    /// RFC 3339 with an offset, or the time on a wall: date and time without one.
    case moment
    /// An instant at most 5 minutes ahead of the clock and 90 days behind it.
    case observed
    /// `true` or `false`.
    case flag
    /// `true` or `false`, from the provider's side only.
    case providerFlag
    /// One line, at most so many characters; the provider's side alone may set it.
    case providerLine(max: Int)
    /// A whole number in a range.
    case integer(ClosedRange<Int64>)
    /// A number in a range, fractions allowed.
    case number(ClosedRange<Double>)
    /// One line of 1 to `max` characters, all of which satisfy the predicate; the text says what is accepted.
    case matching(max: Int, String, @Sendable (String) -> Bool)
    /// Up to `max` elements of one kind. Not in forms.
    case list(max: Int, FieldRule)
    /// Named fields.
    case object([FieldSpec])
    /// Up to 32 labels: keys of 1 to 40 characters from `[a-z0-9_.-]`, values of up to 200.
    case labels
    /// The first rule for an object, the second for everything else.
    case objectOr([FieldSpec], FieldRule)
    /// The first rule for texts that are no number, the second for the rest.
    case textOrNumber(FieldRule, FieldRule)
    /// A piece of evidence: `object` rules, and exactly one of `text`, `base64`, `url`; a digest must be right.
    case evidence([FieldSpec])
}

/// One row of a table of fields.
struct FieldSpec: Sendable {
    let name: String
    let rule: FieldRule
    let isRequired: Bool

    init(_ name: String, _ rule: FieldRule, required: Bool = false) {
        self.name = name
        self.rule = rule
        isRequired = required
    }
}

/// How a body was written. Forms and queries only know texts, so digits and `true` stand for numbers and flags
/// there.
enum FieldSource: Sendable {
    case json, form
}
