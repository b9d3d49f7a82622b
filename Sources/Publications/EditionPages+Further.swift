package import Diagnostics
import Markup

extension EditionPages {
  /// What is wrong with the templates by what making a page around the editions with them says, which is not
  /// made again before its switch.
  ///
  /// Throws what is no fault of a template.
  package func findings(making page: (Templates) throws -> Void) throws -> [Finding] {
    do {
      try page(templates)
      return []
    } catch let error as MarkupError {
      return error.findings(folder: folder)
    } catch let error as TextTableError {
      return [error.finding(folder: folder)]
    } catch let error as RenderingError {
      return [
        Finding(
          "template.rendering", at: Place(folder), found: "\(error)",
          rule: "templates are complete and correct before anything is rendered",
          source: "design section 7", remedy: "correct the templates")
      ]
    }
  }
}
