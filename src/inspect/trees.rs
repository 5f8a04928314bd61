//! Each sentence as a dependency tree, drawn beside its words in text order:
//!
//! ```text
//!  7 ╭─ Okafor   NNP  Okafor  8 nsubj
//!  8 said        VBD  say       root
//!  9 ╰─ no       UH   no      8 obj
//! ```

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::page::columns;
use super::{Look, style};
use crate::analysis::{Analysis, Relation, Sentence, Token};
use crate::article::Article;
use crate::index::words::{neutral, visible};

/// Deeper branches are drawn as if they were no deeper.
const DEEPEST: usize = 16;
/// A longer word is cut.
const WIDEST: usize = 30;

/// The trees of all sentences of a parsed article, ending in a newline. Numbers are those of the table `tokens`. Takes time
/// in proportion to the text's length.
pub fn trees(article: &Article, found: &Analysis, look: Look) -> String {
    let mut out = String::new();
    for (number, sentence) in found.sentences.iter().enumerate() {
        let role = found.paragraphs.get(sentence.paragraph as usize).map_or("", |paragraph| paragraph.role.as_str());
        let head = format!("sentence {number}, paragraph {} ({role})", sentence.paragraph);
        let words: Vec<&str> = sentence.span.of(&article.text).split_whitespace().collect();
        paint(&mut out, look, style::BOLD, &head);
        out.push('\n');
        paint(&mut out, look, style::DIM, &neutral(&words.join(" ")));
        out.push_str("\n\n");
        tree(&mut out, &article.text, found, sentence, look);
        out.push('\n');
    }
    out
}

fn tree(out: &mut String, text: &str, found: &Analysis, sentence: &Sentence, look: Look) {
    let first = sentence.tokens.start;
    let tokens = found.tokens.get(first as usize..sentence.tokens.end as usize).unwrap_or_default();
    let lines: Vec<Line> = branches(first, tokens)
        .into_iter()
        .zip(tokens)
        .map(|(branch, token)| Line {
            branch,
            form: short(token.span.of(text)),
            lemma: short(&found.lemma(text, token)),
        })
        .collect();
    let widest = |width: fn(&Line) -> usize| lines.iter().map(width).max().unwrap_or(0);
    let (words, lemmas) = (widest(|line| wide(&line.branch) + wide(&line.form)), widest(|line| wide(&line.lemma)));
    let digits = sentence.tokens.end.saturating_sub(1).to_string().len();
    for ((number, token), line) in (first..).zip(tokens).zip(&lines) {
        let _ = write!(out, "{number:>width$} ", width = digits + 1);
        paint(out, look, style::DIM, &line.branch);
        paint(out, look, if token.relation == Relation::Root { style::BOLD } else { style::PLAIN }, &line.form);
        let gap = |taken: usize, of: usize| " ".repeat(of.saturating_sub(taken) + 2);
        out.push_str(&gap(wide(&line.branch) + wide(&line.form), words));
        paint(out, look, TAG, &format!("{:<5} ", token.tag.as_str()));
        out.push_str(&line.lemma);
        out.push_str(&gap(wide(&line.lemma), lemmas));
        let head = if token.head == number { String::new() } else { token.head.to_string() };
        paint(out, look, style::DIM, &format!("{head:>digits$} "));
        paint(out, look, RELATION, token.relation.as_str());
        out.push('\n');
    }
}

const TAG: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Blue)));
const RELATION: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));

struct Line {
    branch: String,
    form: String,
    lemma: String,
}

/// What is drawn before each word of a sentence whose first token has the number `first`. No arcs cross, so a word's
/// dependents with all below them are neighbours, and one column for each step from the root is enough.
fn branches(first: u32, tokens: &[Token]) -> Vec<String> {
    let head =
        |at: usize| tokens[at].head.checked_sub(first).map(|head| head as usize).filter(|head| *head < tokens.len());
    // From the outermost dependents of a word to the word itself.
    let mut reach: Vec<(usize, usize)> = (0..tokens.len()).map(|at| (at, at)).collect();
    for at in 0..tokens.len() {
        if let Some(head) = head(at) {
            reach[head] = (reach[head].0.min(at), reach[head].1.max(at));
        }
    }
    let above = above(tokens.len(), head);
    let branch = |at: usize| {
        let mut line = String::new();
        // Each step: a word on the way down from the root, and the one before it.
        for step in above[at].windows(2) {
            let ((from, to), word) = (reach[step[0]], step[1]);
            line.push_str(match (word == at, at) {
                (true, _) if at == from && at < step[0] => "╭─ ",
                (true, _) if at == to && at > step[0] => "╰─ ",
                (true, _) => "├─ ",
                (false, _) if (from..=to).contains(&at) => "│  ",
                _ => "   ",
            });
        }
        line
    };
    (0..tokens.len()).map(branch).collect()
}

/// The way from the root down to each word, both included, but no more than the first [`DEEPEST`] words of it.
fn above(count: usize, head: impl Fn(usize) -> Option<usize>) -> Vec<Vec<usize>> {
    let mut ways: Vec<Vec<usize>> = vec![Vec::new(); count];
    let (mut begun, mut climbed) = (vec![false; count], Vec::new());
    for word in 0..count {
        // Up to a word whose way is known, then down again. A cycle, which no parser of ours makes, ends where it began.
        let mut at = word;
        while !begun[at] {
            begun[at] = true;
            climbed.push(at);
            match head(at).filter(|above| *above != at) {
                Some(above) => at = above,
                None => break,
            }
        }
        while let Some(at) = climbed.pop() {
            let mut way = head(at).filter(|above| *above != at).map(|above| ways[above].clone()).unwrap_or_default();
            if way.len() < DEEPEST {
                way.push(at);
            }
            ways[at] = way;
        }
    }
    ways
}

fn short(word: &str) -> String {
    let mut shown: String = word.chars().take(WIDEST).map(visible).collect();
    if shown.len() < word.len() && word.chars().nth(WIDEST).is_some() {
        shown.push('…');
    }
    shown
}

fn wide(text: &str) -> usize {
    text.chars().map(columns).sum()
}

fn paint(out: &mut String, look: Look, style: Style, text: &str) {
    let _ = match look.colour && style != style::PLAIN && !text.is_empty() {
        true => write!(out, "{style}{text}{style:#}"),
        false => write!(out, "{text}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    fn drawn(heads: &[u32]) -> Vec<String> {
        let tokens: Vec<Token> =
            heads.iter().map(|head| Token { head: *head, ..Token::new(Span::default()) }).collect();
        branches(10, &tokens).iter().map(|line| line.trim_end().to_owned()).collect()
    }

    #[test]
    fn branches_lead_from_each_word_to_its_head() {
        // “The ferry never sailed that day”: two words depend on “sailed” from before and one from behind.
        assert_eq!(drawn(&[11, 13, 13, 13, 15, 13]), ["   ╭─", "╭─", "├─", "", "│  ╭─", "╰─"]);
        assert_eq!(drawn(&[]), [""; 0]);
    }

    #[test]
    fn what_is_no_tree_does_no_harm() {
        for heads in [[11, 10, 12].as_slice(), &[u32::MAX, 0, 99], &[10, 10, 10]] {
            assert_eq!(drawn(heads).len(), 3);
        }
        let chain: Vec<u32> = (10..20_009).collect::<Vec<_>>();
        let deep = drawn(&[&[10], chain.as_slice()].concat());
        assert!(deep.iter().all(|line| line.chars().count() <= 3 * DEEPEST));
    }
}
