"""Checks what describes a data set by the public tools themselves, and loads every table through each.

Run as `load_descriptions.py FOLDER`: Frictionless reads every row of datapackage.json and follows every key, Croissant and
Hugging Face datasets load every table, pandas shows every column's meaning. A tool that is not installed is skipped with
a message.
"""

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


def parquet(manifest):
    tables = manifest["tables"]
    return [table for table in tables if any(file["path"].endswith(".parquet") for file in table["files"])]


def frictionless_reads(manifest):
    import frictionless

    described = json.load(open("datapackage.json", encoding="utf-8"))
    report = frictionless.validate("datapackage.json")
    problems = report.flatten(["rowNumber", "fieldName", "type", "message"])
    assert report.valid, problems[:5]
    package = frictionless.Package("datapackage.json")
    for table in manifest["tables"]:
        resource = package.get_resource(table["name"])
        names = [field.name for field in resource.schema.fields]
        assert names == [column["name"] for column in table["columns"]], names
        rows = len(resource.read_rows())
        assert rows == table["rows"], (table["name"], rows)
    keys = [key for resource in described["resources"] for key in resource["schema"].get("foreignKeys", [])]
    return f"{len(manifest['tables'])} tables, {len(keys)} foreign keys followed"


def mlcroissant_reads(manifest):
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld="croissant.json")
    issues = dataset.metadata.ctx.issues
    assert not issues.errors, issues.errors
    for table in parquet(manifest):
        rows = list(dataset.records(table["name"])) if table["rows"] else []
        assert len(rows) == table["rows"], (table["name"], len(rows))
        names = {f"{table['name']}/{column['name']}" for column in table["columns"]}
        assert all(set(row) == names for row in rows), (set(rows[0]), names)
    return f"{len(parquet(manifest))} tables"


def datasets_reads(manifest):
    import datasets

    datasets.disable_progress_bars()
    with tempfile.TemporaryDirectory() as cache:
        names = datasets.get_dataset_config_names(os.getcwd())
        assert sorted(names) == sorted(table["name"] for table in parquet(manifest)), names
        for table in parquet(manifest):
            # It cannot make its own files of nothing, so a table without rows is streamed.
            stream = table["rows"] == 0
            loaded = datasets.load_dataset(
                os.getcwd(), table["name"], split="train", cache_dir=cache, streaming=stream
            )
            rows = len(list(loaded)) if stream else len(loaded)
            assert rows == table["rows"], (table["name"], rows)
            # It does not look at the names of folders.
            hidden = {part.split("=")[0] for file in table["files"] for part in file["path"].split("/") if "=" in part}
            columns = [column["name"] for column in table["columns"] if column["name"] not in hidden]
            assert loaded.column_names[: len(columns)] == columns, loaded.column_names
    return f"{len(parquet(manifest))} tables"


def pandas_shows(manifest):
    import pandas
    import pyarrow.parquet

    for table in parquet(manifest):
        attrs = pandas.read_parquet(f"data/{table['name']}").attrs
        told = {column["name"]: column["description"] for column in table["columns"]}
        files = [file["path"] for file in table["files"] if file["path"].endswith(".parquet")]
        # What folders say the files leave out.
        told = {name: told[name] for name in pyarrow.parquet.ParquetFile(files[0]).schema_arrow.names}
        assert (attrs["table"], attrs["columns"]) == (table["name"], told), attrs
    return f"{len(parquet(manifest))} tables"


def main():
    os.chdir(sys.argv[1])
    manifest = json.load(open("dataset.json", encoding="utf-8"))
    tools = [
        (["frictionless"], frictionless_reads),
        (["mlcroissant"], mlcroissant_reads),
        (["datasets"], datasets_reads),
        (["pandas", "pyarrow"], pandas_shows),
    ]
    for modules, reads in tools:
        missing = [name for name in modules if importlib.util.find_spec(name) is None]
        if missing:
            print(f"skipped {modules[0]}: not installed")
        elif os.path.exists("datapackage.json") if reads is frictionless_reads else parquet(manifest):
            print(f"{modules[0]}: {reads(manifest)}")


main()
