// libFuzzer's own entry for programs that have a main function (compiler-rt,
// lib/fuzzer/FuzzerInterface.h has no header in the toolchain).
#pragma once
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv,
                        int (*callback)(const uint8_t *data, size_t size));
