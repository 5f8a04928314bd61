//! Each stage and the whole, in bytes of article text per second: `cargo bench`, or `cargo bench -- quotes` for one.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::BytesCount;

use quotient::analysis::Analysis;
use quotient::article::{Article, ArticleId, Meta};
use quotient::table::{self, Document, Info};
use quotient::write::{self, DataSet, Format};
use quotient::{Analyzer, extract, read, segment};

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

/// Articles with what each stage finds in them, up to and including that stage.
struct Desk {
    articles: Vec<Article>,
    bytes: BytesCount,
    paragraphs: Vec<Analysis>,
    sentences: Vec<Analysis>,
    marks: Vec<Analysis>,
    names: Vec<Analysis>,
    quotes: Vec<Analysis>,
    coreference: Vec<Analysis>,
    all: Vec<Analysis>,
}

static DESK: LazyLock<Desk> = LazyLock::new(|| {
    let articles = articles();
    let stage = |before: &[Analysis], work: fn(&str, &mut Analysis)| -> Vec<Analysis> {
        let one = |(article, found): (&Article, &Analysis)| {
            let mut found = found.clone();
            work(&article.text, &mut found);
            found
        };
        articles.iter().zip(before).map(one).collect()
    };
    let paragraphs = stage(&vec![Analysis::default(); articles.len()], find_paragraphs);
    let sentences = stage(&paragraphs, find_sentences);
    let marks = stage(&sentences, find_marks);
    let names = stage(&marks, find_names);
    let quotes = stage(&names, find_quotes);
    let coreference = stage(&quotes, extract::coreference::resolve);
    let all = stage(&coreference, extract::sources::describe);
    let bytes = BytesCount::new(articles.iter().map(|article| article.text.len()).sum::<usize>());
    Desk { articles, bytes, paragraphs, sentences, marks, names, quotes, coreference, all }
});

/// The sample articles again and again, each with an id of its own.
fn articles() -> Vec<Article> {
    let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let inputs = read::discover(&[input.to_string_lossy().into_owned()]).unwrap_or_default();
    let mut samples: Vec<Article> = read::articles(&inputs).flatten().collect();
    if samples.is_empty() {
        let (id, key, source_uri) = (ArticleId::of("story"), "story".to_owned(), "story".to_owned());
        samples.push(Article { id, key, source_uri, format: "text", text: STORY.to_owned(), meta: Meta::default() });
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

fn find_paragraphs(text: &str, found: &mut Analysis) {
    (found.paragraphs, found.stated) = segment::paragraphs::find(text);
}

fn find_sentences(text: &str, found: &mut Analysis) {
    (found.sentences, found.tokens) = segment::sentences::find(text, &mut found.paragraphs);
}

fn find_marks(text: &str, found: &mut Analysis) {
    found.quotations = extract::marks::find(text, &found.paragraphs);
}

fn find_names(text: &str, found: &mut Analysis) {
    found.mentions = extract::names::find(text, found, extract::names::NameModel::bundled());
}

fn find_quotes(text: &str, found: &mut Analysis) {
    found.quotes = extract::quotes::find(text, found);
}

/// Measures one stage on what the stages before it found.
fn stage(bencher: Bencher, before: &'static [Analysis], work: fn(&str, &mut Analysis)) {
    bencher.counter(DESK.bytes).with_inputs(|| before.to_vec()).bench_refs(|found| {
        DESK.articles.iter().zip(found).for_each(|(article, found)| work(&article.text, found));
    });
}

#[divan::bench(name = "01 read and decode")]
fn read_and_decode(bencher: Bencher) {
    let folder = tempfile::tempdir().unwrap();
    for (number, article) in DESK.articles.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{number}.txt")), &article.text).unwrap();
    }
    let inputs = read::discover(&[folder.path().to_string_lossy().into_owned()]).unwrap();
    bencher.counter(DESK.bytes).bench(|| read::articles(&inputs).filter(Result::is_ok).count());
}

#[divan::bench(name = "02 paragraphs")]
fn paragraphs(bencher: Bencher) {
    bencher.counter(DESK.bytes).bench(|| {
        let found = DESK.articles.iter().map(|article| segment::paragraphs::find(&article.text).0.len());
        found.sum::<usize>()
    });
}

#[divan::bench(name = "03 sentences and tokens")]
fn sentences(bencher: Bencher) {
    stage(bencher, &DESK.paragraphs, find_sentences);
}

#[divan::bench(name = "04 marks")]
fn marks(bencher: Bencher) {
    stage(bencher, &DESK.sentences, find_marks);
}

#[divan::bench(name = "05 names")]
fn names(bencher: Bencher) {
    stage(bencher, &DESK.marks, find_names);
}

#[divan::bench(name = "06 quotes")]
fn quotes(bencher: Bencher) {
    stage(bencher, &DESK.names, find_quotes);
}

#[divan::bench(name = "07 coreference")]
fn coreference(bencher: Bencher) {
    stage(bencher, &DESK.quotes, extract::coreference::resolve);
}

#[divan::bench(name = "08 sources")]
fn sources(bencher: Bencher) {
    stage(bencher, &DESK.coreference, extract::sources::describe);
}

#[divan::bench(name = "09 whole analysis")]
fn whole_analysis(bencher: Bencher) {
    let analyzer = Analyzer::new();
    bencher.counter(DESK.bytes).bench(|| {
        let quotes = DESK.articles.iter().map(|article| analyzer.analyze(article).quotes.len());
        quotes.sum::<usize>()
    });
}

fn tables() -> Vec<Info> {
    table::tables().iter().filter(|table| table.by_default).cloned().collect()
}

fn rows(tables: &[Info]) -> Vec<(&'static str, arrow::array::RecordBatch)> {
    let names: Vec<_> = tables.iter().map(|table| table.name).collect();
    let documents = DESK.articles.iter().zip(&DESK.all);
    let documents = documents.map(|(article, analysis)| Document { article, analysis, duplicate_of: None });
    table::batches(&documents.collect::<Vec<_>>(), &[], &names)
}

#[divan::bench(name = "10 tables")]
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
        let options = write::Options { formats: &[format], tables: &tables, spreadsheet: false };
        let mut data = DataSet::create(&output, options).unwrap();
        data.append(&batches).unwrap();
        data.close(&names).unwrap();
    });
}

#[divan::bench(name = "11 parquet")]
fn parquet(bencher: Bencher) {
    written(bencher, Format::Parquet);
}

#[divan::bench(name = "12 csv")]
fn csv(bencher: Bencher) {
    written(bencher, Format::Csv);
}
