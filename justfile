# `just --list` is the manual. Every task is one plain command, so that `just` itself is never needed.

python := "target/python"

# What there is to do.
default:
    @just --list

# Make a data set: by default of the articles in input/, in output/.
run *ARGS:
    cargo run --release -- run {{ARGS}}

# Show one article with everything found in it.
inspect FILE:
    cargo run --release -- inspect {{FILE}}

# Print the tables and their columns, or one table.
schema *TABLE:
    cargo run --release -- schema {{TABLE}}

# Check that a data set is whole.
verify DIR="output":
    cargo run --release -- verify {{DIR}}

# Run all tests, or those whose name holds NAME.
test *NAME:
    cargo test {{NAME}}

# Run all tests, those of the readers in Python too.
test-readers: readers
    QUOTIENT_PYTHON="$PWD/{{python}}/bin/python" cargo test

# Test remote inputs against a real server of S3, which is built first if it is not there.
test-remote:
    test -x target/s3s/bin/s3s-fs || cargo install s3s-fs --version 0.14.1 --features binary --locked --root target/s3s
    cargo build --features remote
    python3 tests/remote.py

# Build what is handed to others: optimised, and with remote inputs.
release:
    cargo build --release --features remote

# Read data sets of the sample articles by Spark (takes Java).
test-spark: readers
    {{python}}/bin/python -m pip install --quiet pyspark
    cargo run --release -- run --quiet --output target/spark-flat --tables all
    cargo run --release -- run --quiet --output target/spark-parted --partition-by published_month,publisher,language
    {{python}}/bin/python tests/data/load_spark.py target/spark-flat target/spark-parted

# Try the recipes of docs/scheduling.md by Airflow, Dagster, the schemas of Kubernetes and a reader of cron's times.
test-schedulers:
    cargo build --release
    python3 tests/schedulers.py

# Let every file operation fail, the power fail after each, and processes be killed; see docs/reliability.md.
faults:
    QUOTIENT_FAULTS=all cargo test --release --test suite -- dataset::faults flipped --nocapture

# Run notebooks/quickstart.py on the sample articles, and write what it shows to notebooks/quickstart.ipynb.
notebook:
    test -x target/notebook/bin/python || python3 -m venv target/notebook
    target/notebook/bin/python -m pip install --quiet --requirement notebooks/requirements.txt
    cargo build --release
    QUOTIENT="$PWD/target/release/quotient" target/notebook/bin/python notebooks/make.py

# Rewrite the golden files; read the difference before committing it.
bless:
    BLESS=1 cargo test
    git status --short tests docs

# Format all code.
fmt:
    cargo fmt --all

# Format and lints, as strict as in CI.
lint:
    cargo fmt --all --check
    cargo clippy --all-targets -- -D warnings

# Measure each stage and the whole in bytes per second, or the stages whose name holds NAME.
bench *NAME:
    cargo bench --bench stages -- {{NAME}}

# Learn a model (classes, tagger, lemma, parser, names, quotes or coreference, in this order) from the corpora in DATA; see docs/models.md.
train NAME DATA:
    cargo run --release -- train {{NAME}} --data {{DATA}} --out models

# Compare the quotes found with those people marked in GOLD: a row each, then the measures; see docs/models.md.
eval GOLD *ARGS:
    cargo run --release -- eval quotes {{GOLD}} {{ARGS}}

# Compare who is who with what people marked in GOLD: a row each, then the measures; see docs/coreference.md.
who GOLD *ARGS:
    cargo run --release -- eval coreference {{GOLD}} {{ARGS}}

# Try random input on a fuzz target (analysis or readers) for SECONDS; needs `cargo install cargo-fuzz`.
fuzz TARGET SECONDS="600":
    mkdir -p fuzz/corpus/{{TARGET}}
    cd fuzz && RUSTC_BOOTSTRAP=1 cargo fuzz run -s none --fuzz-dir . {{TARGET}} corpus/{{TARGET}} seeds/{{TARGET}} -- -max_total_time={{SECONDS}} -timeout=20

# Measure how fast each format is read.
bench-formats:
    cargo bench --bench formats

# Measure what hostile inputs of so many MB (and of twice as many) cost the whole program.
bench-hostile MB="4":
    cargo bench --bench hostile -- {{MB}}

# Measure the index across articles over so many made-up mentions.
bench-index MENTIONS="1000000":
    cargo bench --bench index -- {{MENTIONS}}

# The library's documentation.
docs:
    cargo doc --no-deps --open

# A Python with the readers people use: polars, pandas, pyarrow, DuckDB, Hugging Face datasets, Frictionless, Croissant.
readers:
    test -x {{python}}/bin/python || python3 -m venv {{python}}
    {{python}}/bin/python -m pip install --quiet polars pandas pyarrow duckdb datasets 'frictionless[parquet]' fastparquet mlcroissant

# All that CI does.
ci:
    .ci/run
