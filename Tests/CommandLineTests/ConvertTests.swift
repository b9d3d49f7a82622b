import Foundation
import TestSupport
import Testing

/// `convert` turns one form into the other without loss, never half and never over anything.
@Suite struct ConvertTests {
  private let scratch = TemporaryFolder()

  private func convert(_ inputs: [String], to form: String, _ output: String) throws
    -> Binary.Result
  {
    try Tool.run(
      Binary.path, ["convert"] + inputs + ["--to", form, "--output", "\(scratch.path)/\(output)"],
      in: TestWorkspace.repository)
  }

  private func bytes(_ path: String) -> Data? {
    FileManager.default.contents(atPath: "\(scratch.path)/\(path)")
  }

  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/\(folder)").sorted()
  }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(scratch.path)/\(name)"))
  }

  @Test(arguments: [
    ("examples/illustrative/analyses/2013-11", 23), ("analyses/2013-11", 5),
    ("analyses/2014-01", 3),
  ])
  func aFolderGoesToOneTableAndBackWithoutLoss(folder: String, count: Int) throws {
    let made = try convert([folder], to: "csv", "a.csv")
    #expect(made.status == 0, "\(made.output)\(made.errors)")
    #expect(made.output.hasSuffix("a.csv: \(count) analyses\n"))
    #expect(try convert(["\(scratch.path)/a.csv"], to: "json", "back").status == 0)
    #expect(try convert(["\(scratch.path)/back"], to: "csv", "b.csv").status == 0)
    #expect(bytes("a.csv") == bytes("b.csv"))
    let originals = "\(TestWorkspace.repository)/\(folder)"
    var compared = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: originals)
    where name.hasSuffix(".json") {
      let original = try Data(contentsOf: URL(filePath: "\(originals)/\(name)"))
      let tree = try #require(try JSONSerialization.jsonObject(with: original) as? NSDictionary)
      let id = try #require(tree["analysis"] as? String)
      let back = try #require(bytes("back/\(id).json"))
      #expect(try JSONSerialization.jsonObject(with: back) as? NSDictionary == tree, "\(name)")
      // Every number with its digits as they were written.
      #expect(Self.numbers(back) == Self.numbers(original), "\(name)")
      compared += 1
    }
    #expect(compared == count)
    #expect(try names("back").count == count)
  }

  private static func numbers(_ json: Data) -> [String] {
    String(decoding: json, as: UTF8.self).matches(of: /[:\[,]\s*(-?[0-9][0-9.eE+-]*)/)
      .map { String($0.output.1) }
  }

  @Test func nothingIsWrittenWhereAnythingIsWrong() throws {
    let table = try convert(["examples/illustrative/analyses/2013-11"], to: "csv", "a.csv")
    try #require(table.status == 0)
    let text = String(decoding: try #require(bytes("a.csv")), as: UTF8.self)
    try write(text.replacing(",custody,", with: ",prison,"), to: "wrong.csv")
    let refused = try convert(["\(scratch.path)/wrong.csv"], to: "json", "out")
    #expect(refused.status == 65)
    #expect(refused.output.contains("wrong.csv:2:"))
    #expect(refused.output.contains("service.started"))
    #expect(bytes("out") == nil)
    try write("{", to: "wrong.json")
    #expect(try convert(["\(scratch.path)/wrong.json"], to: "csv", "out.csv").status == 65)
    #expect(try names("") == ["a.csv", "wrong.csv", "wrong.json"])
  }

  @Test func nothingIsReplaced() throws {
    try write("mine", to: "a.csv")
    let refused = try convert(["examples/illustrative/analyses/2013-11"], to: "csv", "a.csv")
    #expect(refused.status == 73)
    #expect(bytes("a.csv") == Data("mine".utf8))
    #expect(try names("") == ["a.csv"])
  }

  @Test func anAnalysisThatStandsTwiceIsNotConverted() throws {
    let folder = "examples/illustrative/analyses/2013-11"
    let refused = try convert([folder, folder], to: "csv", "a.csv")
    #expect(refused.status == 65)
    #expect(refused.output.contains("intake.table.identifier-twice"))
  }

  @Test func aFileOfTheWrongFormIsRefused() throws {
    #expect(try convert(["requests.csv"], to: "csv", "a.csv").status == 64)
    #expect(try convert(["docs"], to: "csv", "a.csv").status == 66)
    #expect(try convert(["nowhere.json"], to: "csv", "a.csv").status == 65)
    let foreign = try convert(["requests.csv"], to: "json", "out")
    #expect(foreign.status == 65)
    #expect(foreign.output.contains("1 error,"))
  }

  // MARK: An edition of a table

  /// The illustrative workspace with one table in place of the analyses of an edition.
  private func workspaceWithTable(_ change: (String) -> String = { $0 }) throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    let folder = "\(workspace.path)/analyses/2013-11"
    let made = try convert([folder], to: "csv", "table.csv")
    precondition(made.status == 0, made.output)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where name.hasSuffix(".json") {
      try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
    let text = String(decoding: try #require(bytes("table.csv")), as: UTF8.self)
    try workspace.write(change(text), to: "analyses/2013-11/all.csv")
    return workspace
  }

  @Test func anEditionOfATableHasThePagesOfTheSameAnalysesInJSON() throws {
    let (table, json) = (try workspaceWithTable(), try TestWorkspace())
    for workspace in [table, json] {
      let draft = try workspace.run("draft", "2013-11")
      try #require(draft.status == 0, "\(draft.output)\(draft.errors)")
    }
    let pages = json.files(in: "publications/drafts/2013-11")
    #expect(pages.count > 50)
    #expect(table.files(in: "publications/drafts/2013-11") == pages)
    for page in pages {
      let path = "publications/drafts/2013-11/\(page)"
      #expect(table.bytes(path) == json.bytes(path), "\(page)")
    }
  }

  @Test func whatIsWrongInATableIsNamedWithItsColumnByEveryCheck() throws {
    let workspace = try workspaceWithTable {
      $0.replacing(",A-2013-0009,R-2013-0009,", with: ",A-2013-0009,R-2099-0009,")
        .replacing("request,", with: "Request,", maxReplacements: 1)
    }
    let check = try workspace.run("check", "2013-11")
    #expect(check.status == 65)
    let lines = check.output.split(separator: "\n").filter { $0.contains(": error: ") }
    #expect(lines.count == 1, "\(check.output)")
    let line = try #require(lines.first)
    #expect(line.hasPrefix("analyses/2013-11/all.csv:"), "\(line)")
    #expect(line.contains(" Request: error: ") && line.contains("R-2099-0009"), "\(line)")
  }

  /// The same cells under other names are another analysis: a draft must not take its page for the
  /// one that it has.
  @Test func aSecondDraftSeesThatOnlyTheNamesOfTheColumnsChanged() throws {
    let workspace = try workspaceWithTable()
    try #require(try workspace.run("draft", "2013-11").status == 0)
    try workspace.replace("service.name,", with: "service.WORK,", in: "analyses/2013-11/all.csv")
    try workspace.replace(
      "matching.method,", with: "service.name,", in: "analyses/2013-11/all.csv")
    try workspace.replace(
      "service.WORK,", with: "matching.method,", in: "analyses/2013-11/all.csv")
    let draft = try workspace.run("draft", "2013-11")
    try #require(draft.status == 0, "\(draft.output)\(draft.errors)")
    let report = try #require(
      workspace.files(in: "publications/drafts/2013-11").first {
        $0.contains("a-2013-0008") && $0.hasSuffix("index.html")
      })
    let page = workspace.text("publications/drafts/2013-11/\(report)")
    let fresh = try TestWorkspace(copyOf: workspace)
    try FileManager.default.removeItem(atPath: "\(fresh.path)/publications")
    try #require(try fresh.run("draft", "2013-11").status == 0)
    #expect(
      fresh.text("publications/drafts/2013-11/\(report)") == page,
      "the draft took an old page for a new one")
  }

  // MARK: What R writes

  /// `docs/analysis.R` on people at random; MatchIt makes the match where it is installed, and
  /// elsewhere a list of the same layout stands for what it returns.
  private static let script = """
    source("docs/analysis.R")
    set.seed(930)
    n <- 900
    people <- data.frame(treated = rbinom(n, 1, 0.25), age = rnorm(n, 30, 8), male = rbinom(n, 1, 0.8))
    reoffended <- runif(n) < 0.4
    if (requireNamespace("MatchIt", quietly = TRUE)) {
      m <- MatchIt::matchit(treated ~ age + male, people, ratio = 2)
    } else {
      treated <- which(people$treated == 1)
      chosen <- sample(which(people$treated == 0), 2 * length(treated))
      weights <- ifelse(people$treated == 1, 1, 0)
      weights[chosen] <- 1
      m <- structure(list(treat = people$treated, weights = weights, X = people[-1]), class = "matched")
      summary.matched <- function(object, ...) {
        table <- function(w) t(sapply(object$X, function(x) {
          means <- sapply(1:0, function(g) weighted.mean(x[object$treat == g], w[object$treat == g]))
          c(means, (means[1] - means[2]) / sd(x[object$treat == 1]))
        }))
        list(sum.all = table(rep(1, n)), sum.matched = table(object$weights))
      }
    }
    about <- list(
      analysis = "A-0001", request = "R-0001", organisation.id = "example-trust",
      organisation.name = "Example Trust (made up)", service.name = "Example service",
      service.description = "Made up, \\"to show\\" the form.\\n\\nA second paragraph; it’s short.",
      service.period.from = "2026-11-01", service.period.to = "2026-12-31",
      service.started = "both", matching.method = "Propensity score matching",
      completed = "2026-12-20", analyst = "analyst-1", qualityAssurer.unknown = "Not yet assured.")
    steps <- data.frame(
      step = c("People submitted", "People found", "People matched to a control group, and analysed"),
      people = c(400, 300, NA),
      reason = c(NA, "No record could be matched.", "No one was similar enough."))
    write_analysis(m, reoffended, about, steps, commandArgs(TRUE)[1])
    """

  @Test(.enabled(if: Tool.find("Rscript") != nil, "R is not installed"))
  func theScriptForRWritesAnAnalysisThatHasNothingToFind() throws {
    let csv = scratch.path + "/from-r.csv"
    try write(Self.script, to: "script.R")
    let run = try Tool.run(
      Tool.find("Rscript")!, ["--vanilla", scratch.path + "/script.R", csv],
      environment: ["LC_ALL": "C.UTF-8"], in: TestWorkspace.repository)
    try #require(run.status == 0, "\(run.errors)")
    let workspace = try TestWorkspace(future: "2027-01")
    try FileManager.default.removeItem(
      atPath: "\(workspace.path)/analyses/2027-01/example.json")
    try workspace.write(
      String(decoding: try #require(bytes("from-r.csv")), as: UTF8.self),
      to: "analyses/2027-01/from-r.csv")
    let check = try workspace.run("check", "2027-01")
    #expect(check.status == 0, "\(check.output)")
    #expect(check.output.hasPrefix("0 errors, 0 warnings\n"), "\(check.output)")
  }

  /// R reads the table as what it is, and what it writes of it is the same analyses.
  @Test(.enabled(if: Tool.find("Rscript") != nil, "R is not installed"))
  func rReadsTheTableAndWritesItAgainWithoutLoss() throws {
    try #require(try convert(["analyses/2014-01"], to: "csv", "a.csv").status == 0)
    let program =
      "x <- read.csv('a.csv', check.names = FALSE, colClasses = 'character', na.strings = '');"
      + "write.csv(x, 'b.csv', row.names = FALSE); write.csv(x, 'c.csv', na = '')"
    let run = try Tool.run(
      Tool.find("Rscript")!, ["--vanilla", "-e", program],
      environment: ["LC_ALL": "C.UTF-8"], in: scratch.path)
    try #require(run.status == 0, "\(run.errors)")
    for name in ["b", "c"] {
      let back = try convert(["\(scratch.path)/\(name).csv"], to: "json", name)
      #expect(back.status == 0, "\(back.output)")
      #expect(try convert(["\(scratch.path)/\(name)"], to: "csv", "\(name)2.csv").status == 0)
      #expect(bytes("\(name)2.csv") == bytes("a.csv"))
    }
  }
}
