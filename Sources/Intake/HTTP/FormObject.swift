internal import StrictJSON

/// A form seen as the JSON object it stands for, so that both are checked by the same rules. A dot reaches into an
/// object: `contact.email=a@b.example` is `{"contact":{"email":"a@b.example"}}`. All values are texts.
enum FormObject {
    /// The names are unique; a field that is both a text and an object (`contact=x&contact.email=y`) keeps the
    /// dotted name, which no rule knows, and so is refused by name.
    static func object(of fields: [FormDecoder.Field]) -> JSONObject {
        var object = JSONObject()
        for field in fields {
            let path = field.name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if path.count == 2, ReportFields.namesOfObjects.contains(path[0]), let inner = inner(object, path[0]) {
                var inner = inner
                inner.set(path[1], .string(field.value))
                object.set(path[0], .object(inner))
            } else if object[field.name] != nil {
                object.set(field.name + ".", .string(field.value))
            } else {
                object.set(field.name, .string(field.value))
            }
        }
        return object
    }

    private static func inner(_ object: JSONObject, _ name: String) -> JSONObject? {
        guard let value = object[name] else { return JSONObject() }
        return value.object
    }
}
