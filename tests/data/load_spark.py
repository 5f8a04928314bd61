"""Reads each table of each data set by Spark: rows, types, and the columns' comments. Run as `load_spark.py FOLDER…`."""

import json
import sys

from pyspark.sql import SparkSession

TYPES = {
    "string": "string",
    "int": "int32",
    "bigint": "int64",
    "float": "float32",
    "boolean": "bool",
    "timestamp": "timestamp[us, UTC]",
    "array<string>": "list<string>",
    "array<struct<start:int,end:int>>": "list<struct<start: int32, end: int32>>",
}


def main():
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    done = 0
    for folder in sys.argv[1:]:
        for table in json.load(open(f"{folder}/dataset.json", encoding="utf-8"))["tables"]:
            frame = spark.read.parquet(f"{folder}/data/{table['name']}")
            hidden = {part.split("=")[0] for file in table["files"] for part in file["path"].split("/") if "=" in part}
            told = {column["name"]: column for column in table["columns"] if column["name"] not in hidden}
            found = {field.name: field for field in frame.schema.fields if field.name not in hidden}
            assert list(found) == list(told), (table["name"], list(found))
            for name, column in told.items():
                assert TYPES[found[name].dataType.simpleString()] == column["type"], (table["name"], name)
                assert found[name].metadata.get("comment") == column["description"], (table["name"], name)
            assert frame.count() == table["rows"], (table["name"], frame.count())
            frame.foreach(lambda row: None)
            done += 1
    print(f"Spark read {done} tables of {len(sys.argv) - 1} data sets, with their comments")


main()
