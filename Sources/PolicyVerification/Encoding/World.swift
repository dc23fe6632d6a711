import CEL
import PolicyModel

/// The terms of one library, or of two that are compared: by name, so that both mean the same.
struct World {
  /// A set's terms, sorted by id as each library sorts its own.
  struct Terms {
    let name: String
    let ids: [String]
    private let numbers: [String: UInt32]

    init(name: String, ids: [String]) {
      self.name = name
      self.ids = ids
      numbers = Dictionary(
        ids.enumerated().map { ($1, UInt32($0)) }, uniquingKeysWith: { first, _ in first })
    }

    var count: UInt32 { UInt32(ids.count) }
    func number(of id: String) -> UInt32? { numbers[id] }
  }

  let sets: [Terms]
  private let numbers: [String: Int]

  init(_ libraries: [CompiledLibrary]) {
    var names: [String] = []
    var ids: [String: Set<String>] = [:]
    for set in libraries.flatMap(\.vocabulary.termSets) {
      if ids[set.name] == nil { names.append(set.name) }
      ids[set.name, default: []].formUnion(set.terms.map(\.id))
    }
    sets = names.map { name in
      Terms(
        name: name,
        ids: (ids[name] ?? []).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }
    numbers = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func number(of name: String) -> Int? { numbers[name] }
}

/// One library's terms in a world.
struct LibraryTerms {
  let library: CompiledLibrary
  let world: World
  /// By the library's set and term: the number in the world.
  private let outward: [[UInt32]]
  /// By the library's set, the world's term: the library's own; nil where it lacks the term.
  private let inward: [[UInt32?]]
  private let setNumbers: [Int]

  init(_ library: CompiledLibrary, _ world: World) {
    self.library = library
    self.world = world
    var outward: [[UInt32]] = []
    var inward: [[UInt32?]] = []
    var setNumbers: [Int] = []
    for set in library.vocabulary.termSets {
      let number = world.number(of: set.name) ?? 0
      let terms = world.sets[number]
      setNumbers.append(number)
      let own = set.terms.map { terms.number(of: $0.id) ?? 0 }
      outward.append(own)
      var back = [UInt32?](repeating: nil, count: terms.ids.count)
      for (term, number) in own.enumerated() { back[Int(number)] = UInt32(term) }
      inward.append(back)
    }
    self.outward = outward
    self.inward = inward
    self.setNumbers = setNumbers
  }

  func set(_ own: Int) -> Int { setNumbers[own] }
  func own(ofWorld set: Int) -> Int? { setNumbers.firstIndex(of: set) }
  func number(of symbol: Symbol) -> UInt32 { outward[Int(symbol.set)][Int(symbol.id)] }
  func own(_ set: Int, _ number: UInt32) -> UInt32? { inward[set][Int(number)] }
  func count(_ own: Int) -> UInt32 { world.sets[setNumbers[own]].count }

  /// The terms of a set for which something is so of the library's own, in the world's numbers.
  func numbers(_ own: Int, where holds: (UInt32) -> Bool) -> NumberSet {
    let terms = outward[own]
    return NumberSet(terms.indices.filter { holds(UInt32($0)) }.map { terms[$0] })
  }
}
