import Foundation
import Testing

/// What a run leaves behind when it is stopped: nothing that looks complete.
struct AudienceFaultTests {
  @Test func `a full disk ends a run, and takes away what was written`() throws {
    let rows = (0..<4000).map { Audience.row("a-\($0)") }
    let folder = try Audience.folder(rows)
    // Files may grow to 64 blocks of 1,024 bytes; the signal of that limit is ignored.
    let script = """
      trap '' XFSZ; ulimit -f 64
      exec "$0" gate campaign.yaml --audience all.ndjson --out out
      """
    let run = try Command.run(
      URL(filePath: "/bin/bash"), ["-c", script, Command.built.path], in: folder)
    #expect(run.code == 2)
    #expect(run.errors.contains("error[unwritable-file]"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder["out"].path) == [])
  }

  @Test func `an interrupted run leaves an older one as it was`() throws {
    let folder = try Audience.folder([Audience.allowed])
    #expect(try Audience.gate(folder, "all.ndjson", ["--out", "out"]).code == 0)
    let before = try contents(of: folder)
    // The second run waits for more of its audience when the signal comes.
    let script = """
      mkfifo pipe; exec 3<>pipe; cat many.ndjson >&3 & feeder=$!
      "$0" gate campaign.yaml --audience - --audience-format ndjson --out out <pipe & run=$!
      until [ -e out/allowed.ndjson.partial ]; do :; done
      kill -KILL $run; wait $run; echo ended $?; kill -KILL $feeder; exit 0
      """
    let rows = (0..<20_000).map { Audience.row("m-\($0)") + "\n" }
    try folder.write(rows.joined(), to: "many.ndjson")
    let run = try Command.run(
      URL(filePath: "/bin/bash"), ["-c", script, Command.built.path], in: folder)
    #expect(run.output.contains("ended 137"))
    #expect(try contents(of: folder) == before)
    // The next run takes over what the interrupted one left aside.
    #expect(try Audience.gate(folder, "all.ndjson", ["--out", "out"]).code == 0)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder["out"].path)
    #expect(left.filter { $0.hasSuffix(".partial") } == [])
  }

  @Test(arguments: ["echo '{}' >> all.ndjson", "truncate -s 4000 all.ndjson", "touch all.ndjson"])
  func `an audience that changes while it is read is none`(change: String) throws {
    let folder = try Audience.folder((0..<60_000).map { Audience.row("m-\($0)") })
    // Stopped before the change, and let go after it: some of the file has been read, and most has not.
    let script = """
      "$0" gate campaign.yaml --audience all.ndjson --out out & run=$!
      until [ -e out/allowed.ndjson.partial ]; do :; done
      kill -STOP $run; \(change); kill -CONT $run; wait $run
      """
    let run = try Command.run(
      URL(filePath: "/bin/bash"), ["-c", script, Command.built.path], in: folder)
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(run.errors.contains("error[changed-file]"), "\(run.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder["out"].path) == [])
  }

  @Test func `a run that is told to stop leaves nothing that looks complete`() throws {
    let folder = try Audience.folder((0..<60_000).map { Audience.row("m-\($0)") })
    let script = """
      "$0" gate campaign.yaml --audience all.ndjson --out out & run=$!
      until [ -e out/allowed.ndjson.partial ]; do :; done
      kill -TERM $run; wait $run; echo ended $?
      """
    let run = try Command.run(
      URL(filePath: "/bin/bash"), ["-c", script, Command.built.path], in: folder)
    #expect(run.output == "ended 143\n")
    let left = try FileManager.default.contentsOfDirectory(atPath: folder["out"].path)
    #expect(left.filter { !$0.hasSuffix(".partial") } == [])
  }

  @Test func `an audience is not replaced by a part of itself`() throws {
    let folder = try Audience.folder([Audience.allowed, Audience.denied])
    #expect(try Audience.gate(folder, "all.ndjson", ["--out", "out"]).code == 1)
    let before = try contents(of: folder)
    for file in ["out/allowed.ndjson", "out/../out/decisions.ndjson"] {
      let run = try Audience.gate(folder, file, ["--out", "./out"])
      #expect(run.code == 2)
      #expect(run.errors.contains("error[replaced-audience]"), "\(run.errors)")
    }
    #expect(try contents(of: folder) == before)
    #expect(try Audience.gate(folder, "out/allowed.ndjson", ["--out", "next"]).code == 0)
  }

  @Test func `parts of an earlier run in another form do not stay`() throws {
    let folder = try Audience.folder([Audience.allowed, Audience.denied])
    #expect(try Audience.gate(folder, "all.ndjson", ["--out", "out"]).code == 1)
    try folder.write("id,location\nz-1,DE\n", to: "all.csv")
    _ = try Audience.gate(folder, "all.csv", ["--out", "out"])
    let files = try FileManager.default.contentsOfDirectory(atPath: folder["out"].path).sorted()
    #expect(
      files == [
        "allowed.csv", "decisions.ndjson", "denied.csv", "rejected.ndjson", "report.html",
        "report.json", "to-review.csv",
      ])
  }

  @Test func `a folder that cannot be made is a fault`() throws {
    let folder = try Audience.folder([Audience.allowed])
    let run = try Audience.gate(folder, "all.ndjson", ["--out", "campaign.yaml/out"])
    #expect(run.code == 2)
    #expect(run.errors.contains("error[unwritable-file]"))
  }

  private func contents(of folder: Folder) throws -> [String: String] {
    var files: [String: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder["out"].path)
    where !name.hasSuffix(".partial") {
      files[name] = try folder.read("out/" + name)
    }
    return files
  }
}
