import Responsibility

/// Where the things that the book's check talks about were written. Owned by one load.
///
/// Every thing has an entry and nearly none is ever asked for, so they are put in order when the first is.
final class BookPlaces {
    private var entries: [(thing: BookProblem.Place, place: ConfigurationPlace)] = []
    private var places: [BookProblem.Place: ConfigurationPlace] = [:]

    /// The last entry stays: what is written twice is mended at the second.
    func enter(_ thing: BookProblem.Place, at place: ConfigurationPlace) { entries.append((thing, place)) }

    subscript(_ thing: BookProblem.Place) -> ConfigurationPlace? {
        for entry in entries { places[entry.thing] = entry.place }
        entries = []
        return places[thing]
    }
}
