import Foundation

/// libFuzzer's entry: it brings its own main function and calls this for each input.
///
/// The environment names the reader, because the arguments are libFuzzer's.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  guard let reader = Reader.chosen else {
    say("NINETHIRTY_FUZZ_READER is none of \(Reader.allCases.map(\.rawValue))")
    exit(64)
  }
  reader.read(Array(UnsafeBufferPointer(start: data, count: size)))
  return 0
}

/// Everything that reads other people's bytes, by the name that scripts/fuzz.sh uses.
///
/// Each does more than not crash: what it says of its result must hold.
enum Reader: String, CaseIterable {
  case json, analysis, schedule, register, csv, commentary, words
  case xml, texts, stylesheet, schema
  case ledger, inventory, seal, recipes
  case bag, kept
  case note, checkpoint, proof, tile, keyline
  case workspace

  static let chosen = ProcessInfo.processInfo.environment["NINETHIRTY_FUZZ_READER"]
    .flatMap(Reader.init(rawValue:))

  func read(_ bytes: [UInt8]) {
    switch self {
    case .json: readJSON(bytes)
    case .analysis: readAnalysis(bytes)
    case .schedule: readSchedule(bytes)
    case .register: readRegister(bytes)
    case .csv: readCSV(bytes)
    case .commentary: readCommentary(bytes)
    case .words: readWords(bytes)
    case .xml: readXML(bytes)
    case .texts: readTexts(bytes)
    case .stylesheet: readStylesheet(bytes)
    case .schema: readSchema(bytes)
    case .ledger: readLedger(bytes)
    case .inventory: readInventory(bytes)
    case .seal: readSeal(bytes)
    case .recipes: readRecipes(bytes)
    case .bag: readBag(bytes)
    case .kept: readKept(bytes)
    case .note: readNote(bytes)
    case .checkpoint: readCheckpoint(bytes)
    case .proof: readProof(bytes)
    case .tile: readTile(bytes)
    case .keyline: readKeyLine(bytes)
    case .workspace: readWorkspace(bytes)
    }
  }
}

/// Ends the process, which libFuzzer takes for a crash, unless a property holds.
func expect(_ holds: Bool, _ property: String) {
  guard !holds else { return }
  say("PROPERTY BROKEN: \(property)")
  abort()
}

private func say(_ text: String) {
  FileHandle.standardError.write(Data((text + "\n").utf8))
}
