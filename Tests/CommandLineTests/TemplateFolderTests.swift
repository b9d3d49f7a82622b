import Foundation
import Glibc
import TestSupport
import Testing

/// What stands in the folder of templates is named as what it is.
@Suite struct TemplateFolderTests {
  @Test func whatIsNoFileIsNamedAsWhatItIsAndNotAsMissing() throws {
    let workspace = try TestWorkspace(future: "2099-01")
    let folder = "\(workspace.path)/templates"
    let manager = FileManager.default
    for name in ["style.css", "series.html.xsl", "parts/page.xsl", "text.en.xml"] {
      try manager.removeItem(atPath: "\(folder)/\(name)")
    }
    try manager.createDirectory(
      atPath: "\(folder)/style.css", withIntermediateDirectories: false)
    try manager.createSymbolicLink(
      atPath: "\(folder)/series.html.xsl", withDestinationPath: "/etc/hostname")
    #expect(mkfifo("\(folder)/parts/page.xsl", 0o600) == 0)
    try Data(repeating: 0x20, count: 9 << 20).write(
      to: URL(filePath: "\(folder)/text.en.xml"))
    let result = try workspace.run("check", "2099-01")
    #expect(result.status == 65)
    for words in [
      "templates/style.css: error: the template is a folder",
      "templates/series.html.xsl: error: the template is a symbolic link",
      "templates/parts/page.xsl: error: the template is a device, a pipe or a socket",
      "templates/text.en.xml: error: the template cannot be read",
    ] {
      #expect(result.output.contains(words), "\(words)\n\(result.output)")
    }
    #expect(!result.output.contains("[template.missing]"), "\(result.output)")
  }

  /// The page would lead to a file that is nowhere.
  @Test func aLinkToAFileThatNoTemplateMakesIsFound() throws {
    let workspace = try TestWorkspace(future: "2099-01")
    try FileManager.default.removeItem(atPath: "\(workspace.path)/templates/pre-release.csv.xsl")
    let result = try workspace.run("check", "2099-01")
    #expect(result.status == 65)
    #expect(
      result.output.contains(
        "templates/pre-release.csv.xsl: error: the file is missing, and parts/data.xsl links"),
      "\(result.output)")
  }

  @Test func workWithoutEndInAStylesheetIsStoppedAndNamed() throws {
    let workspace = try TestWorkspace(future: "2099-01")
    try workspace.replace(
      "<xsl:template match=\"s:requests\">",
      with: "<xsl:template match=\"s:requests\"><xsl:if test=\"count(//*[count(//*[count(//*["
        + "count(//*) = 1]) = 1]) = 1]) = 1\">x</xsl:if>", in: "templates/bulletin.html.xsl")
    let result = try workspace.run("check", "2099-01")
    #expect(result.status == 65)
    #expect(result.output.contains("templates/bulletin.html.xsl:"), "\(result.output)")
    #expect(result.output.contains("the stylesheet was stopped after"), "\(result.output)")
  }
}
