# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Who says what: a first look at the tables
#
# Quotient reads news articles and writes tables: which words are quoted, who is quoted, and in what role. This notebook runs it on
# the sample articles of this repository, opens the tables in polars, pandas and DuckDB, joins them, and answers four questions:
#
# 1. Who is quoted most?
# 2. How many of those quoted are named, how many stay anonymous?
# 3. How much of an article is quoted words: by outlet, and over time?
# 4. Where in the articles does one speaker's voice appear, and in what words?
#
# The articles are invented, and so are their people, towns and outlets. What you see here is how to ask, not what news is like. Put
# your own articles in the place of `input/`, and other names in the few cells that ask for somebody or some outlet by name.
#
# **What you need:** the program, built once by `cargo build --release` in this repository (about nine minutes), and Python
# 3.11 or later with the packages that `notebooks/requirements.txt` names.

# %%
import os
import shutil
import subprocess
import tempfile
import textwrap
from pathlib import Path

import duckdb
import matplotlib.pyplot as plt
import pandas as pd
import polars as pl

pl.Config(tbl_rows=12, fmt_str_lengths=70, tbl_hide_dataframe_shape=True)
plt.rcParams.update({"figure.dpi": 80, "axes.spines.top": False, "axes.spines.right": False, "axes.axisbelow": True})
BLUE, SKY, ORANGE, GREY = "#0072b2", "#56b4e9", "#e69f00", "#bbbbbb"

# %% [markdown]
# ## Run it
#
# One command makes all tables: `quotient run input --output FOLDER`. The cell below looks for the program in three places: the
# environment variable `QUOTIENT`, your `PATH`, and `target/release`, where cargo puts it. The tables go to a folder of their own
# that is thrown away when the notebook ends; give it a name of yours to keep them.

# %%
repository = next(folder for folder in [Path.cwd(), *Path.cwd().parents] if (folder / "input" / "port-hesper.jsonl").exists())
built = repository / "target" / "release" / "quotient"
program = os.environ.get("QUOTIENT") or shutil.which("quotient") or (built if built.exists() else None)
if program is None:
    raise FileNotFoundError("There is no quotient yet: run `cargo build --release` in the repository, then this cell again.")

room = tempfile.TemporaryDirectory()
output = Path(room.name) / "tables"
subprocess.run([program, "run", "input", "--output", output, "--quiet", "--no-report"], cwd=repository, check=True)
sorted(table.name for table in (output / "data").iterdir())

# %% [markdown]
# ## The tables
#
# Each table is a folder of Parquet files below `data/`, and a CSV file in `csv/`. Parquet is the one to work with: it keeps types, times,
# lists and the difference between "empty" and "unknown". A row of
#
# - **articles** is one article, with its text as it was read;
# - **paragraphs** is one paragraph, with its role: headline, byline, body and so on;
# - **quotes** is one attribution: some words, and whose they are. They may be *direct* (all in quotation marks), *mixed* (partly), or
#   *indirect* (he said that …);
# - **sources** is one source *in one article*: a person, an organization, a group such as "residents", a report, a poll;
# - **entities** and **mentions** are everyone and everything named, and each place where they are;
# - **source_index** and **entity_index** are the same people and things *across all articles*;
# - **rejects** is an input that could not be read, and why. Look here first.
#
# The ids tie them together. `quotes.article_id` leads to articles, `quotes.source_id` to sources, `sources.index_id` to `source_index`.
# An unknown value is null, never a made-up name, so each question below also has to say what it does with nulls. Every column is
# explained in `docs/tables.md`.
#
# **In polars**: the articles. Some say who published them and when, others (plain text files) do not. Every second row is shown.

# %%
articles = pl.read_parquet(output / "data/articles/*.parquet")
print(articles.height, "articles,", pl.read_parquet(output / "data/rejects/*.parquet").height, "rejected")
articles.select("article_key", "publisher", pl.col("published_at").dt.date(), "n_words", "n_quotes", "n_sources").gather_every(2)

# %% [markdown]
# **In pandas**: the quotes. A column with nulls stays a column of its type if you ask for pandas' own nullable types.

# %%
table = pd.read_parquet(output / "data/quotes", dtype_backend="numpy_nullable")
table["shortened"] = table["text"].map(lambda text: textwrap.shorten(text, 48, placeholder=" …"))
table[["kind", "shortened", "cue", "speaker", "confidence"]].round(2).tail(6)

# %% [markdown]
# **In DuckDB**: SQL, straight on the files. The kinds of sources, and how many of each have a name.

# %%
duckdb.sql(f"""
    SELECT kind, count(*) AS sources, count(name) AS with_a_name, sum(n_quotes)::INT AS quotes
    FROM '{output}/data/sources/*.parquet'
    WHERE NOT in_teaser
    GROUP BY kind
    ORDER BY quotes DESC
""").df()

# %% [markdown]
# ## One join
#
# A quote knows *what* was said, its source knows *who* said it, its article knows *where and when*. Most questions need all three. It is a
# left join: a quote whose source is unknown, or whose article has no publisher, should stay in the table and be counted as such.
#
# `in_teaser` marks words that belong to another story ("Read more: …" and the like), so they are left out.

# %%
quotes = pl.read_parquet(output / "data/quotes/*.parquet")
sources = pl.read_parquet(output / "data/sources/*.parquet")
people = pl.read_parquet(output / "data/source_index/*.parquet")

said = (
    quotes.filter(~pl.col("in_teaser"))
    .join(articles.select("article_id", "article_key", "publisher", "published_at"), on="article_id", how="left")
    .join(
        sources.select("source_id", "naming", "index_id", "description", source_kind="kind"), on="source_id", how="left"
    )
    .join(people.select("index_id", person="name"), on="index_id", how="left")
    .with_columns(outlet=pl.col("publisher").fill_null("(not stated)"))
)
assert said.height == quotes.filter(~pl.col("in_teaser")).height, "a left join on a key adds no rows"
said.select("outlet", "person", "naming", "kind", "text").filter(pl.col("outlet") == "Northern Wire").head(8)

# %% [markdown]
# ## 1. Who is quoted most?
#
# A name in one article may be longer than in another: "Mayor Tobias Renner" here, "Renner" there. Within an article Quotient finds
# out that these are one; across articles `index_id` does. So count by `index_id`, not by name. It is null for those without a full name:
# "Old Lin" or "an official" of one article need not be that of another, and adding them up would make up a person.

# %%
kinds = ["direct", "mixed", "indirect"]
most = (
    said.filter(pl.col("source_kind") == "person", pl.col("index_id").is_not_null())
    .group_by("index_id", "person")
    .agg(pl.len().alias("all"), *((pl.col("kind") == kind).sum().alias(kind) for kind in kinds))
    .sort(["all", "person"], descending=[True, False])
    .head(10)
)
figure, axes = plt.subplots(figsize=(8, 4))
left = [0] * most.height
for kind, colour in zip(kinds, [BLUE, SKY, GREY]):
    axes.barh(most["person"], most[kind], left=left, color=colour, label=kind)
    left = [before + more for before, more in zip(left, most[kind])]
axes.invert_yaxis()
axes.set(title="The ten people quoted most", xlabel="quotes in all articles")
axes.xaxis.grid(color="#eeeeee")
axes.xaxis.get_major_locator().set_params(integer=True)
axes.legend(frameon=False, loc="lower right")
figure.tight_layout()

# %% [markdown]
# ## 2. Named or anonymous?
#
# `naming` tells whether a source has a name (`named`), only half of one (`partial`: "Doreen, 71", "@lunchlady_k"), or none (`anonymous`: "a
# senior official"). Count people and groups of people only: a report or a poll does not hide behind anything. Quotes without any
# source are left out too.
#
# The invented outlets were written to differ: the wire lives by its unnamed officials.

# %%
levels = ["named", "partial", "anonymous"]
naming = (
    said.filter(pl.col("source_kind").is_in(["person", "group"]))
    .group_by("outlet")
    .agg(pl.len().alias("all"), *((pl.col("naming") == level).sum().alias(level) for level in levels))
    .filter(pl.col("all") >= 5)  # a share of three quotes says nothing
    .sort(pl.col("anonymous") / pl.col("all"), "outlet")
)
labels = [f"{outlet} ({n} quotes)" for outlet, n in naming.select("outlet", "all").iter_rows()]
figure, axes = plt.subplots(figsize=(8, 3.2))
left = [0.0] * naming.height
for level, colour, ink in zip(levels, [BLUE, SKY, ORANGE], ["white", "black", "black"]):
    share = (naming[level] / naming["all"] * 100).to_list()
    bars = axes.barh(labels, share, left=left, color=colour, label=level)
    axes.bar_label(bars, [f"{value:.0f} %" if value >= 8 else "" for value in share], label_type="center", color=ink)
    left = [before + more for before, more in zip(left, share)]
axes.set(title="Quotes by people and groups: are they named?", xlabel="share of quotes, per cent", xlim=(0, 100))
axes.legend(frameon=False, ncols=3, loc="upper center", bbox_to_anchor=(0.4, -0.2))
figure.tight_layout()

# %% [markdown]
# ## 3. How much of the news is quoted words?
#
# `paragraphs.quoted_share` is the share of a paragraph's characters that stand in quotation marks of a direct or mixed quote. To get that of
# an article or an outlet, weigh each paragraph by its length, or short ones count too much. Bylines, photo credits and boilerplate are
# no part of the article; the roles tell them. The outlets shown are those with most articles, four at most and three articles at least.
#
# Time needs a date. Articles that state none drop out of the right half, and it is good manners to say how many.

# %%
paragraphs = pl.read_parquet(output / "data/paragraphs/*.parquet")
length = pl.col("end") - pl.col("start")
quoted = 100 * (pl.col("quoted_share") * length).sum() / length.sum()
body = paragraphs.filter(pl.col("role").is_in(["headline", "body", "subheading", "list", "caption"])).join(
    articles.select("article_id", "publisher", "published_at"), on="article_id"
)
known = body.filter(pl.col("publisher").is_not_null())
by_outlet = known.group_by("publisher").agg(quoted=quoted, n=pl.col("article_id").n_unique()).filter(pl.col("n") >= 3)
by_outlet = by_outlet.sort("n", "publisher", descending=[True, False]).head(4).sort("quoted")
dated = known.filter(pl.col("published_at").is_not_null(), pl.col("publisher").is_in(by_outlet["publisher"].to_list()))
by_article = dated.group_by("article_id", "publisher", "published_at").agg(quoted=quoted).sort("published_at", "article_id")
by_month = dated.group_by(month=pl.col("published_at").dt.truncate("1mo")).agg(quoted=quoted).sort("month")
print(f"{by_article.height} of {articles.height} articles have a date and one of these outlets.")

colours = dict(zip(by_outlet["publisher"], [GREY, ORANGE, SKY, BLUE]))
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.8), width_ratios=[1, 1.3], sharey=True)
bars = left.bar(by_outlet["publisher"], by_outlet["quoted"], color=[colours[name] for name in by_outlet["publisher"]])
left.bar_label(bars, fmt="%.0f %%")
left.set_xticks(range(by_outlet.height), [name.replace(" ", "\n") for name in by_outlet["publisher"]])
left.set(title="By outlet", ylabel="in quotation marks, % of characters")
for name, colour in colours.items():
    one = by_article.filter(pl.col("publisher") == name)
    right.scatter(one["published_at"], one["quoted"], color=colour, label=name, zorder=2)
middle = by_month["month"].dt.offset_by("14d")
right.plot(middle, by_month["quoted"], color="black", linewidth=1, marker="_", label="all, by month", zorder=1)
months = plt.matplotlib.dates.AutoDateLocator()
right.xaxis.set_major_locator(months)
right.xaxis.set_major_formatter(plt.matplotlib.dates.ConciseDateFormatter(months))
right.set(title="Over time: one dot an article", xlim=(by_month["month"].min(), by_month["month"].dt.offset_by("1mo").max()))
right.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
figure.tight_layout()

# %% [markdown]
# ## 4. One speaker in context
#
# Every quote has `start` and `end`: where it stands in `articles.text`. **They count characters (Unicode code points) from 0, and `end` is
# the first character that is no longer part of it.** That is how Python counts, so `text[start:end]` is the words, to the last
# quotation mark. It is *not* how bytes are counted: a curly quotation mark is one character, but three bytes in UTF-8.

# %%
text_of = dict(articles.select("article_id", "text").iter_rows())
example = said.filter(pl.col("person") == "Tobias Renner", pl.col("kind") == "direct", pl.col("spans").list.len() == 1).row(0, named=True)
text, start, end = text_of[example["article_id"]], example["start"], example["end"]
print("characters:", text[start:end])
print("bytes:     ", text.encode()[start:end].decode(errors="replace"))

# %% [markdown]
# The same cut in other tools: polars `str.slice(start, end - start)`; in SQL and in R the first character is 1, so DuckDB's
# `substring(text, start + 1, end - start)` and R's `substr(text, start + 1, end)`. JavaScript and Java count UTF-16 units, which differ as
# soon as there is an emoji.
#
# A quote may come in parts, with its cue between them: “I would,” she said, “if I could.” Then `spans` has the parts one by one, and
# `text` joins them by ` … `. Let us see that this holds for every quote we have:

# %%
for quote in said.iter_rows(named=True):
    parts = [text_of[quote["article_id"]][part["start"] : part["end"]] for part in quote["spans"]]
    assert " … ".join(parts) == quote["text"]
print(said.height, "quotes stand where the table says.")

# %% [markdown]
# Now everything that the mayor of Port Hesper is quoted with, over half a year. Each line is an article, as long as its text; the
# marks are his words where they stand. (The first article does not state its date.)

# %%
mayor = said.filter(pl.col("person") == "Tobias Renner").sort("published_at", "start")
keys = mayor["article_key"].unique(maintain_order=True).to_list()
colour_of = dict(zip(kinds, [BLUE, SKY, ORANGE]))
figure, axes = plt.subplots(figsize=(9, 3.6))
for quote in mayor.iter_rows(named=True):
    row = keys.index(quote["article_key"])
    axes.barh(row, len(text_of[quote["article_id"]]), color="#eeeeee", height=0.6, zorder=0)
    for part in quote["spans"]:
        axes.barh(row, part["end"] - part["start"], left=part["start"], color=colour_of[quote["kind"]], height=0.6)
axes.set_yticks(range(len(keys)), keys)
axes.invert_yaxis()
axes.set(title="Where Mayor Tobias Renner is quoted", xlabel="characters from the beginning of the article")
handles = [plt.matplotlib.patches.Patch(color=colour, label=kind) for kind, colour in colour_of.items()]
axes.legend(handles=handles, frameon=False, loc="lower right")
figure.tight_layout()

# %% [markdown]
# And in the text, with the offsets: `⟦start words end⟧`. What stands outside of the brackets is the reporter's, or somebody else's. Do
# read some of it: counts hide what only context shows, and not every row is one that you would have marked. `confidence` says how sure
# the program is of each row, and `quotient run --min-confidence 0.8` leaves out what is less sure.

# %%
for key in ["courier-what-the-vote-means", "wire-governor-pays"]:
    here = mayor.filter(pl.col("article_key") == key)
    text = text_of[here["article_id"][0]]
    spans = sorted((part["start"], part["end"]) for quote in here["spans"] for part in quote)
    for start, end in reversed(spans):  # from the end, so that what is put in moves nothing that is still to come
        text = f"{text[:start]}⟦{start} {text[start:end]} {end}⟧{text[end:]}"
    print(key.upper(), *(textwrap.fill(paragraph, 100) for paragraph in text.split("\n\n")), sep="\n\n")
    print()

# %% [markdown]
# ## Where to go from here
#
# - `quotient run my-articles/ --output my-tables` on your own articles: text, web pages, JSON lines, CSV, WARC and more.
#   `quotient run … --dry-run` shows first what would be read, and which of your columns is taken for what.
# - `quotient inspect FILE` shows one article with everything that was found in it.
# - `docs/tables.md` explains every column, `docs/dataset.md` the folder, and README.md says how often Quotient is right.

# %%
room.cleanup()
