import Glibc

/// The door to git: which files of a folder differ from a revision.
enum GitRevision {
  /// The files that differ or are new, their paths with the folder's in front; nil where git fails.
  ///
  /// What git has to say of that it says on the error output itself.
  static func changedFiles(in folder: String, since revision: String) -> Set<String>? {
    let differing = [
      "git", "-C", folder, "diff", "--name-only", "--relative", "-z", "--end-of-options",
      revision, "--", ".",
    ]
    let new = ["git", "-C", folder, "ls-files", "--others", "--exclude-standard", "-z"]
    // The second tells more clearly where there is no repository at all.
    guard let second = output(of: new), let first = output(of: differing) else { return nil }
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    let names = (first + second).split(separator: 0)
    return Set(names.map { prefix + String(decoding: $0, as: UTF8.self) })
  }

  /// What a program writes; nil where it cannot be run or fails.
  private static func output(of arguments: [String]) -> [UInt8]? {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return nil }
    defer { close(ends[0]) }
    guard let child = start(arguments, writingTo: ends[1]) else {
      close(ends[1])
      return nil
    }
    close(ends[1])
    let bytes = readAll(from: ends[0])
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) < 0 {
      if errno != EINTR { return nil }
    }
    return status == 0 ? bytes : nil
  }

  private static func start(_ arguments: [String], writingTo descriptor: Int32) -> pid_t? {
    var actions = unsafe posix_spawn_file_actions_t()
    guard unsafe posix_spawn_file_actions_init(&actions) == 0 else { return nil }
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    guard unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, STDOUT_FILENO) == 0 else {
      return nil
    }
    let words = unsafe arguments.map { unsafe strdup($0) }
    defer { for index in unsafe words.indices { unsafe free(words[index]) } }
    var child: pid_t = 0
    let program = arguments[0]
    let result = unsafe posix_spawnp(&child, program, &actions, nil, words + [nil], environ)
    return result == 0 ? child : nil
  }

  private static func readAll(from descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { room in
        unsafe read(descriptor, room.baseAddress, room.count)
      }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}
