@testable import Archive
import Diagnostics
import Foundation
@testable import Intake
@testable import Ledger
@testable import Releases
import Schedule
import Storage

func readLedger(_ bytes: [UInt8]) {
  let ledger = Ledger("log.jsonl", audience: .everybody)
  guard let (state, torn) = try? ledger.verified(bytes) else { return }
  let lines = state.entries.map { $0.line + [UInt8(ascii: "\n")] }
  expect(lines.flatMap { $0 } + torn == bytes, "a ledger that is read is written the same")
}

func readInventory(_ bytes: [UInt8]) {
  var reader = OCFLInventoryReader(path: "inventory.json")
  let inventory = reader.read(bytes)
  expect(inventory != nil || !reader.faults.isEmpty, "there is an inventory or a fault")
}

func readSeal(_ bytes: [UInt8]) {
  _ = try? OpenSeal(bytes)
}

func readKept(_ bytes: [UInt8]) {
  guard let kept = try? KeptPublication(bytes) else { return }
  expect(
    (try? KeptPublication(kept.bytes)) == kept, "a provenance that is written is read the same")
}

func readRecipes(_ bytes: [UInt8]) {
  _ = try? Recipes(bytes, file: "recipes.json")
}

/// An analysis among the other files of a workspace, with every check of an edition.
func readWorkspace(_ bytes: [UInt8]) {
  let month = Month("2013-10")!
  var files = illustrative
  files.analyses[month]!.append(InputFile(path: "analyses/2013-10/fuzz.json", bytes: bytes))
  let gathering = Gathering(month, from: files)
  expectSound(
    gathering.findings.filter { $0.place.file == "analyses/2013-10/fuzz.json" }, in: bytes)
}

private let illustrative = try! Workspace("examples/illustrative").files(for: Month("2013-10")!)

/// A folder in memory for what is read by its path only.
private let scratch: String = {
  let path = "/dev/shm/ninethirty-fuzz-\(getpid())"
  mkdir(path, 0o700)
  return path
}()
