//! Measured against treebanks and real articles that lie beside the project, where they do.

use std::collections::HashSet;
use std::fs;
use std::io::Read;
use std::path::PathBuf;

use super::{paragraphs, sentences};
use crate::analysis::Role;

/// `../shared`, or where `QUOTIENT_SHARED` says; `None`, with a word about it, if the file is not there.
fn shared(file: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let path = std::env::var_os("QUOTIENT_SHARED").map_or_else(beside, PathBuf::from).join(file);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
    }
    path.exists().then_some(path)
}

type Spans = HashSet<(usize, usize)>;

/// The text of a treebank's documents, a line a paragraph, and where its sentences and tokens stand.
fn treebank(conllu: &str) -> (String, Spans, Spans) {
    let (mut text, mut sentences, mut tokens) = (String::new(), Spans::new(), Spans::new());
    let mut glue = "";
    for block in conllu.split("\n\n").filter(|block| !block.trim().is_empty()) {
        let words = block.lines().find_map(|line| line.strip_prefix("# text = ")).unwrap_or_default();
        let new = block
            .lines()
            .any(|line| line.starts_with("# newdoc") || line == "# newpar" || line.starts_with("# newpar id"));
        text.push_str(if text.is_empty() {
            ""
        } else if new {
            "\n\n"
        } else {
            glue
        });
        let start = text.len();
        text.push_str(words);
        let mut at = start;
        for line in block.lines().filter(|line| !line.starts_with('#')) {
            let (id, form) = (line.split('\t').next().unwrap_or_default(), line.split('\t').nth(1).unwrap_or_default());
            if id.contains(['-', '.']) {
                continue;
            }
            let Some(found) = text[at..].find(form) else { continue };
            tokens.insert((at + found, at + found + form.len()));
            at += found + form.len();
        }
        sentences.insert((start, text.len()));
        glue = if block.trim_end().ends_with("SpaceAfter=No") { "" } else { " " };
    }
    (text, sentences, tokens)
}

fn f1(gold: &Spans, found: &Spans) -> f64 {
    200.0 * gold.intersection(found).count() as f64 / (gold.len() + found.len()) as f64
}

/// F1 of sentences and of tokens.
fn measure(file: &str) -> Option<(f64, f64)> {
    let mut conllu = String::new();
    flate2::read::MultiGzDecoder::new(fs::File::open(shared(file)?).unwrap()).read_to_string(&mut conllu).unwrap();
    let (text, gold_sentences, gold_tokens) = treebank(&conllu);
    let (mut paragraphs, _) = paragraphs::find(&text, &[]);
    let (sentences, tokens) = sentences::find(&text, &mut paragraphs);
    let span = |span: crate::span::Span| (span.start as usize, span.end as usize);
    let sentences = sentences.iter().map(|sentence| span(sentence.span)).collect();
    let tokens = tokens.iter().map(|token| span(token.span)).collect();
    let scores = (f1(&gold_sentences, &sentences), f1(&gold_tokens, &tokens));
    eprintln!("{file}: sentences {:.2}, tokens {:.2}", scores.0, scores.1);
    Some(scores)
}

#[test]
fn treebanks_agree() {
    if let Some((sentences, tokens)) = measure("data/treebank/gum-dev.conllu.gz") {
        assert!(sentences > 94.0 && tokens > 99.7, "{sentences} {tokens}");
    }
    // Web text: mails and reviews without full stops.
    if let Some((sentences, tokens)) = measure("data/treebank/ewt-dev.conllu.gz") {
        assert!(sentences > 79.0 && tokens > 98.8, "{sentences} {tokens}");
    }
}

#[test]
fn seeds_keep_their_bodies() {
    let Some(folder) = shared("seeds") else { return };
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let counts: Vec<[usize; 4]> = files
        .iter()
        .map(|file| {
            let text = fs::read_to_string(file).unwrap();
            let (paragraphs, _) = paragraphs::find(&text, &[]);
            let count = |role: Role| paragraphs.iter().filter(|paragraph| paragraph.role == role).count();
            [count(Role::Body), count(Role::Credit), count(Role::Reference), count(Role::Teaser)]
        })
        .collect();
    assert_eq!(counts, [[25, 1, 0, 4], [9, 0, 3, 0]]);
}
