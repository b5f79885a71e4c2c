import Responsibility

/// Where the things that the book's check talks about were written. Owned by one load.
final class BookPlaces {
    private var places: [BookProblem.Place: ConfigurationPlace] = [:]

    /// The last entry stays: what is written twice is mended at the second.
    func enter(_ thing: BookProblem.Place, at place: ConfigurationPlace) { places[thing] = place }

    subscript(_ thing: BookProblem.Place) -> ConfigurationPlace? { places[thing] }
}
