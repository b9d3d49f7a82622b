import Foundation
import Testing
import TestSupport

extension TestWorkspace {
  /// Puts one table in the place of an edition's analyses, made by `convert`; its path.
  func keepAsTable(_ month: String) throws -> String {
    let analyses = "\(path)/analyses/\(month)"
    let made = folder.path + "/all.csv"
    let converted = try Tool.run(
      Binary.path, ["convert", analyses, "--to", "csv", "--output", made])
    try #require(converted.status == 0, "\(converted.output)\(converted.errors)")
    for name in files(in: "analyses/\(month)") where name.hasSuffix(".json") {
      try FileManager.default.removeItem(atPath: "\(analyses)/\(name)")
    }
    try FileManager.default.moveItem(atPath: made, toPath: "\(analyses)/all.csv")
    return "analyses/\(month)/all.csv"
  }
}
