/// What expressions may speak of: variables, constants, functions, definitions and record types.
///
/// A value: a copy can be given more declarations without a change to the first.
public struct Environment: Sendable {
  /// The namespace that names are looked up in first: `a.b` tries `a.b.x`, `a.x`, `x`.
  public let container: String
  /// How the language is narrowed or widened.
  public var options: Options
  private(set) var names: [String: Binding] = [:]
  private(set) var functions: [String: OverloadSet] = [:]
  private(set) var records: [String: RecordDeclaration] = [:]
  /// All proper prefixes of dotted names: `a` and `a.b` where `a.b.c` is declared.
  private(set) var namespaces: Set<String> = []
  /// The container and its prefixes with a dot behind, longest first, and the empty one.
  private let prefixes: [String]

  /// What a name stands for.
  enum Binding: Sendable {
    case variable(Variable)
    case constant(Value, ValueType)
    case definition(Definition)
  }

  /// Declares the functions and types of libraries, in their order.
  public init(
    container: String = "", libraries: [Library] = [.standard], options: Options = Options()
  ) {
    self.container = container
    self.options = options
    var prefixes = [""]
    var prefix = ""
    for part in container.split(separator: ".") {
      prefix += part + "."
      prefixes.insert(prefix, at: 0)
    }
    self.prefixes = prefixes
    for library in libraries {
      for function in library.functions { declare(function) }
      for (name, type) in library.types { declareConstant(name, .typed(type), .type(type)) }
    }
  }

  /// Declares a variable.
  ///
  /// Its name may hold dots; the longest declared prefix of `a.b.c` wins.
  public mutating func declare(_ variable: Variable) { bind(variable.name, .variable(variable)) }

  /// Declares a function, or more overloads of a known one; an overload of a known id replaces it.
  public mutating func declare(_ function: Function) {
    functions[function.name, default: OverloadSet()].add(function.overloads)
    declareNamespaces(of: function.name)
  }

  /// Declares a record type, whose fields can be selected, and which can be written out.
  public mutating func declare(_ record: RecordDeclaration) { records[record.name] = record }

  /// Declares a macro; of those with one name and form the last one wins.
  public mutating func declare(_ macro: CustomMacro) {
    options.parser.customMacros.append(macro)
  }

  /// Declares a name for a value.
  public mutating func declareConstant(_ name: String, _ value: Value, _ type: ValueType) {
    bind(name, .constant(value, type))
  }

  /// Adds a definition: named without parentheses where it has no parameters, else called.
  public mutating func define(_ definition: Definition) {
    bind(definition.name, .definition(definition))
  }

  private mutating func bind(_ name: String, _ binding: Binding) {
    names[name] = binding
    declareNamespaces(of: name)
  }

  private mutating func declareNamespaces(of name: String) {
    var prefix = name[...]
    while let dot = prefix.lastIndex(of: ".") {
      prefix = prefix[..<dot]
      guard namespaces.insert(String(prefix)).inserted else { return }
    }
  }
}

extension Environment {
  /// What evaluation needs to know of this.
  var surroundings: CheckedExpression.Surroundings {
    CheckedExpression.Surroundings(
      records: records, nullsAreUndecided: options.nullsAreUndecided,
      timeZones: options.timeZones)
  }
}

// MARK: - Looking up

extension Environment {
  /// What a name stands for, in the container's namespaces from the innermost out.
  func binding(of name: String, isRooted: Bool = false) -> Binding? {
    first(name, isRooted) { names[$0] }
  }

  /// The overloads of a function.
  func function(named name: String, isRooted: Bool = false) -> OverloadSet? {
    first(name, isRooted) { functions[$0] }
  }

  /// The message or record that a structure literal names.
  func message(named name: String) -> MessageType? {
    let isRooted = name.hasPrefix(".")
    return first(isRooted ? String(name.dropFirst()) : name, isRooted) { name in
      records[name].map(MessageType.record) ?? MessageType.wellKnown(name)
    }
  }

  /// Whether declared names start with this one and a dot.
  func isNamespace(_ name: String, isRooted: Bool = false) -> Bool {
    first(name, isRooted) { namespaces.contains($0) ? true : nil } ?? false
  }

  private func first<Found>(
    _ name: String, _ isRooted: Bool, _ look: (String) -> Found?
  ) -> Found? {
    if isRooted || prefixes.count == 1 { return look(name) }
    for prefix in prefixes {
      if let found = look(prefix + name) { return found }
    }
    return nil
  }
}
