//! Beginnings of other stories at the end of the text.
//!
//! Sites print the first few hundred characters of three or four other stories under an article, cut off in the middle of a
//! sentence. A paragraph is one of them if it is cut off and either stands in a row of such, or shares no names with the
//! article. To call a paragraph of the article a teaser costs its quotes, so doubt leaves it alone.

use rustc_hash::FxHashSet;

use super::chars::is_closer;
use super::layout::{Block, Shape};
use super::lists;
use crate::analysis::Role;

/// Shorter ones are titles or fragments, in bytes.
const SHORTEST: usize = 180;

/// A longer row is a text without full stops, not a handful of other stories.
const MOST: usize = 24;

/// Gives teasers at the end their role.
pub fn read(text: &str, blocks: &[Block], roles: &mut [Role]) {
    let words = |at: usize| blocks[at].span.of(text);
    let row = row(text, blocks, roles);
    let (Some(&first), Some(&last)) = (row.first(), row.last()) else { return };
    let mut article: Vec<usize> = (0..first).filter(|at| roles[*at].is_article()).collect();
    let mut known = Names::default();
    // A whole paragraph right before a row may be its head; it is judged by the article without it.
    let head = article.pop_if(|head| *head + 1 == first && row.len() > 1);
    article.iter().for_each(|at| known.add(words(*at)));
    let head = head.filter(|head| {
        let foreign = article.len() > 1 && words(*head).len() >= SHORTEST && known.overlap(words(*head)).is_none_of(4);
        if !foreign {
            known.add(words(*head));
        }
        foreign && begins_a_story(words(*head))
    });
    let length: usize = article.iter().map(|at| blocks[*at].span.len()).sum();
    let settled = article.len() > 2 && length >= 400 && known.0.len() >= 6;
    // One of a row is told by the row; one alone must be on something else altogether.
    let is_foreign = |at: usize| {
        let overlap = known.overlap(words(at));
        match row.len() {
            _ if has_kicker(words(at)) => true,
            1 => settled && overlap.is_none_of(5),
            2 => overlap.shared * 2 <= overlap.all,
            _ => overlap.shared * 3 <= overlap.all * 2,
        }
    };
    let foreign: Vec<usize> = row.iter().copied().filter(|at| is_foreign(*at)).collect();
    if foreign.len() * 2 < row.len() {
        return;
    }
    // The article's own last words may be cut off too: they come before the first foreign one.
    let Some(&start) = foreign.first() else { return };
    for (at, role) in roles.iter_mut().enumerate().take(last + 1).skip(start).filter(|(_, role)| **role == Role::Body) {
        if row.contains(&at) || known.overlap(words(at)).is_little() {
            *role = Role::Teaser;
        }
    }
    if let Some(head) = head.filter(|_| start == first) {
        roles[head] = Role::Teaser;
    }
}

/// The paragraphs at the end that are cut off and can open a story, in order; single whole ones may stand between.
fn row(text: &str, blocks: &[Block], roles: &[Role]) -> Vec<usize> {
    let mut row = Vec::new();
    let mut whole = 0;
    for at in (0..blocks.len()).rev() {
        match roles[at] {
            Role::Boilerplate | Role::Credit | Role::Caption | Role::Reference | Role::Correction => continue,
            Role::Body if blocks[at].shape == Shape::Plain => {}
            _ => break,
        }
        let words = blocks[at].span.of(text);
        if is_cut_off(words) && begins_a_story(words) {
            row.push(at);
            whole = 0;
        } else {
            whole += 1;
        }
        if row.is_empty() || whole > 1 || row.len() > MOST {
            break;
        }
    }
    if row.len() > MOST {
        row.clear();
    }
    row.reverse();
    row
}

/// Long, and ends in the middle of a sentence.
fn is_cut_off(words: &str) -> bool {
    if words.len() < SHORTEST {
        return false;
    }
    // "… the rest of the story..." is cut off too, and says so.
    let dots = words.ends_with('…') || words.ends_with("...");
    let end = words.trim_end_matches(is_closer);
    let last = end.chars().next_back().unwrap_or('.');
    let open = last.is_alphanumeric() || matches!(last, ',' | '-' | '–' | '—' | '$' | '’' | '\'') || dots;
    let quoted = words.len() > end.len() && !words.ends_with('’');
    open && !quoted && (has_stop(words) || has_kicker(words))
}

/// Whether a sentence ends within: one long line without is no prose.
fn has_stop(words: &str) -> bool {
    [". ", ".” ", ".\" ", "? ", "! "].iter().any(|stop| words.contains(stop)) || words.len() > 250
}

/// "DITCH TACTICS: …": sites set a kicker in capitals before the first words of the next story, never within one.
fn has_kicker(words: &str) -> bool {
    let head = words.split_once(": ").map_or("", |(head, _)| head);
    let capitals = head.chars().all(|c| c.is_uppercase() || c.is_numeric() || matches!(c, ' ' | '-' | '’' | '\''));
    capitals && (4..=40).contains(&head.len())
}

/// Whether the first words can open a story: no pronoun or conjunction that needs words before, no quotation.
fn begins_a_story(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or_default();
    !words.starts_with(|c: char| !c.is_uppercase() && !c.is_ascii_digit()) && !lists::DANGLING.has(first)
}

/// The names of an article.
#[derive(Default)]
struct Names<'t>(FxHashSet<&'t str>);

/// How many names a paragraph holds, and how many of them are the article's.
struct Overlap {
    all: usize,
    shared: usize,
}

impl<'t> Names<'t> {
    fn add(&mut self, words: &'t str) {
        names(words, |name| {
            self.0.insert(name);
        });
    }

    fn overlap(&self, words: &'t str) -> Overlap {
        let mut own = Names::default();
        own.add(words);
        Overlap { all: own.0.len(), shared: own.0.intersection(&self.0).count() }
    }
}

impl Overlap {
    fn is_none_of(&self, least: usize) -> bool {
        self.all >= least && self.shared == 0
    }

    /// For a whole paragraph between two that are cut off.
    fn is_little(&self) -> bool {
        self.shared * 3 <= self.all
    }
}

/// Calls `with` for words that begin with a capital within sentences, days and months aside.
fn names<'t>(words: &'t str, mut with: impl FnMut(&'t str)) {
    let mut opening = true;
    for word in words.split(|c: char| c.is_whitespace() || matches!(c, '-' | '—' | '–' | '/')) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let bare = bare.strip_suffix("’s").or_else(|| bare.strip_suffix("'s")).unwrap_or(bare);
        let name = bare.len() > 1 && bare.starts_with(char::is_uppercase);
        if name
            && (!opening || !lists::STARTER.has(bare))
            && !lists::CALENDAR.has(bare)
            && !lists::COMMON_NAME.has(bare)
        {
            with(bare);
        }
        if !bare.is_empty() {
            opening = word.ends_with(['.', '!', '?', ':', '”', '"']) && !matches!(word, "Mr." | "Mrs." | "Ms." | "Dr.");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::layout;
    use super::*;

    fn roles(text: &str) -> Vec<&'static str> {
        let blocks = layout::find(text);
        let mut roles = vec![Role::Body; blocks.len()];
        read(text, &blocks, &mut roles);
        roles.iter().map(|role| role.as_str()).collect()
    }

    const ARTICLE: &str = "The Marram ferry made its last crossing to Sandholm on Friday, and Mayor Ada Crane was on board with her family.\n\
        “It is over,” Crane told the Sandholm Courier. Ben Holt, who had steered the ferry for forty years, wept at the wheel, and so did most of his crew.\n\
        The council of Sandholm had voted in June to build a bridge instead, against the wishes of Holt and of the Marram Society, which sued and lost.\n\
        Holt said he would now learn to fish. The bridge opens next spring, and the first to cross it on foot will be the pupils of Marram School.";

    const OTHER: &str = "Two climbers from Graz were found alive on Monte Perno on Sunday after a night in a crevasse, the Alpine Rescue Service \
        of Val Dorena said. They had lost their way in fog near the Perno hut. Luca Bassi, who led the search, said the";
    const ANOTHER: &str = "GOLDEN TICKET: A retired baker won the Kestrel lottery for the second time in her life A retired baker in Ostrava, Jana \
        Novak, said on Monday that she did not know what to do with so much money. She had won before, in Brno in 1998, and gave it";
    const WHOLE: &str = "The last tram of the old Line Nine in Porto Velho left the Matosa depot on Sunday with a brass band on its roof. Thousands \
        came to see it. The Matosa works, which built it in 1931, closed long ago, and Rui Tavares, a conductor, kept the last spare wheels at home.";

    #[test]
    fn a_row_of_beginnings() {
        let text = format!("{ARTICLE}\n{OTHER}\n{ANOTHER}");
        assert_eq!(roles(&text), ["body", "body", "body", "body", "teaser", "teaser"]);
        let text = format!("{ARTICLE}\n{WHOLE}\n{OTHER}\n{ANOTHER}");
        assert_eq!(roles(&text)[4..], ["teaser"; 3], "a whole one at the head of the row");
        let text = format!("{ARTICLE}\n{OTHER}\n{WHOLE}\n{ANOTHER}");
        assert_eq!(roles(&text)[4..], ["teaser"; 3], "a whole one between");
    }

    #[test]
    fn one_alone_must_be_foreign() {
        assert_eq!(roles(&format!("{ARTICLE}\n{OTHER}"))[4], "teaser");
        let own = "Holt had come to Sandholm from Leeds in 1984. At the Marram yard he learned to weld from Cy Dorn, and he met his wife, Eva Lund, on the ferry, where she sold tickets and";
        assert_eq!(roles(&format!("{ARTICLE}\n{own}"))[4], "body", "the article itself, cut off");
        assert_eq!(roles(&format!("{ARTICLE}\n{WHOLE}"))[4], "body", "nothing is cut off");
    }

    #[test]
    fn short_articles_keep_their_end() {
        assert_eq!(roles(&format!("A bridge will replace the ferry.\n{OTHER}")), ["body", "body"]);
        assert_eq!(roles(OTHER), ["body"]);
    }
}
