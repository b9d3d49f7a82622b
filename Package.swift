// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: the language's own checks, as strict as they go.
///
/// In CI (`NINETHIRTY_STRICT=1`) a warning is an error.
let settings: [SwiftSetting] = {
  var settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
  if Context.environment["NINETHIRTY_STRICT"] == "1" {
    settings.append(.treatAllWarnings(as: .error))
  }
  return settings
}()

func target(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies + ["TestSupport"], swiftSettings: settings)
}

let package = Package(
  name: "ninethirty",
  products: [.executable(name: "ninethirty", targets: ["ninethirty"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", .upToNextMinor(from: "0.27.1")),
  ],
  targets: [
    .systemLibrary(
      name: "CLibXML", pkgConfig: "libxslt",
      providers: [.apt(["libxml2-dev", "libxslt1-dev"])]),
    .systemLibrary(
      name: "CCommonMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .systemLibrary(
      name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .target(name: "CSystem"),
    // The standard templates as bytes inside the program, for `init` and for workspaces that
    // bring no templates of their own.
    .target(name: "CStandardTemplates", exclude: ["kit"]),

    // No local dependencies, so that every other target can depend on it.
    target("Diagnostics", []),
    target("Statistics", ["Schedule", "Diagnostics"]),
    target("Schedule", ["Diagnostics"]),
    target("Notation", ["Diagnostics"]),
    target("Editions", ["Statistics", "Schedule", "Diagnostics"]),
    target(
      "Intake",
      ["Editions", "Statistics", "Schedule", "Notation", "Diagnostics", "CCommonMark"]),
    // Whole made-up workspaces, for tests and benchmarks.
    target("Samples", ["Editions", "Statistics", "Schedule", "Diagnostics"]),
    target("Markup", ["CLibXML", "Diagnostics"]),
    target(
      "Publications",
      ["Markup", "Editions", "Statistics", "Schedule", "Diagnostics", "CStandardTemplates"]),
    target("Site", ["Publications", "Markup", "Editions", "Notation", "Schedule"]),
    target(
      "Storage",
      ["CSystem", "CArchive", "Schedule", .product(name: "Crypto", package: "swift-crypto")]),
    // The log to outsiders: tree, proofs, signed checkpoints, tiles. Pure values: no files, no clock.
    target("Transparency", ["Diagnostics", .product(name: "Crypto", package: "swift-crypto")]),
    target("Ledger", ["Storage", "Notation", "Schedule", "Diagnostics"]),
    target("Archive", ["Storage", "Notation", "Schedule", "Diagnostics"]),
    target("Bags", ["Storage", "Diagnostics"]),
    target(
      "Releases",
      [
        "Archive", "Bags", "Ledger", "Transparency", "Site", "Publications", "Storage", "Intake",
        "Samples", "Editions", "Statistics", "Schedule", "Notation", "Markup", "Diagnostics",
        "CStandardTemplates",
      ]),
    // A draft over HTTP on loopback. Nothing but `preview` serves anything.
    target(
      "Preview",
      [
        "Releases", "Storage", "Markup", "Schedule", "Diagnostics",
        .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ]),
    target(
      "CommandLineTool",
      [
        "Preview", "Releases", "Archive", "Bags", "Transparency", "Storage", "Samples", "Schedule",
        "Editions",
        "Ledger", "Notation", "Site", "Diagnostics",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "ninethirty", dependencies: ["CommandLineTool"], swiftSettings: settings),
    target("TestSupport", ["Schedule", "Statistics", "Storage"]),

    tests("Diagnostics", ["Diagnostics"]),
    tests("Statistics", ["Statistics", "Schedule", "Notation"]),
    tests("Schedule", ["Schedule"]),
    tests("Notation", ["Notation", "Diagnostics"]),
    tests(
      "Intake",
      ["Intake", "Editions", "Statistics", "Schedule", "Notation", "Diagnostics"]),
    tests(
      "Samples",
      ["Samples", "Intake", "Editions", "Statistics", "Schedule", "Notation", "Diagnostics"]),
    tests("Markup", ["Markup"]),
    tests(
      "Publications",
      ["Publications", "Intake", "Editions", "Statistics", "Schedule", "Markup", "Diagnostics"]),
    tests("Site", ["Site", "Publications", "Editions", "Schedule"]),
    tests("Transparency", ["Transparency"]),
    tests(
      "CommandLine",
      [
        "Preview", "Releases", "Transparency", "Editions", "Ledger", "Notation", "Schedule",
        "Storage", "ninethirty",
      ]),
    tests("Storage", ["Storage", "Ledger", "Archive", "Schedule", "Notation"]),
    tests("Bags", ["Bags", "Storage", "Diagnostics"]),
  ],
  swiftLanguageModes: [.v6]
)

// The fuzzer of every reader, built by scripts/fuzz.sh alone: it wants libFuzzer's
// instrumentation in all targets, so no other build may see it.
if Context.environment["NINETHIRTY_FUZZ"] == "1" {
  package.targets += [
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "Releases", "Archive", "Bags", "Ledger", "Publications", "Storage", "Intake",
        "Transparency", "Editions", "Statistics", "Schedule", "Notation", "Markup", "Diagnostics",
      ],
      path: "Fuzz", exclude: ["words.dict"], swiftSettings: settings)
  ]
}

// The benchmark of the instant, built by Benchmarks/release-instant alone: it waits and switches
// with the code that releases, by a clock of its own, which no product can be given.
if Context.environment["NINETHIRTY_BENCHMARK"] == "1" {
  package.targets += [
    .executableTarget(
      name: "release-instant",
      dependencies: ["Releases", "Schedule", "Storage", "TestSupport"],
      path: "Benchmarks/ReleaseInstant", swiftSettings: settings)
  ]
}
