# SPDX-License-Identifier: MIT
"""CSV files, and the tables that Python's csv module and pandas read in them: tables.hpp."""

import csv
import io
import pathlib

import numpy as np
import pandas

HERE = pathlib.Path(__file__).resolve().parent

HARD = ["0.1", "1e23", "8.5e-2", "2.2250738585072014e-308", "5e-324", "1.7976931348623157e308",
        "9007199254740993", "123456789012345678901234567890", "0.3000000000000000444089209850062616"]

# name, delimiter, whether the first row has the names, text
FILES = [
    ("plain", ",", True, "a,b\n1,2.5\n-3,4e2\n"),
    ("crlf", ",", True, "a,b\r\n1,2\r\n3,4\r\n"),
    ("cr", ",", True, "a,b\r1,2\r3,4\r"),
    ("no_end_of_line", ",", True, "a,b\n1,2\n3,4"),
    ("blank_end", ",", True, "a,b\r\n1,2\r\n\r\n\r\n"),
    ("quoted", ",", True, '"a","b"\r\n"1","2"\r\n3,"4"'),
    ("names", ",", True, '"a, b","say ""c""","two\nlines",größe,\n1,2,3,4,5\n'),
    ("byte_order_mark", ",", True, '\ufeff"a",b\n1,2\n'),
    ("semicolon", ";", True, "a;b,c\n1;2\n3;4\n"),
    ("tab", "\t", True, "a\tb\n1\t2\n3\t4\n"),
    ("no_header", ",", False, "1,2,3\n4,5,6\n"),
    ("one_column", ",", True, "a\n1\n2\n3\n"),
    ("one_sample", ",", True, "a,b,c\n1,2,3\n"),
    ("numbers", ",", True, "a,b,c,d,e,f\n+1.5,.5,5.,-0,1E3,007\n"),
    ("hard", ",", True, "a\n" + "\n".join(HARD) + "\n"),
]


def read(delimiter, header, text):
    """Names and numbers, in which csv and pandas must agree."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True,
                           delimiter=delimiter))
    rows = [row for row in rows if row]
    names = rows.pop(0) if header else [f"x{i + 1}" for i in range(len(rows[0]))]
    numbers = np.array([[float(value) for value in row] for row in rows])
    frame = pandas.read_csv(io.BytesIO(text.encode()), sep=delimiter, encoding="utf-8-sig",
                            header=0 if header else None, dtype=float,
                            float_precision="round_trip")
    assert np.array_equal(frame.to_numpy(), numbers)
    if header:
        assert [n for n in frame.columns if not n.startswith("Unnamed")] == [n for n in names if n]
    return names, numbers


def literal(text):
    escaped = "".join(
        chr(b) if 32 <= b < 127 and chr(b) not in '"\\?' else f"\\{b:03o}" for b in text.encode())
    return f'"{escaped}"'


def entry(name, delimiter, header, text):
    names, numbers = read(delimiter, header, text)
    return (
        f'    {{"{name}", {repr(delimiter)}, {str(header).lower()}, {literal(text)},\n'
        f'     {{{", ".join(map(literal, names))}}},\n'
        f'     {{{", ".join(repr(float(v)) for v in numbers.flatten())}}}}},\n'
    )


text = f"""// SPDX-License-Identifier: MIT
// Made by tests/golden/tables.py with pandas {pandas.__version__}; do not edit.
#pragma once

#include <string>
#include <vector>

// clang-format off
namespace eigencoder::golden {{

struct CsvFile {{
  std::string name;
  char delimiter;
  bool header;
  std::string text;
  std::vector<std::string> names;
  std::vector<double> values;  ///< sample after sample
}};

inline const std::vector<CsvFile> csv_files{{
{"".join(entry(*file) for file in FILES)}}};

}}  // namespace eigencoder::golden
"""
(HERE / "tables.hpp").write_text(text)
print(f"tables.hpp: {len(text)} bytes")
