extension Library {
  /// Takes the place of the standard `duration`: `duration("30d")` has a unit for 24 hours.
  public static let extendedDurations = Library(
    name: "extended durations",
    functions: [
      Function(
        "duration",
        [
          Overload(
            "string_to_duration", [.string], .duration,
            .unary { value, _ in
              Conversions.duration(value, allowsDays: true) ?? .noSuchOverload("duration", value)
            })
        ])
    ])
}
