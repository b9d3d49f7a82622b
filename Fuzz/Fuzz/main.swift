// A coverage-guided fuzzer for everything that reads other people's bytes: see scripts/fuzz.sh.
//
// `fuzz READER [libFuzzer's options] [CORPUS...]`; without a reader, the names of all of them.
import CLibFuzzer

guard Reader.chosen != nil else {
  for reader in Reader.allCases { print(reader.rawValue) }
  exit(CommandLine.arguments.count > 1 ? 64 : 0)
}
// libFuzzer sees the arguments without the reader's name.
var count = CommandLine.argc - 1
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>! = CommandLine.unsafeArgv + 1
arguments[0] = CommandLine.unsafeArgv[0]
exit(
  LLVMFuzzerRunDriver(&count, &arguments) { data, size in
    Reader.chosen!.read(Array(UnsafeBufferPointer(start: data, count: size)))
    return 0
  })
