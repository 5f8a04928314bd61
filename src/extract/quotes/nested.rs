//! Quotes within quotes: what somebody quoted is in turn reported to have said ("“She told me, ‘go home,’” he said").

use super::report::drafts::{Scene, within};
use super::report::sight::Look;
use super::report::sight::Sight;
use super::report::{QuoteModel, Scratch};
use super::words::Word;
use super::{Graded, finish};
use crate::analysis::QuoteKind;

/// Reports inside outermost quotations that hold quotations of their own. `looks` are changed for the time being.
pub(super) fn find(model: &QuoteModel, scene: &Scene, looks: &mut [Look], scratch: &mut Scratch) -> Vec<Graded> {
    let Scene { found, stretch, words, .. } = *scene;
    let mut quotes = Vec::new();
    let mut inside: Vec<Word> = Vec::new();
    let mut at = 0;
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return quotes };
    let begin = found.quotations.partition_point(|q| q.span.start < first.span.start);
    let own = found.quotations.iter().enumerate().skip(begin).take_while(|(_, q)| q.span.start < last.span.end);
    for (index, outer) in own.filter(|(_, q)| q.parent.is_none()) {
        let from = index + 1;
        let children = found.quotations[from..].iter().take_while(|q| q.span.start < outer.span.end).count();
        if children == 0 {
            continue;
        }
        at += words[at..].partition_point(|word| word.span.start < outer.span.start);
        let end = at + words[at..].partition_point(|word| word.span.end <= outer.span.end);
        // Seen from inside, only the quotations one level down are quoted.
        if inside.is_empty() {
            inside.extend_from_slice(words);
        }
        let mut next = from;
        for (word, look) in inside[at..end].iter_mut().zip(&mut looks[at..end]) {
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
            look.quotation = word.quotation;
        }
        let scene = Scene { words: &inside, ..*scene };
        let sentences = stretch.sentences.partition_point(|s| s.span.end <= outer.span.start);
        for sentence in stretch.sentences[sentences..].iter().take_while(|s| s.span.start < outer.span.end) {
            let tokens = stretch.words(sentence);
            let unit = tokens.start.max(at)..tokens.end.min(end);
            for draft in within(model, Sight { looks, unit: &unit }, &scene, scratch) {
                let graded = finish(scene.text, found, &inside, draft);
                quotes.extend(graded.filter(|graded| graded.quote.kind == QuoteKind::Direct));
            }
        }
        for ((word, look), own) in inside[at..end].iter_mut().zip(&mut looks[at..end]).zip(&words[at..end]) {
            (word.quotation, look.quotation) = (own.quotation, own.quotation);
        }
    }
    quotes
}
