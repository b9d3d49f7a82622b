import Diagnostics
import Intake
import Notation
import Publications
package import Schedule
import Storage

extension Workspace {
  /// Makes a new workspace that passes its checks, in one step.
  ///
  /// - Returns: how many files it has.
  /// - Throws: a ``ReleaseError`` with the code `exists` where the folder exists and is not empty.
  package static func initialise(
    _ folder: String, title: String, producer: String, first: Month
  ) throws -> Int {
    let path = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    if try Files.exists(path) {
      guard try Files.kind(of: path) == .directory, try Files.list(path).isEmpty else {
        throw ReleaseError(
          .exists, "\(path.quoted) exists and is not empty; name a folder that does not exist")
      }
    }
    let starter = StarterWorkspace(title: title, producer: producer, first: first)
    let isThere = try Files.exists(path)
    try Directory.replace(at: path, mode: 0o755, replacing: isThere) { building in
      for (name, bytes) in starter.files {
        try Files.makeDirectory("\(building)/\(name)".parentPath, mode: 0o755)
        try Files.writeNew(bytes, to: "\(building)/\(name)")
      }
    }
    return starter.files.count
  }
}

/// The files of a new workspace: a schedule, a register, one made-up analysis, all templates.
struct StarterWorkspace {
  let title: String
  let producer: String
  let first: Month

  var files: [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for (path, bytes) in StandardTemplates.files { files["templates/\(path)"] = bytes }
    files["schedule.json"] = Array(schedule.utf8)
    files[PeopleReader.fileName] = Array(
      "{\n  \"format\": \"\(PeopleReader.format)\",\n  \"people\": []\n}\n".utf8)
    files["requests.csv"] = Array(register.utf8)
    files["analyses/\(first)/example.json"] = Array(analysis.utf8)
    files["analyses/\(first)/commentary.md"] = Array(commentary.utf8)
    files[".gitignore"] = Array(
      ("publications/drafts/\npublications/sealed/\npublications/.trees/\npublications/public\n"
        + "publications/journal.jsonl*\npublications/.lock\npublications/breaches/\n"
        + "prerelease.json\n").utf8)
    return files
  }

  private var coverFrom: Day { first.adding(months: -3).firstDay }
  private var complete: Day { first.previous.lastDay }

  private func json(_ text: String) -> String { CanonicalJSON.string(text).text }

  private var identifier: String {
    let words = title.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
    let slug = words.joined(separator: "-").prefix(40)
    let trimmed = slug.hasSuffix("-") ? slug.dropLast() : slug
    return trimmed.isEmpty ? "series" : String(trimmed)
  }

  private var register: String {
    let header = RegisterReader.columns.joined(separator: ",")
    let days = "\(coverFrom),,,,,\(complete),,"
    return header
      + "\nR-0001,example-trust,Example Trust (made up),Example service,complete,,\(days)\n"
  }

  private var commentary: String {
    """
    The statisticians' own words about this month stand here, in CommonMark. This text and the
    example analysis beside it are made up: replace both.

    """
  }

  private var schedule: String {
    """
    {
      "$schema": "templates/schemas/schedule.schema.json",
      "format": "ninethirty-schedule/1",
      "status": "illustrative",
      "series": {
        "title": \(json(title)),
        "identifier": \(json(identifier)),
        "label": "Official Statistics",
        "producer": \(json(producer)),
        "coverage": "England and Wales",
        "licence": "Available under the Open Government Licence v3.0.",
        "contacts": [
          { "role": "Statistics enquiries", "organisation": \(json(producer)), "email": "statistics@example.org" }
        ]
      },
      "rule": {
        "frequency": "monthly",
        "ordinal": 2,
        "weekday": "thursday",
        "time": "09:30",
        "zone": "Europe/London",
        "first": "\(first)"
      },
      "coverFrom": "\(coverFrom)",
      "exceptions": [],
      "preRelease": {
        "hours": 24,
        "ground": "answering",
        "justification": "Nobody is given access yet; write why before you add recipients.",
        "recipients": []
      },
      "thresholds": {
        "minimumCohort": { "value": 60, "source": "Justice Data Lab, frequently asked questions, 2013" },
        "minimumReoffenders": { "value": 30, "source": "setting of this series" },
        "minimumExpected": { "value": 10, "source": "setting of this series" },
        "significance": { "value": 0.05, "source": "setting of this series" },
        "disclosure": { "value": 3, "source": "setting of this series" },
        "nearBalance": { "value": 0.05, "source": "setting of this series" },
        "poorBalance": { "value": 0.1, "source": "setting of this series" },
        "cohortWindows": []
      },
      "openingBalance": {
        "asAt": "\(coverFrom)",
        "requests": 0,
        "reports": 0,
        "notProcessed": 0,
        "source": "The series begins with this workspace."
      },
      "editions": {
        "\(first)": {
          "controlTotals": {
            "requestsToDate": 1,
            "reportsThisMonth": 1,
            "reportsToDate": 1,
            "notProcessed": 0,
            "source": "Release manager's count."
          }
        }
      }
    }

    """
  }

  private var analysis: String {
    """
    {
      "$schema": "../../templates/schemas/analysis.schema.json",
      "format": "ninethirty-analysis/1",
      "analysis": "A-0001",
      "request": "R-0001",
      "organisation": { "id": "example-trust", "name": "Example Trust (made up)" },
      "service": {
        "name": "Example service",
        "description": "A made-up service, to show the form of an analysis.\\n\\nA blank line begins a new paragraph.",
        "period": { "from": "\(coverFrom)", "to": "\(complete)" },
        "started": "community"
      },
      "attrition": [
        { "step": "People submitted", "people": 212 },
        { "step": "People found in the administrative data", "people": 190, "reason": "Names or dates of birth did not match." },
        { "step": "People analysed", "people": 150, "reason": "No sentence within the period, or no similar people for a comparison." }
      ],
      "outcomes": [
        {
          "measure": "one-year-proven-rate",
          "treatment": {
            "people": 150, "reoffenders": 48, "value": 0.32, "standardError": 0.03808761828556186,
            "interval": { "low": 0.24473836436093394, "high": 0.3952616356390661 }
          },
          "control": {
            "people": 30214, "effectivePeople": 21874.5, "value": 0.3941, "standardError": 0.0033039588241775717,
            "interval": { "low": 0.38762400135076464, "high": 0.4005759986492354 }
          },
          "difference": {
            "value": -0.0741,
            "interval": { "low": -0.14963507081557606, "high": 0.0014350708155760616 },
            "pValue": 0.05445691615799259,
            "method": "welch-t"
          },
          "conclusion": "inconclusive"
        }
      ],
      "matching": {
        "method": "Propensity score matching",
        "controlPeople": 30214,
        "characteristics": [
          {
            "group": "Demographics", "name": "Male", "standardDeviation": 0.384,
            "before": { "treatment": 0.82, "control": 0.85, "standardisedDifference": -0.078125 },
            "after": { "treatment": 0.82, "control": 0.818, "standardisedDifference": 0.005208333333333333 }
          }
        ]
      },
      "completed": "\(complete)",
      "analyst": "analyst-1",
      "qualityAssurer": "analyst-2"
    }

    """
  }
}
