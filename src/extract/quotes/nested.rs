//! Quotes within quotes: what somebody quoted is in turn reported to have said ("“She told me, ‘go home,’” he said").

use super::units::Unit;
use super::words::Word;
use super::{finish, report};
use crate::analysis::{Analysis, Quote, QuoteKind};

/// Reports inside outermost quotations that hold quotations of their own. `words` are the article's.
pub(super) fn find(text: &str, found: &Analysis, words: &[Word]) -> Vec<Quote> {
    let mut quotes = Vec::new();
    let mut at = 0;
    for (index, outer) in found.quotations.iter().enumerate().filter(|(_, q)| q.parent.is_none()) {
        let from = index + 1;
        let children = found.quotations[from..].iter().take_while(|q| q.span.start < outer.span.end).count();
        if children == 0 {
            continue;
        }
        at += words[at..].partition_point(|word| word.span.start < outer.span.start);
        let end = at + words[at..].partition_point(|word| word.span.end <= outer.span.end);
        // Seen from inside, only the quotations one level down are quoted.
        let mut inside: Vec<Word> = words[at..end].to_vec();
        let mut next = from;
        for word in &mut inside {
            while next < from + children && found.quotations[next].span.end <= word.span.start {
                next += 1;
            }
            word.quotation = (next..from + children)
                .take_while(|&child| found.quotations[child].span.start <= word.span.start)
                .find(|&child| {
                    found.quotations[child].parent == Some(index as u32)
                        && found.quotations[child].span.holds(word.span.start)
                })
                .map(|child| child as u32);
        }
        let sentences = found.sentences.partition_point(|s| s.span.end <= outer.span.start);
        for sentence in found.sentences[sentences..].iter().take_while(|s| s.span.start < outer.span.end) {
            let start = inside.partition_point(|word| word.span.start < sentence.span.start);
            let stop = inside.partition_point(|word| word.span.end <= sentence.span.end);
            let unit = Unit { paragraph: outer.paragraph, words: start..stop, quotations: Vec::new() };
            for draft in report::find(&inside, &unit) {
                quotes.extend(finish(text, found, &inside, draft).filter(|quote| quote.kind == QuoteKind::Direct));
            }
        }
    }
    quotes
}
