"""Reads each table of each data set by every reader: its folder, a pattern, one file. Rows and types must be the same.

Run as `reader_matrix.py FOLDER…`. The first word about a table is pyarrow's, file by file. A reader that is not installed is
skipped with a message.
"""

import glob
import importlib.util
import json
import logging
import os
import sys
import tempfile
import warnings

os.environ.update(HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", HF_HUB_DISABLE_PROGRESS_BARS="1")
warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)


def plain(kind):
    """A type by what it means: readers have several ways to hold the same."""
    import pyarrow.types as types

    if types.is_list(kind) or types.is_large_list(kind):
        return f"list<{plain(kind.value_type)}>"
    if types.is_struct(kind):
        return "struct<" + ", ".join(f"{field.name}: {plain(field.type)}" for field in kind) + ">"
    if types.is_timestamp(kind):
        return f"timestamp[{kind.unit}, {kind.tz.split('/')[-1]}]"
    return str(kind).replace("large_", "").replace("_view", "").replace("float", "float32").replace("32" * 2, "32")


def rows(table, columns):
    """Types, and rows in an order of their own."""
    table = table.select(columns)
    types = [plain(field.type) for field in table.schema]
    return types, sorted(json.dumps(row, default=str, sort_keys=True) for row in table.to_pylist())


def by_pyarrow(place, parted):
    import pyarrow.dataset as dataset

    files = place if isinstance(place, str) and "*" not in place else sorted(glob.glob(place, recursive=True))
    return dataset.dataset(files, format="parquet", partitioning="hive" if parted else None).to_table()


def by_pandas(place, parted):
    import pandas
    import pyarrow

    if "*" in place:
        frames = [pandas.read_parquet(file, dtype_backend="pyarrow") for file in sorted(glob.glob(place, recursive=True))]
        frame = pandas.concat(frames, ignore_index=True)
    else:
        frame = pandas.read_parquet(place, dtype_backend="pyarrow")
    return pyarrow.Table.from_pandas(frame, preserve_index=False)


def by_polars(place, parted):
    import polars

    return polars.read_parquet(place, hive_partitioning=parted).to_arrow()


def by_duckdb(place, parted):
    import duckdb

    if os.path.isdir(place):
        place += "/**/*.parquet"
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    return connection.sql(f"FROM read_parquet('{place}', hive_partitioning = {parted})").to_arrow_table()


def by_datasets(place, parted):
    import datasets

    datasets.disable_progress_bars()
    if os.path.isdir(place):
        place += "/**/*.parquet"
    with tempfile.TemporaryDirectory() as cache:
        try:
            loaded = datasets.load_dataset("parquet", data_files=place, split="train", cache_dir=cache)
            return loaded.with_format("arrow")[:]
        except ValueError as none:
            if "no data" not in str(none):
                raise
            # It cannot make its own files of nothing, but streams it.
            loaded = datasets.load_dataset("parquet", data_files=place, split="train", streaming=True)
            assert not list(loaded)
            return loaded.features.arrow_schema.empty_table()


READERS = {"pyarrow": by_pyarrow, "pandas": by_pandas, "polars": by_polars, "duckdb": by_duckdb, "datasets": by_datasets}


def main():
    missing = [name for name in READERS if importlib.util.find_spec(name) is None]
    for name in missing:
        print(f"skipped {name}: not installed")
    if "pyarrow" in missing:
        return
    import pyarrow
    import pyarrow.parquet

    done = 0
    for folder in sys.argv[1:]:
        for table in json.load(open(f"{folder}/dataset.json", encoding="utf-8"))["tables"]:
            files = [f"{folder}/{file['path']}" for file in table["files"] if file["path"].endswith(".parquet")]
            parted = any("=" in file["path"] for file in table["files"])
            # By the file itself: what its folder says is left out.
            tables = [pyarrow.parquet.ParquetFile(file).read() for file in files]
            columns = tables[0].column_names
            whole = pyarrow.concat_tables(tables)
            wanted, one = rows(whole, columns), rows(tables[0], columns)
            types = {column["name"]: column["type"] for column in table["columns"]}
            assert wanted[0] == [types[name] for name in columns], (table["name"], wanted[0])
            inside = f"{folder}/data/{table['name']}"
            pattern = f"{inside}/**/*.parquet" if parted else f"{inside}/*.parquet"
            for name, reader in READERS.items():
                # The slowest by far reads what differs most.
                if name in missing or name == "datasets" and table["name"] not in ("articles", "quotes", "rejects"):
                    continue
                for place, told in [(inside, wanted), (pattern, wanted), (files[0], one)]:
                    try:
                        found = reader(place, parted and place != files[0])
                        same = rows(found, columns)
                    except Exception as problem:
                        raise AssertionError(f"{name}, {place}: {problem!r}") from problem
                    assert same[0] == told[0], (name, place, [pair for pair in zip(same[0], told[0]) if pair[0] != pair[1]])
                    assert same[1] == told[1], (name, place, len(same[1]), len(told[1]))
                    if parted and place == inside and name != "datasets":
                        hidden = [part.split("=")[0] for part in files[0].split("/") if "=" in part]
                        assert set(hidden) <= set(found.column_names), (name, place, found.column_names)
                    done += 1
    print(f"{done} readings, all the same: {len(sys.argv) - 1} data sets")


main()
