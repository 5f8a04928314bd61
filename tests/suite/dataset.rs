//! The data set, from rows made by hand to files that others read. Here are the hands.

mod damage;
mod described;
mod faults;
mod folder;
mod layout;
mod rows;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Float32Type, Int32Type, TimestampMicrosecondType};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use quotient::Span;
use quotient::analysis::*;
use quotient::article::{Article, ArticleId, Reject};
use quotient::error::Kind;
use quotient::table::{self, Document, Info};
use quotient::write::manifest::{Counts, Input, Manifest};
use quotient::write::{About, DataSet, Format, Options, Piece, Provenance, Published, verify};
use serde_json::json;
use tempfile::TempDir;

/// Written for this test. Accents, CJK and an emoji keep bytes and characters apart.
const HARBOUR: &str = "Café owners fear the tram\n\n“We were never asked,” said Zoë Brandt (小紅), “and 😀 “never” \
                       means never.” She runs a café.\n\nRead on: “Ferries are full,” said Ito. The mayor";

struct Story {
    article: Article,
    analysis: Analysis,
}

/// The `nth` place of `words` in `text`.
fn at(text: &str, words: &str, nth: usize) -> Span {
    let (start, _) = text.match_indices(words).nth(nth).unwrap_or_else(|| panic!("{words} is not in the text"));
    Span::new(start, start + words.len())
}

fn article(key: &str, text: &str) -> Article {
    Article { source_uri: format!("file:{key}.txt"), ..Article::from_text(key, text) }
}

/// One of everything: an interrupted quote, one nested in it, a pronoun, a teaser.
fn harbour(key: &str) -> Story {
    let text = HARBOUR;
    let span = |words: &str| at(text, words, 0);
    let bodies =
        [("Café owners", "tram", Role::Headline), ("“We", "café.", Role::Body), ("Read", "mayor", Role::Teaser)];
    let sentences = [
        ("Café owners fear the tram", 0),
        ("“We were never asked,” said Zoë Brandt (小紅), “and 😀 “never” means never.”", 1),
        ("She runs a café.", 1),
        ("Read on: “Ferries are full,” said Ito.", 2),
        ("The mayor", 2),
    ];
    let mut found = Analysis::default();
    for (words, paragraph) in sentences {
        let whole = span(words);
        let first = found.tokens.len() as u32;
        for word in words.split(' ') {
            let start = whole.start as usize + (word.as_ptr() as usize - words.as_ptr() as usize);
            found.tokens.push(Token::new(Span::new(start, start + word.len())));
        }
        found.sentences.push(Sentence { span: whole, paragraph, tokens: first..found.tokens.len() as u32 });
    }
    for ((from, to, role), sentences) in bodies.into_iter().zip([0..1, 1..3, 3..5]) {
        found.paragraphs.push(Paragraph { span: span(from).cover(span(to)), role, sentences });
    }
    let (first, second) = (span("“We were never asked,”"), span("“and 😀 “never” means never.”"));
    let (inner, ferries) = (span("“never”"), span("“Ferries are full,”"));
    for (marks, paragraph, parent) in [(first, 1, None), (second, 1, None), (inner, 1, Some(1)), (ferries, 2, None)] {
        found.quotations.push(Quotation {
            span: marks,
            inner: marks.trim_matches(text, |c| "“”".contains(c)),
            marks: Marks::Double,
            paragraph,
            parent,
            closed: true,
            continues: None,
        });
    }
    let zoe = span("Zoë Brandt");
    let mention = |span, kind, entity_type, sentence, entity| Mention {
        span,
        kind,
        entity_type,
        sentence,
        entity,
        confidence: 0.9,
    };
    found.mentions = vec![
        // Not in text order: the tables put it right.
        mention(span("She"), MentionKind::Pronoun, EntityType::Person, 2, Some(0)),
        mention(zoe, MentionKind::Name, EntityType::Person, 1, Some(0)),
        mention(span("Ferries"), MentionKind::Nominal, EntityType::Other, 3, None),
        mention(span("Ito"), MentionKind::Name, EntityType::Person, 3, Some(1)),
    ];
    found.entities = vec![
        Entity { entity_type: EntityType::Person, name: zoe, aliases: vec![span("小紅")] },
        Entity { entity_type: EntityType::Person, name: span("Ito"), aliases: vec![] },
    ];
    let source = |words: Span, entity, in_teaser| Source {
        kind: SourceKind::Person,
        name: Some(words),
        naming: Naming::Named,
        title: None,
        affiliation: None,
        description: words,
        entity: Some(entity),
        first_start: words.start,
        in_teaser,
    };
    found.sources = vec![source(zoe, 0, false), source(span("Ito"), 1, true)];
    let quote = |kind, spans: &[Span], sentence, who: Option<u32>, parent| Quote {
        kind,
        spans: spans.to_vec(),
        sentence,
        cue: who.map(|who| Cue { span: at(text, "said", who as usize), lemma: "say".into() }),
        source_span: who.map(|who| found.sources[who as usize].description),
        source: who,
        speaker: who,
        attribution: if who.is_some() { Attribution::Cue } else { Attribution::Nobody },
        polarity: Polarity::Asserted,
        in_teaser: who == Some(1),
        parent,
        confidence: 0.75,
    };
    found.quotes = vec![
        quote(QuoteKind::Direct, &[first, second], 1, Some(0), None),
        quote(QuoteKind::Direct, &[inner], 1, None, Some(0)),
        quote(QuoteKind::Direct, &[ferries], 3, Some(1), None),
    ];
    found.stated = Stated {
        title: Some(found.paragraphs[0].span),
        published_at: Some(1_700_000_000_000_000),
        ..Stated::default()
    };
    Story { article: article(key, text), analysis: found }
}

/// Plain paragraphs, a sentence each, and a quote in each second one: as many as wanted.
fn plain(key: &str, paragraphs: usize) -> Story {
    let mut text = String::new();
    let mut found = Analysis::default();
    for number in 0..paragraphs as u32 {
        let start = text.len();
        text += &format!("“The {number}th boat is late,” said Ana Ruiz of ferry {key}.");
        let span = Span::new(start, text.len());
        let sentence = Sentence { span, paragraph: number, tokens: number..number + 1 };
        found.tokens.push(Token::new(Span::new(start, start + "“".len())));
        found.sentences.push(sentence);
        found.paragraphs.push(Paragraph { span, role: Role::Body, sentences: number..number + 1 });
        if number % 2 == 0 {
            let end = start + text[start..].find(" said").unwrap();
            let name = at(&text[start..], "Ana Ruiz", 0);
            found.quotes.push(Quote {
                kind: QuoteKind::Direct,
                spans: vec![Span::new(start, end)],
                sentence: number,
                cue: None,
                source_span: Some(Span::new(start + name.start as usize, start + name.end as usize)),
                source: None,
                speaker: None,
                attribution: Attribution::Nobody,
                polarity: Polarity::Asserted,
                in_teaser: false,
                parent: None,
                confidence: 0.5,
            });
        }
        text += "\n\n";
    }
    Story { article: article(key, &text), analysis: found }
}

fn reject() -> Reject {
    Reject {
        source_uri: "file:broken \"one\".json".into(),
        record: Some(7),
        stage: "read",
        reason: "unreadable",
        detail: String::new(),
        bytes: 12,
    }
}

fn infos(names: &[&str]) -> Vec<Info> {
    table::tables().iter().filter(|info| names.contains(&info.name)).cloned().collect()
}

fn all() -> Vec<&'static str> {
    table::tables().iter().map(|info| info.name).collect()
}

const BOTH: &[Format] = &[Format::Parquet, Format::Csv];

fn begin(folder: &Path) -> quotient::Result<DataSet> {
    DataSet::create(
        folder,
        Options { formats: BOTH, tables: table::tables(), spreadsheet: false, ..Options::default() },
    )
}

fn append(set: &mut DataSet, stories: &[Story], rejects: &[Reject]) {
    let documents: Vec<Document> = stories.iter().map(document).collect();
    set.append(&table::batches(&documents, rejects, &all())).unwrap();
}

fn document(story: &Story) -> Document<'_> {
    Document { article: &story.article, analysis: &story.analysis, duplicate_of: None }
}

fn provenance(articles: usize, rejects: usize) -> Provenance {
    let (done, rejected) = (articles as u64, rejects as u64);
    let input = Input { uri: "a.txt".into(), bytes: 3, articles: done };
    let counts = Counts { seen: done + rejected + 1, done, rejected, skipped: 1, duplicate: 0 };
    Provenance {
        inputs: vec![input],
        options: json!({ "tables": "all" }),
        models: Vec::new(),
        counts,
        about: About::default(),
        state: None,
    }
}

fn write(folder: &Path, stories: &[Story], rejects: &[Reject]) -> Published {
    let mut set = begin(folder).unwrap();
    append(&mut set, stories, rejects);
    set.publish(provenance(stories.len(), rejects.len())).unwrap()
}

fn read(folder: &Path, table: &str) -> RecordBatch {
    let file = fs::File::open(folder.join(format!("data/{table}/part-00000.parquet"))).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let schema = reader.schema().clone();
    let batches: Vec<RecordBatch> = reader.build().unwrap().map(Result::unwrap).collect();
    arrow::compute::concat_batches(&schema, &batches).unwrap()
}

fn texts(rows: &RecordBatch, column: &str) -> Vec<String> {
    let column = rows[column].as_string::<i32>();
    column.iter().map(|value| value.unwrap_or("NULL").to_owned()).collect()
}

fn ints(rows: &RecordBatch, column: &str) -> Vec<i32> {
    rows[column].as_primitive::<Int32Type>().values().to_vec()
}

fn room() -> (TempDir, PathBuf) {
    let room = tempfile::tempdir().unwrap();
    let folder = room.path().join("output");
    (room, folder)
}

/// Every file below `folder`, relative, in order.
fn files(folder: &Path) -> Vec<String> {
    fn walk(root: &Path, at: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, found);
            } else {
                found.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found.sort();
    found
}

fn assert_sound(folder: &Path) {
    let report = verify(folder).unwrap();
    assert!(report.is_ok(), "{:#?}", report.problems);
}

/// Nothing but the data set is left beside it.
fn assert_alone(room: &TempDir) {
    let names: Vec<_> = fs::read_dir(room.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["output"]);
}

/// Runs a script of `tests/data` on a data set, unless there is no Python. Libraries that are missing it skips itself.
fn python(script: &str, folder: &Path) {
    python_on(script, &[folder]);
}

fn python_on(script: &str, folders: &[&Path]) {
    let python = std::env::var("QUOTIENT_PYTHON").unwrap_or_else(|_| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(script);
    match Command::new(&python).arg(script).args(folders).output() {
        Err(cause) => eprintln!("skipped: {python}: {cause}"),
        Ok(output) => {
            print!("{}", String::from_utf8_lossy(&output.stdout));
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
    }
}
