/// Tests of the suite that do not pass, each with its reason.
package enum KnownFailures {
  /// By the test's id.
  package static let reasons: [String: String] = [
    "type_deduction/flexible_type_parameter_assignment/optional_none": optionals,
    "type_deduction/flexible_type_parameter_assignment/optional_none_2": optionals,
    "type_deduction/flexible_type_parameter_assignment/optional_dyn_promotion_2": optionals,
    "type_deduction/flexible_type_parameter_assignment/optional_in_ternary": optionals,
  ]

  /// Files of the suite that are of a library which is not there yet, by the file's name.
  package static let files: [String: String] = [
    "block_ext": "`cel.block` is what optimisers make of an expression, not its author",
    "encoders_ext": "there is no library of encoders",
    "math_ext": "there is no library of mathematics",
    "network_ext": "there is no library of network addresses",
    "optionals": optionals,
    "string_ext": "there is no library of strings beside the standard one",
  ]

  private static let optionals = "there is no library of optionals; their syntax is there"
}
