package import Schedule

/// The page before a recipient's copy: whose it is, until when it is under embargo, and what the
/// law and the person responsible ask of them.
package struct PreReleaseCover: Sendable {
  package var title: String
  package var grant: PreReleaseGrant
  /// The post that granted the access.
  package var grantedBy: String
  /// When access began, and when everybody has it, as people read it.
  package var opens: String
  package var release: String
  /// The bulletin of the copy.
  package var front: String
  /// Files of the copy that cannot carry the mark.
  package var unmarked: [String]
  /// How many PDFs of the edition are in no copy.
  package var leftOut: Int

  package init(
    title: String, grant: PreReleaseGrant, grantedBy: String, opens: String, release: String,
    front: String, unmarked: [String], leftOut: Int = 0
  ) {
    self.title = title
    self.grant = grant
    self.grantedBy = grantedBy
    self.opens = opens
    self.release = release
    self.front = front
    self.unmarked = unmarked
    self.leftOut = leftOut
  }

  /// What a recipient must not do, in our words (SI 2008/2998 Schedule paragraphs 6 and 7).
  package static let duties = [
    "Until the statistics are published, you must not disclose them, nor any part of a publication "
      + "that holds them, nor anything that suggests the size or the direction of a trend in them "
      + "(paragraph 6(1)).",
    "You must not use your access for personal gain (paragraph 6(2)(a)).",
    "You must not use it to act for political advantage, other than by preparing responses or "
      + "statements (paragraph 6(2)(b)).",
    "You must not use it to change or compromise what the statistics say, how they are presented or "
      + "when they are published (paragraph 7(1)). Do tell the person responsible of any numerical "
      + "or typographical error that you find (paragraph 7(2)).",
  ]

  /// The page, valid HTML with no address outside the copy.
  package var bytes: [UInt8] {
    let lines =
      [
        "<!DOCTYPE html>", "<html lang=\"en\"><head><meta charset=\"utf-8\"/>",
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>",
        "<title>Pre-release copy: \(title.escapedForMarkup)</title>",
        "<style>body{font:1.05rem/1.5 sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
          + "dt{font-weight:bold}</style>",
        "</head>", "<body><main>", "<h1>Pre-release copy: \(title.escapedForMarkup)</h1>",
        "<dl>", entry("For", grant.name), entry("Post", grant.post.role),
        entry("Organisation", grant.post.organisation), entry("Access from", opens),
        entry("Under embargo until", release), entry("Granted by", grantedBy), "</dl>",
        "<p><a href=\"\(front.escapedForMarkup)\">Open the release</a></p>",
        "<h2>What the law asks of you</h2>",
        "<p>You have this copy under the Pre-release Access to Official Statistics Order 2008 "
          + "(SI 2008/2998), Schedule, paragraph \(grant.basis.paragraph).</p>",
        list(Self.duties),
      ] + conditions + sharing + files + withoutPDF + ["</main></body></html>"]
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private func entry(_ name: String, _ text: String) -> String {
    "<dt>\(name)</dt><dd>\(text.escapedForMarkup)</dd>"
  }

  private func list(_ texts: [String]) -> String {
    "<ul>\n" + texts.map { "<li>\($0.escapedForMarkup)</li>\n" }.joined() + "</ul>"
  }

  /// Conditions of the person responsible (paragraphs 3(1)(f), 14(6)).
  private var conditions: [String] {
    grant.conditions.isEmpty
      ? [] : ["<h2>Conditions of your access</h2>", list(grant.conditions)]
  }

  /// Administrative support (paragraph 11).
  private var sharing: [String] {
    let rule =
      grant.support.isEmpty
      ? "This copy is for you alone. Do not pass it on, print it for others or leave it open."
      : "You may share it with those who give you administrative support, and with nobody else. They "
        + "are bound by the same duties (paragraph 11):"
    let people = grant.support.map { "\($0.name), \($0.office)" }
    return ["<h2>Who may see it</h2>", "<p>\(rule)</p>"] + (people.isEmpty ? [] : [list(people)])
  }

  private var withoutPDF: [String] {
    leftOut == 0
      ? []
      : [
        "<h2>PDFs</h2>",
        "<p>The edition has PDFs of its pages. They cannot bear your name and are not in this copy; they "
          + "say what the pages say, and are public with them.</p>",
      ]
  }

  private var files: [String] {
    unmarked.isEmpty
      ? []
      : [
        "<h2>Files without your name</h2>",
        "<p>Every page of this copy bears your name and post. These files cannot; the same duties hold "
          + "for them:</p>", list(unmarked),
      ]
  }
}
