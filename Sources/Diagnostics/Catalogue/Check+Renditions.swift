extension Check {
  /// Checks of finished pages: agreement of HTML and XML, contamination.
  static let renditions: [Check] = [
    Check("rendition.disagree", "HTML and XML do not carry the same figures"),
    Check("rendition.intrusion", "A page has a script, or fetches something from elsewhere"),
  ]
}
