import CivilTime
import Responsibility

extension Fields {
    /// The name under `id`, entered in the catalogue. Nil when there is none, or when it is taken.
    func declaredName<Kind>(
        _ kind: Catalogue.Kind, as: Identifier<Kind>.Type, in catalogue: Catalogue
    ) -> Identifier<Kind>? {
        guard let value = required("id"), let id = value.identifier(Identifier<Kind>.self) else { return nil }
        return catalogue.declare(kind, id.rawValue, at: value.place) ? id : nil
    }

    /// Who is named under `party`; that there is such a party is checked when all files are read.
    func referredParty(in catalogue: Catalogue) -> Located<PartyID>? {
        guard let value = required("party", hint: "name the provider or a customer"),
            let id = value.identifier(PartyID.self)
        else { return nil }
        catalogue.refer(.party, id.rawValue, at: value.place)
        return Located(content: id, place: value.place)
    }
}
