"""Loads every table of a data set by the very lines its README prints.

Run as `load_tables.py FOLDER`. A library that is not installed is skipped with a message; whatever loads must have the
rows and columns that dataset.json names.
"""

import importlib.util
import json
import os
import sys


def blocks(readme):
    """(section, tool, code) for each code block."""
    section = tool = code = None
    for line in readme.splitlines():
        if code is not None and line != "```":
            code.append(line)
        elif code is not None:
            yield section, tool, "\n".join(code)
            code = None
        elif line.startswith("## "):
            section = line[3:]
        elif line.startswith("### "):
            tool = line[4:]
        elif line.startswith("```"):
            code = []


def check(frame, table, how):
    names = [column["name"] for column in table["columns"]]
    assert list(frame.columns) == names, f"{how}: {list(frame.columns)}"
    assert len(frame) == table["rows"], f"{how}: {len(frame)} rows, not {table['rows']}"


def main():
    os.chdir(sys.argv[1])
    manifest = json.load(open("dataset.json", encoding="utf-8"))
    readme = open("README.md", encoding="utf-8").read()
    modules = {"polars": ["polars"], "pandas": ["pandas", "pyarrow"], "DuckDB": ["duckdb", "pandas"]}
    found = list(blocks(readme))
    assert len(found) == 5, found
    for section, tool, code in found:
        missing = [name for name in modules[tool] if importlib.util.find_spec(name) is None]
        if missing:
            print(f"skipped {tool}: no module {missing[0]}")
            continue
        if tool == "DuckDB":
            import duckdb

            duckdb.execute(code)
            frames = {table["name"]: duckdb.table(table["name"]).df() for table in manifest["tables"]}
        else:
            frames = {}
            exec(code, frames)
        for table in manifest["tables"]:
            check(frames[table["name"]], table, f"{tool}, {section}, {table['name']}")
        if tool == "pandas":
            texts = dict(zip(frames["articles"]["article_id"], frames["articles"]["text"]))
            for row in frames["mentions"].itertuples():
                assert texts[row.article_id][row.start : row.end] == row.text, row
        if tool == "pandas" and section == "Parquet":
            attrs = frames["quotes"].attrs
            assert attrs["table"] == "quotes" and attrs["columns"]["cue"], attrs
            import pyarrow.parquet

            for table in manifest["tables"]:
                schema = pyarrow.parquet.read_schema(f"data/{table['name']}/part-00000.parquet")
                for column in table["columns"]:
                    told = schema.field(column["name"]).metadata[b"description"].decode()
                    assert told == column["description"], (table["name"], column)
        print(f"loaded {len(frames)} tables: {tool}, {section}")


main()
