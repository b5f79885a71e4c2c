import CYAML

/// One event of libyaml's parser, as a value.
struct YAMLEvent {
    enum Kind {
        case streamStart, streamEnd, documentStart, documentEnd
        case alias
        case scalar(YAMLScalar)
        case sequenceStart, sequenceEnd
        case mappingStart, mappingEnd
    }

    let kind: Kind
    let place: ConfigurationPlace
    /// The node carries a name for later use, or a type of its own.
    let hasAnchor: Bool
    let hasTag: Bool
}

/// libyaml's event parser over a text. The unsafe part is closed in: pointers neither come in nor leave.
@safe
struct YAMLEvents: ~Copyable {
    private let text: YAMLText
    /// Both live exactly as long as this value: libyaml keeps pointers into them.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>

    init(_ text: YAMLText) {
        self.text = text
        unsafe parser = .allocate(capacity: 1)
        unsafe input = .allocate(capacity: text.bytes.count)
        _ = unsafe input.initialize(from: text.bytes)
        let initialised = unsafe yaml_parser_initialize(parser)
        precondition(initialised == 1, "no memory for a YAML parser")
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, input.baseAddress, text.bytes.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe input.deallocate()
    }

    /// - Throws: the syntax error, with its place.
    func next() throws(ConfigurationProblem) -> YAMLEvent {
        var raw = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &raw) == 1 else { throw syntaxError() }
        defer { unsafe yaml_event_delete(&raw) }
        return unsafe event(raw)
    }

    private func event(_ raw: yaml_event_t) -> YAMLEvent {
        let place = unsafe place(raw.start_mark)
        func made(_ kind: YAMLEvent.Kind, anchor: Bool = false, tag: Bool = false) -> YAMLEvent {
            YAMLEvent(kind: kind, place: place, hasAnchor: anchor, hasTag: tag)
        }
        switch unsafe raw.type {
        case YAML_STREAM_START_EVENT: return made(.streamStart)
        case YAML_DOCUMENT_START_EVENT: return made(.documentStart)
        case YAML_DOCUMENT_END_EVENT: return made(.documentEnd)
        case YAML_ALIAS_EVENT: return made(.alias)
        case YAML_SCALAR_EVENT:
            let data = unsafe raw.data.scalar
            let scalar = YAMLScalar(text: unsafe Self.text(data), style: unsafe Self.style(data.style), place: place)
            return unsafe made(.scalar(scalar), anchor: data.anchor != nil, tag: data.tag != nil)
        case YAML_SEQUENCE_START_EVENT:
            let data = unsafe raw.data.sequence_start
            return unsafe made(.sequenceStart, anchor: data.anchor != nil, tag: data.tag != nil)
        case YAML_SEQUENCE_END_EVENT: return made(.sequenceEnd)
        case YAML_MAPPING_START_EVENT:
            let data = unsafe raw.data.mapping_start
            return unsafe made(.mappingStart, anchor: data.anchor != nil, tag: data.tag != nil)
        case YAML_MAPPING_END_EVENT: return made(.mappingEnd)
        default: return made(.streamEnd)
        }
    }

    private static func text(_ data: yaml_event_t.__Unnamed_union_data.__Unnamed_struct_scalar) -> String {
        unsafe String(decoding: UnsafeBufferPointer(start: data.value, count: data.length), as: UTF8.self)
    }

    private static func style(_ style: yaml_scalar_style_t) -> YAMLScalar.Style {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: .quoted
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
        default: .plain
        }
    }

    /// libyaml counts from 0.
    private func place(_ mark: yaml_mark_t) -> ConfigurationPlace {
        ConfigurationPlace(text.file, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }

    private func syntaxError() -> ConfigurationProblem {
        let problem = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? "libyaml gives no reason"
        let context = unsafe parser.pointee.context.map { unsafe ", " + String(cString: $0) } ?? ""
        let isReaderError = unsafe parser.pointee.error == YAML_READER_ERROR
        let place =
            unsafe isReaderError
            ? text.place(ofByte: min(parser.pointee.problem_offset, text.bytes.count))
            : place(parser.pointee.problem_mark)
        let hint =
            text.hasTab(line: place.line)
            ? "the line holds a tab; indent with spaces"
            : "check the indentation, quotes and colons of this line and the one before it"
        return ConfigurationProblem(place, "not valid YAML: \(problem)\(context)", hint: hint)
    }
}
