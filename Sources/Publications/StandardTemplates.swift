import CStandardTemplates

/// The templates that the program brings.
package enum StandardTemplates {
  /// Every file by its path inside the folder of templates.
  package static let files: [String: [UInt8]] = {
    var files: [String: [UInt8]] = [:]
    for index in 0..<standard_template_count() {
      let template = standard_template_at(index)
      files[String(cString: template.path)] = Array(
        UnsafeBufferPointer(start: template.bytes, count: template.count))
    }
    return files
  }()
}
