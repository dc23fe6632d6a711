import PolicyModel

extension Rule {
  /// The atoms of all its conditions, as often as they stand there.
  var atoms: [Int] { when.atoms + body.atoms + exceptions.flatMap(\.when.atoms) }

  /// The slots of the facts that it reads, in its duties too.
  func facts(in library: CompiledLibrary) -> Set<Int> {
    var slots: Set<Int> = []
    for number in atoms { slots.formUnion(library.atoms[number].facts) }
    for duty in duties { slots.formUnion(duty.value?.facts ?? []) }
    return slots
  }

  /// The numbers of the settings that its conditions read.
  func settings(in library: CompiledLibrary) -> [Int] {
    let read = Set(atoms.flatMap { library.atoms[$0].settings })
    return library.settings.indices.filter { read.contains(library.settings[$0].slot) }
  }
}
