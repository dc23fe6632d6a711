import Foundation
import Testing

/// Which folders are the library: `--policies`, else SCRUPLE_POLICIES, else `policies`.
struct LibraryChoiceTests {
  @Test func `several folders are one library`() throws {
    let folder = try Self.split()
    let options = ["--policies", "a", "--policies", "b"]
    let run = try Command.run(["check"] + options, in: folder)
    #expect(run.code == 0)
    #expect(run.output == "no mistakes in 7 documents\n")
    let other = try Command.run(["check", "--policies", "a"], in: folder)
    #expect(other.code == 2)
    #expect(other.output.contains("error[unknown-policy]"))
  }

  @Test func `the environment names folders, colons apart`() throws {
    let folder = try Self.split()
    let run = try Command.run(
      ["check"], in: folder, environment: ["SCRUPLE_POLICIES": "a:b"])
    #expect(run.code == 0)
    #expect(run.output == "no mistakes in 7 documents\n")
  }

  @Test func `the command line comes before the environment`() throws {
    let folder = try Folder.withPolicies()
    let run = try Command.run(
      ["check", "--policies", "policies"], in: folder,
      environment: ["SCRUPLE_POLICIES": "nowhere"])
    #expect(run.code == 0)
  }

  @Test(arguments: ["", ":", "::"])
  func `an environment variable that names nothing leaves the default`(value: String) throws {
    let run = try Command.run(
      ["check"], in: Folder.withPolicies(), environment: ["SCRUPLE_POLICIES": value])
    #expect(run.code == 0)
    #expect(run.output == "no mistakes in 7 documents\n")
    let nowhere = try Command.run(
      ["check"], in: Folder(), environment: ["SCRUPLE_POLICIES": value])
    #expect(nowhere.code == 2)
    #expect(nowhere.output.contains("error[missing-folder]"))
  }

  @Test func `a library has the same digest from wherever it is named`() throws {
    let folder = try Folder.withPolicies()
    try folder.write(Requests.allowed, to: "facts.yaml")
    let names = ["policies", "./policies/", "policies/../policies", folder["policies"].path]
    let digests = try names.map { name in
      let run = try Command.run(
        ["gate", "facts.yaml", "--format", "json", "--policies", name], in: folder)
      return try #require(run.output.firstMatch(of: #/sha256:[0-9a-f]{64}/#)).output
    }
    #expect(Set(digests).count == 1)
  }

  @Test func `a document that stands in two folders is there twice`() throws {
    let folder = try Folder.withPolicies()
    try folder.write(try folder.read("policies/law/mail.yaml"), to: "more/mail.yaml")
    let run = try Command.run(
      ["check", "--policies", "policies", "--policies", "more"], in: folder)
    #expect(run.code == 2)
    #expect(run.output.contains("error[duplicate-id]"))
  }

  @Test func `a folder named twice counts once`() throws {
    let run = try Command.run(
      ["check", "--policies", "policies", "--policies", "./policies/"], in: Folder.withPolicies())
    #expect(run.output == "no mistakes in 7 documents\n")
  }

  /// The vocabulary and the clients in `a`, the policies with their tests in `b`.
  private static func split() throws -> Folder {
    let folder = try Folder.withPolicies()
    let places = [
      "vocabulary.yaml": "a", "clients/acme.yaml": "a", "law/mail.yaml": "b",
      "law/mail.tests.yaml": "b", "house/values.yaml": "b", "house/values.tests.yaml": "b",
    ]
    for (path, place) in places {
      try folder.write(try folder.read("policies/\(path)"), to: "\(place)/\(path)")
    }
    return folder
  }
}
