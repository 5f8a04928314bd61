//! Each stage and the whole, in bytes of article text per second: `cargo bench`, or `cargo bench -- quotes` for one.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::BytesCount;

use quotient::analysis::Analysis;
use quotient::article::{Article, ArticleId};
use quotient::extract::names::Words;
use quotient::run::{self, Stop};
use quotient::table::{self, Document, Info};
use quotient::write::{self, DataSet, Format};
use quotient::{Analyzer, STAGES, read};

fn main() {
    divan::main();
}

/// So much text is worked on at a time: enough to leave the caches.
const BYTES: usize = 1 << 20;

/// Used where there are no sample articles.
const STORY: &str = "Harbour Town Votes to Keep Its Ferry\n\nBy Lena Brandt\n\nPORT HALE — The town council voted 7 to 2 \
on Monday to keep the night ferry running through the winter, a month after the Hale Shipping Company said that the line \
“no longer pays for its own lamps.”\n\n“We will not let it go,” said Mayor Ann Okafor, who has crossed on it every day \
for eleven years. “Not this year, and not the next.”\n\nThe company’s director, Tomas Reuter, denied that the boat had \
been sold, but declined to say who had looked at it. According to a report by the harbour office, some 400 people use the \
last crossing on a weekday; residents told the council that the road takes an hour longer.\n\n“If they stop it, I stop \
working,” said one nurse, who asked not to be named. She added that her shift ends at midnight.\n\nMr. Reuter said he \
would “listen to anyone with a cheque.” Okafor said the council had asked the Ministry of Transport for help.\n";

/// Articles, and what is found in them.
struct Desk {
    articles: Vec<Article>,
    bytes: BytesCount,
    analyses: Vec<Analysis>,
}

static DESK: LazyLock<Desk> = LazyLock::new(|| {
    let (articles, analyzer) = (articles(), Analyzer::new());
    let analyses = articles.iter().map(|article| analyzer.analyze(article)).collect();
    let bytes = BytesCount::new(articles.iter().map(|article| article.text.len()).sum::<usize>());
    Desk { articles, bytes, analyses }
});

/// The sample articles again and again, each with an id of its own. The records among them, which are a third as long, came
/// later: with them figures would not compare with earlier ones.
fn articles() -> Vec<Article> {
    let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let inputs = read::discover(&[input.to_string_lossy().into_owned()]).unwrap_or_default();
    let articles = read::articles(&inputs, &read::Options::default()).into_iter().flatten();
    let mut samples: Vec<Article> = articles.filter(|article| article.format != "json").collect();
    if samples.is_empty() {
        samples.push(Article::from_text("story", STORY));
    }
    let mut bytes = 0;
    let copies = samples.iter().cycle().enumerate().map(|(number, article)| {
        let key = format!("{}-{number}", article.key);
        Article { id: ArticleId::of(&key), key, ..article.clone() }
    });
    let enough = |article: &Article| {
        bytes += article.text.len();
        bytes < BYTES + article.text.len()
    };
    copies.take_while(enough).collect()
}

/// What a program does before its first article: all models, on as many cores as there are.
#[divan::bench(name = "00 load models", sample_size = 1)]
fn load_models(bencher: Bencher) {
    // Nothing stands in for the program's own, which are unpacked anew each time.
    let folder = tempfile::tempdir().unwrap();
    bencher.bench(|| Analyzer::with_models(folder.path()).unwrap());
}

#[divan::bench(name = "01 read and decode")]
fn read_and_decode(bencher: Bencher) {
    let folder = tempfile::tempdir().unwrap();
    for (number, article) in DESK.articles.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{number}.txt")), &article.text).unwrap();
    }
    let inputs = read::discover(&[folder.path().to_string_lossy().into_owned()]).unwrap();
    bencher
        .counter(DESK.bytes)
        .bench(|| read::articles(&inputs, &read::Options::default()).iter().filter(|one| one.is_ok()).count());
}

/// Each stage on what the stages before it found.
#[divan::bench(name = "02 stage", args = STAGES.iter().map(|(name, _)| *name))]
fn stage(bencher: Bencher, name: &str) {
    let number = number(name);
    let analyzer = Analyzer::new();
    let before: Vec<(Analysis, Words)> = DESK.articles.iter().map(|article| found(article, number)).collect();
    bencher.counter(DESK.bytes).with_inputs(|| before.clone()).bench_refs(|before| {
        for (article, (found, words)) in DESK.articles.iter().zip(before) {
            STAGES[number].1.run(&analyzer, &article.text, found, words);
        }
    });
}

fn number(stage: &str) -> usize {
    STAGES.iter().position(|(own, _)| *own == stage).expect("there is a stage of this name")
}

/// What the first stages find in the article.
fn found(article: &Article, stages: usize) -> (Analysis, Words<'_>) {
    let (mut found, mut words) = (Analysis::default(), Words::default());
    let analyzer = Analyzer::new();
    STAGES[..stages].iter().for_each(|(_, stage)| stage.run(&analyzer, &article.text, &mut found, &mut words));
    (found, words)
}

/// What other programs are measured by.
/// Bytes of text that go through one stage before the next begins: an article by itself, and what a run takes together.
const GROUPS: [usize; 2] = [0, 64 << 10];

/// The articles' numbers, in groups of so many bytes.
fn groups(bytes: usize) -> Vec<Range<usize>> {
    let (mut groups, mut start, mut held) = (Vec::new(), 0, 0);
    for (number, article) in DESK.articles.iter().enumerate() {
        held += article.text.len();
        if held >= bytes || number + 1 == DESK.articles.len() {
            groups.push(start..number + 1);
            (start, held) = (number + 1, 0);
        }
    }
    groups
}

/// What takes words to names: they are there before, and so are the marks.
#[divan::bench(name = "02 tags, trees and names", sample_count = 10, args = GROUPS)]
fn tags_trees_and_names(bencher: Bencher, bytes: usize) {
    let analyzer = Analyzer::new();
    let stages = ["tags", "trees", "words", "names"].map(|name| STAGES[number(name)].1);
    let before: Vec<_> = DESK.articles.iter().map(|article| found(article, number("tags"))).collect();
    let groups = groups(bytes);
    bencher.counter(DESK.bytes).with_inputs(|| before.clone()).bench_refs(|before| {
        for group in &groups {
            let (articles, before) = (&DESK.articles[group.clone()], &mut before[group.clone()]);
            for stage in &stages {
                for (article, (found, words)) in articles.iter().zip(before.iter_mut()) {
                    stage.run(&analyzer, &article.text, found, words);
                }
            }
        }
    });
}

#[divan::bench(name = "03 whole analysis", sample_count = 20, args = GROUPS)]
fn whole_analysis(bencher: Bencher, bytes: usize) {
    let analyzer = Analyzer::new();
    let groups = groups(bytes);
    let articles: Vec<&Article> = DESK.articles.iter().collect();
    bencher.counter(DESK.bytes).bench(|| {
        let analyses = groups.iter().map(|group| analyzer.analyze_all(&articles[group.clone()]).len());
        analyses.sum::<usize>()
    });
}

fn tables() -> Vec<Info> {
    table::tables().iter().filter(|table| table.by_default).cloned().collect()
}

fn rows(tables: &[Info]) -> Vec<(&'static str, arrow::array::RecordBatch)> {
    let names: Vec<_> = tables.iter().map(|table| table.name).collect();
    let documents = DESK.articles.iter().zip(&DESK.analyses);
    let documents = documents.map(|(article, analysis)| Document { article, analysis, duplicate_of: None });
    table::batches(&documents.collect::<Vec<_>>(), &[], &names)
}

#[divan::bench(name = "04 tables")]
fn tables_of_rows(bencher: Bencher) {
    let tables = tables();
    bencher.counter(DESK.bytes).bench(|| rows(&tables));
}

/// Writes all tables in one format, without publishing them: how fast a disk syncs is not measured.
fn written(bencher: Bencher, format: Format) {
    let (folder, tables) = (tempfile::tempdir().unwrap(), tables());
    let batches = rows(&tables);
    let names: Vec<_> = tables.iter().map(|table| table.name).collect();
    let output: PathBuf = folder.path().join("output");
    bencher.counter(DESK.bytes).bench(|| {
        let options =
            write::Options { formats: &[format], tables: &tables, spreadsheet: false, ..write::Options::default() };
        let mut data = DataSet::create(&output, options).unwrap();
        data.append(&batches).unwrap();
        data.close(&names).unwrap();
    });
}

#[divan::bench(name = "05 parquet")]
fn parquet(bencher: Bencher) {
    written(bencher, Format::Parquet);
}

#[divan::bench(name = "06 csv")]
fn csv(bencher: Bencher) {
    written(bencher, Format::Csv);
}

const COPIES: usize = 16;

/// From files to a published data set on all cores, with the default tables and formats. More text than elsewhere: what a
/// run takes before and after the articles should not show.
#[divan::bench(name = "07 whole run", sample_count = 10, sample_size = 1)]
fn whole_run(bencher: Bencher) {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("input");
    std::fs::create_dir(&input).unwrap();
    for (number, article) in std::iter::repeat_n(&DESK.articles, COPIES).flatten().enumerate() {
        std::fs::write(input.join(format!("{number}.txt")), &article.text).unwrap();
    }
    let bytes = BytesCount::new(COPIES * DESK.articles.iter().map(|article| article.text.len()).sum::<usize>());
    let (inputs, output) = (vec![input.to_string_lossy().into_owned()], folder.path().join("output"));
    let options = run::Options { report: false, tables: tables(), ..run::Options::of(inputs, output) };
    bencher.counter(bytes).bench(|| run::run(&options, &Stop::default()).unwrap());
}
