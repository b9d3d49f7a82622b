extension Check {
  /// Checks of finished pages: agreement of HTML and XML, contamination.
  static let renditions: [Check] = [
    Check("contamination.figure", "A report carries a number of another organisation's analysis"),
    Check(
      "contamination.identifier", "A page carries an identifier that belongs to another report"),
    Check("contamination.name", "A page names an organisation that it is not about"),
    Check(
      "contamination.text", .warning,
      "Two organisations' reports have the same sentences of their own"),
    Check("rendition.bare-number", "A page has a number that the XML rendition does not have"),
    Check("rendition.chart", "A chart does not show the figures of its table"),
    Check("rendition.disagree", "HTML and XML do not carry the same figures"),
    Check("rendition.hidden-figure", "A figure of a page is hidden from its readers"),
    Check("rendition.intrusion", "A page has a script, or fetches something from elsewhere"),
    Check("rendition.large", .note, "The page of a report has more than 60 KB"),
    Check("rendition.rounding", "A figure is not printed as its value rounds"),
    Check("rendition.row", "A table of a page does not have the rows of the XML rendition"),
    Check("rendition.unreadable", "A finished rendition cannot be read back"),
  ]
}
