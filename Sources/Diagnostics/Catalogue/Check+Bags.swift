extension Check {
  /// Checks of a bag that somebody hands over (RFC 8493).
  static let bags: [Check] = [
    Check("bag.algorithm", "A manifest is of a checksum that is not known"),
    Check("bag.case", .warning, "Two files differ only in capitals and small letters"),
    Check("bag.checksum", "A file has another checksum than its manifest says"),
    Check("bag.declaration", "bagit.txt is missing or not its two lines"),
    Check("bag.encoding", "A tag file is not in the encoding that the bag declares"),
    Check("bag.extra-file", "A file of the payload stands in no manifest"),
    Check("bag.fetch", "The bag is not whole: files are to be fetched"),
    Check("bag.file-name", "The name of a file is not UTF-8"),
    Check("bag.info-line", "A line of bag-info.txt is not a label and a value"),
    Check("bag.listed-twice", "A manifest lists a file twice"),
    Check("bag.manifest-line", "A line of a manifest is not a checksum and a path"),
    Check("bag.manifest-missing", "There is no manifest of the payload"),
    Check("bag.manifests-differ", "The manifests do not list the same files"),
    Check("bag.missing-file", "A file that a manifest lists is not there"),
    Check("bag.not-a-file", "Something in the bag is a link or a device"),
    Check("bag.oxum", "The payload has another size or count than bag-info.txt says"),
    Check("bag.path", "A path in a manifest leaves its place"),
    Check("bag.path-form", .warning, "A path in a manifest is not written in its plain form"),
    Check("bag.payload", "There is no folder for the payload"),
    Check("bag.tag-manifest", "A tag manifest does not list what it must, or lists a tag manifest"),
    Check("bag.unicode", .warning, "A name is written with other code points than its file has"),
    Check("bag.unreadable", "A file of the bag cannot be read"),
    Check("bag.version", "The version of the format is not known"),
    Check("bag.weak-checksum", .note, "The payload was checked with weak checksums alone"),
  ]
}
