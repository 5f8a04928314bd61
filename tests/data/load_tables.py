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
    found = list(frame.columns)
    if any("=" in file["path"] for file in table["files"]) and "Parquet" in how:
        # What the folders say comes last, and some of it is no column of the table.
        assert set(found) >= set(names), f"{how}: {found}"
    else:
        assert found == names, f"{how}: {found}"
    assert len(frame) == table["rows"], f"{how}: {len(frame)} rows, not {table['rows']}"


def main():
    os.chdir(sys.argv[1])
    manifest = json.load(open("dataset.json", encoding="utf-8"))
    readme = open("README.md", encoding="utf-8").read()
    modules = {"polars": ["polars"], "pandas": ["pandas", "pyarrow"], "DuckDB": ["duckdb", "pandas"]}
    found = list(blocks(readme))
    formats = {"Parquet": ".parquet", "CSV": ".csv", "Arrow": ".arrow"}
    written = {file["path"][file["path"].rindex(".") :] for table in manifest["tables"] for file in table["files"]}
    expected = [name for name, ending in formats.items() if ending in written]
    assert sorted({section for section, _, _ in found}) == sorted(expected), found
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
                files = [file["path"] for file in table["files"] if file["path"].endswith(".parquet")]
                schema = pyarrow.parquet.read_schema(files[0])
                for column in [column for column in table["columns"] if column["name"] in schema.names]:
                    told = schema.field(column["name"]).metadata[b"description"].decode()
                    assert told == column["description"], (table["name"], column)
        print(f"loaded {len(frames)} tables: {tool}, {section}")


main()
