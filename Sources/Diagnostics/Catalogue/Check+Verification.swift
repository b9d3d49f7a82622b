extension Check {
  /// What `verify` says of archive, log, journal, public tree and sealed editions.
  static let verification: [Check] = [
    Check("verify.archive.altered", "A file of the archive has other bytes than were archived"),
    Check(
      "verify.archive.case", .warning,
      "The archive is on a file system that does not tell upper from lower case"),
    Check(
      "verify.archive.diverged", "An archived version is not the one that the log says came out"),
    Check(
      "verify.archive.earlier", "The archive lacks analyses that a later edition was made of"),
    Check("verify.archive.extra", "The archive holds a file or a folder that nothing names"),
    Check("verify.archive.form", "An object or the storage root breaks a rule of OCFL"),
    Check(
      "verify.archive.inventory", "The inventory of an object is damaged, missing or another's"),
    Check("verify.archive.link", "A link stands in the archive"),
    Check(
      "verify.archive.missing", "The archive, an object, a version or a file of it is missing"),
    Check("verify.archive.mode", .warning, "Others may read the archive"),
    Check("verify.archive.seal", "An archived version is not what its seal lists"),
    Check(
      "verify.archive.unlogged", "The archive has an object or a version that is not in the log"),
    Check("verify.disk", "The disk did not give a file that was asked for"),
    Check("verify.journal.chain", "The chain of the journal is broken"),
    Check("verify.journal.cut-short", "Lines of the journal to which the log commits are missing"),
    Check("verify.journal.lost", .warning, "Lines of the journal were stated to be lost"),
    Check("verify.journal.missing", "There is no journal, and the log commits to one"),
    Check("verify.journal.rewritten", "The journal is not the one to which the log commits"),
    Check("verify.log.chain", "The chain of the log is broken"),
    Check(
      "verify.log.checkpoint", "What stands beside the published log does not follow from the log"),
    Check("verify.log.cut-short", "Lines at the end of the log are missing"),
    Check("verify.log.facts", "A line of the log contradicts itself or the archive"),
    Check("verify.log.published", "The published log is not the log"),
    Check("verify.log.rewritten", "The log is not what the journal recorded"),
    Check("verify.log.torn", .warning, "The last line of the log or the journal is torn"),
    Check("verify.log.unwitnessed", .warning, "The log has a line that the journal does not know"),
    Check("verify.mode", .warning, "Others may read or change the records of the releases"),
    Check("verify.public.altered", "A public file has other bytes than were published"),
    Check("verify.public.extra", "A public file was never published"),
    Check("verify.public.link", "A link or something else stands where a public file should"),
    Check("verify.public.missing", "A public file is missing"),
    Check("verify.public.mode", "A public file cannot be read by all, or can be changed by others"),
    Check("verify.public.time", .warning, "Public files have lost their times"),
    Check(
      "verify.schedule.announced", .warning,
      "The schedule has another date than the public was told"),
    Check("verify.schedule.date", "An edition came out for another instant than was announced"),
    Check("verify.schedule.early", "An edition came out before its instant"),
    Check("verify.schedule.late", .warning, "An edition came out late"),
    Check("verify.schedule.unreadable", .warning, "The schedule cannot be read"),
    Check("verify.sealed.altered", "A sealed edition is not the file that was sealed"),
    Check("verify.sealed.missing", "A sealed edition that waits for its release is missing"),
    Check("verify.sealed.unknown", .warning, "A file stands among the sealed editions unknown"),
  ]
}
