#!/usr/bin/env python3
"""The shape of the code, as figures: how long things are, whether files call each other in a ring,
whether each opens with its idea. shape.py SOURCE BUILD; a line a finding, then the figures; exit 1
on any finding."""

import pathlib
import re
import subprocess
import sys

FILE_LINES_MAX = {"kiosk": 700, "platform": 700, "tests": 900}
FUNCTION_LINES_MAX = 50
LINE_COLUMNS_MAX = 106  # 100, and a little for what nobody would break
# A number of an enumeration in SQL would lie; store/disk_numbers.h has its name.
BARE_NUMBER = re.compile(r'"[^"]*\b(state|verdict|kind|pool|how|status|admission) *(=|<>|IN) *\(?[0-9]')
# What is cited must be here to be read.
CITATION = re.compile(r"\bstudy\b|\b(product|quality|architecture)\.md\b")

source, build = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
findings = []


def finding(path, text):
    findings.append(f"{path.relative_to(source)}: {text}")


def files(folder, *endings):
    return sorted(path for path in (source / folder).rglob("*") if path.suffix in endings)


def opens_with_its_idea(path, lines):
    first = lines[0] if lines else ""
    if not first.startswith("/* ") or len(first.split()) < 4:
        finding(path, "does not open with its idea (a header: its contract)")
        return False
    return True


def function_lengths(path, lines):
    """A body begins with a brace of its own and ends with one, both in the first column."""
    start = None
    for number, line in enumerate(lines):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            yield number - start + 1, path, start
            start = None


def symbols(objects):
    """Functions that each source file defines, and what it asks others for."""
    defined, asked, path = {}, {}, None
    text = subprocess.run(["nm", *map(str, objects)], capture_output=True, text=True, check=True)
    for line in text.stdout.splitlines():
        if line.endswith(":"):
            path = line[:-1]
        elif match := re.match(r"^[0-9a-f]* *([TU]) (\w+)$", line):
            if match[1] == "T":
                defined[match[2]] = path
            else:
                asked.setdefault(path, set()).add(match[2])
    return defined, asked


def reached(arrows, start):
    seen, waiting = set(), [start]
    while waiting:
        for other in arrows.get(waiting.pop(), ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen


def rings(arrows):
    reach = {path: reached(arrows, path) for path in arrows}
    found = set()
    for path in arrows:
        ring = frozenset(other for other in reach[path] if path in reach.get(other, ()))
        if ring:
            found.add(ring | {path})
    return found


def source_of(path):
    """build/kiosk/libstore.a.p/store_bookings.c.o was kiosk/store/bookings.c."""
    folder = path.parent.parent.relative_to(build)
    words = path.name.removesuffix(".o").split("_")
    for cut in range(len(words)):
        candidate = source / folder / "/".join(words[:cut]) / "_".join(words[cut:])
        if candidate.is_file():
            return candidate.relative_to(source)
    return None


def calls():
    """Which file calls a function of which other one of its folder; one object a source."""
    objects = {}
    for path in sorted((build / "kiosk").rglob("*.c.o")):
        objects.setdefault(source_of(path), path)
    objects.pop(None, None)
    names = {str(path): name for name, path in objects.items()}
    defined, asked = symbols(objects.values())
    arrows = {name: set() for name in objects}
    for path, symbols_asked in asked.items():
        for symbol in symbols_asked & defined.keys():
            other = names[defined[symbol]]
            if other != names[path] and other.parent == names[path].parent:
                arrows[names[path]].add(other)
    return arrows


def look_at_text(path, lines):
    for number, line in enumerate(lines, 1):
        if path.is_relative_to(source / "kiosk") and len(line.expandtabs(8)) > LINE_COLUMNS_MAX:
            finding(path, f"line {number}: {len(line.expandtabs(8))} columns")
        if path.is_relative_to(source / "kiosk") and BARE_NUMBER.search(line):
            finding(path, f"line {number}: a bare number in SQL")
        if CITATION.search(line) and path.name != "shape.py":
            finding(path, f"line {number}: cites what is not here")


def look_at_files():
    """Lengths of all functions, headers, and headers with a contract."""
    lengths, headers, contracts, long_files = [], 0, 0, 0
    for folder, lines_max in FILE_LINES_MAX.items():
        for path in files(folder, ".c", ".h", ".cpp", ".sql", ".sh", ".py"):
            lines = path.read_text(encoding="utf-8").splitlines()
            look_at_text(path, lines)
            if len(lines) > lines_max:
                long_files += 1
                finding(path, f"{len(lines)} lines; at most {lines_max}")
            if path.suffix in (".c", ".h", ".cpp"):
                contracts += opens_with_its_idea(path, lines) and path.suffix == ".h"
                headers += path.suffix == ".h"
                lengths += function_lengths(path, lines)
    for length, path, start in lengths:
        if length > FUNCTION_LINES_MAX:
            finding(path, f"line {start}: a function of {length} lines; at most {FUNCTION_LINES_MAX}")
    return lengths, headers, contracts, long_files


def main():
    lengths, headers, contracts, long_files = look_at_files()
    arrows = calls()
    circles = rings(arrows)
    for ring in circles:
        findings.append("call each other in a ring: " + ", ".join(sorted(map(str, ring))))
    for line in findings:
        print(line)
    longest = max(lengths)
    print(f"functions {len(lengths)}, longest {longest[0]} lines ({longest[1].relative_to(source)})")
    print(f"files over the limit {long_files}, rings {len(circles)} among {len(arrows)} files")
    print(f"headers without a contract {headers - contracts} of {headers}")
    return 1 if findings else 0


sys.exit(main())
