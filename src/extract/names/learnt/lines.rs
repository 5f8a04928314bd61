//! What sort of text a sentence is, and what the article is about: in tables of results and in reports of matches the name
//! of a city stands for a team.

use super::Scene;
use crate::extract::names::lists::flag;
use crate::extract::names::words::Shape;

/// How a sentence is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Line {
    #[default]
    Prose,
    /// Each Word With a Capital.
    Title,
    /// ALL IN CAPITALS.
    Shout,
    /// Names and numbers, hardly a small word: "Port Hale 2 Aldmouth 1".
    Row,
    /// Words with capitals and marks alone.
    Bare,
    /// A place and a date: "LONDON 1996-08-30".
    Dated,
}

/// What the article's common words are about.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Subject {
    /// 0 to 3: never, seldom, often, all the time.
    pub sport: u32,
    pub market: u32,
}

fn level(count: usize, of: usize) -> u32 {
    match count * 1000 / of.max(1) {
        _ if count == 0 => 0,
        0..8 => 1,
        8..25 => 2,
        _ => 3,
    }
}

/// What the article is about, and the line of each of its sentences.
pub(super) fn read(scene: &Scene) -> (Subject, Vec<Line>) {
    let (mut sport, mut market, mut all) = (0, 0, 0);
    for word in scene.words.iter().filter(|word| word.word()) {
        all += 1;
        sport += usize::from(word.is(flag::SPORT));
        market += usize::from(word.is(flag::MARKET));
    }
    let subject = Subject { sport: level(sport, all), market: level(market, all) };
    (subject, scene.regions.iter().map(|region| line(scene, region.words())).collect())
}

fn line(scene: &Scene, sentence: std::ops::Range<usize>) -> Line {
    let (mut small, mut capital, mut upper, mut numbers, mut dates) = (0, 0, 0, 0, 0);
    for word in &scene.words[sentence.clone()] {
        match word.shape {
            Shape::Lower | Shape::Uncased => small += 1,
            Shape::Number => {
                numbers += 1;
                let date = word.text.len() == 10 && word.text.as_bytes().get(4) == Some(&b'-');
                let year = word.text.len() == 4 && (word.text.starts_with("19") || word.text.starts_with("20"));
                dates += usize::from(date || year || word.is(flag::CALENDAR));
            }
            Shape::Mark => {}
            shape => {
                capital += 1;
                upper += usize::from(shape == Shape::Upper && word.text.len() > 1);
            }
        }
    }
    match (small, numbers) {
        (0, 1..=3) if dates > 0 && capital < 5 => Line::Dated,
        (0..=1, 0) if capital > 1 && upper == capital => Line::Shout,
        (_, 1..) if small <= 1 + (numbers + capital) / 6 => Line::Row,
        (0, 0) if capital > 0 => Line::Bare,
        _ if capital > 3 && upper * 10 > 7 * (capital + small) => Line::Shout,
        _ if capital > 3 && capital > 2 * small => Line::Title,
        _ => Line::Prose,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::names::Words;
    use crate::extract::names::testing::analyse;

    #[test]
    fn lines_are_told_by_their_words() {
        for (text, expected) in [
            ("The ferry to Aldmouth left in the morning.", Line::Prose),
            ("Port Hale 2 Aldmouth 1", Line::Row),
            ("ALDMOUTH 1996-08-30", Line::Dated),
            ("FERRY TO ALDMOUTH STOPS", Line::Shout),
            ("Port Hale Wanderers", Line::Bare),
        ] {
            let found = analyse(text);
            let words = Words::read(text, &found);
            let (subject, lines) = read(&Scene::new(text, &words.0, &found));
            assert_eq!((lines[0], subject.market), (expected, 0), "{text}");
        }
        let text = "The striker scored two goals in the match and the team won the league.";
        let found = analyse(text);
        assert_eq!(read(&Scene::new(text, &Words::read(text, &found).0, &found)).0.sport, 3);
    }
}
