#!/usr/bin/env python3
"""Writes Sources/CStandardTemplates/standard_templates.c: the list of the files of templates/.

Run it when a template file is added or removed; a test holds the list against the folder."""
import pathlib

root = pathlib.Path(__file__).resolve().parent.parent
files = sorted(
    (path.relative_to(root / "templates").as_posix() for path in (root / "templates").rglob("*") if path.is_file()),
    key=lambda name: name.encode())
lines = [
    '#include "standard_templates.h"', "",
    "// Written by scripts/embed-templates.py.",
    "// #embed is C23; clang has it as an extension of earlier C.",
    '#pragma clang diagnostic ignored "-Wc23-extensions"', ""]
for index, name in enumerate(files):
    lines += [f"static const unsigned char file_{index}[] = {{", f'#embed "../../templates/{name}"', "};"]
lines += ["", "static const standard_template templates[] = {"]
lines += [f'    {{"{name}", file_{index}, sizeof file_{index}}},' for index, name in enumerate(files)]
lines += [
    "};", "",
    "size_t standard_template_count(void) { return sizeof templates / sizeof templates[0]; }", "",
    "standard_template standard_template_at(size_t index) { return templates[index]; }"]
(root / "Sources/CStandardTemplates/standard_templates.c").write_text("\n".join(lines) + "\n")
