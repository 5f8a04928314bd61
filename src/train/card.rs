//! A model's card: what it is made from, how, and how good it is. Kept beside the model as TOML.

use std::fmt::Write;

use super::data::Used;
use crate::digest::sha256;
use crate::model::file::FORMAT;

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// What it was measured on.
    pub set: String,
    /// What is counted.
    pub measure: &'static str,
    pub percent: f64,
}

#[derive(Clone, Debug)]
pub struct Card<'a> {
    pub name: &'static str,
    pub does: &'static str,
    pub file: &'a [u8],
    /// Named settings, in the order to be shown.
    pub options: Vec<(&'static str, i64)>,
    pub data: &'a [Used],
    pub scores: &'a [Score],
}

impl Card<'_> {
    /// The same model, data and scores give the same text: no date, no machine.
    pub fn toml(&self) -> String {
        let mut card = String::new();
        let Card { name, does, file, .. } = self;
        // Writing to a string cannot fail.
        let mut line = |text: String| card.write_str(&(text + "\n")).unwrap_or_default();
        line(format!("name = {name:?}"));
        line(format!("does = {does:?}"));
        line(format!("file = \"{name}.model\""));
        line(format!("format = {FORMAT}"));
        line(format!("bytes = {}", file.len()));
        line(format!("sha256 = \"{}\"", sha256(file)));
        line(format!("made_by = \"quotient train {name} --data DIR\""));
        line("\n[options]".to_owned());
        self.options.iter().for_each(|(option, value)| line(format!("{option} = {value}")));
        for Used { file, sha256 } in self.data {
            line(format!("\n[[data]]\nfile = {:?}\ntitle = {:?}", file.path, file.title));
            line(format!("split = {:?}\nlicence = {:?}\nfrom = {:?}", file.split, file.licence, file.from));
            line(format!("sha256 = {sha256:?}"));
        }
        for Score { set, measure, percent } in self.scores {
            line(format!("\n[[scores]]\nset = {set:?}\nmeasure = {measure:?}\npercent = {percent:.2}"));
        }
        card
    }
}

const HEAD: &str = "\
# Models

Made by `quotient train NAME --data DIR`, which also writes the cards below and this page. The program has the models in
itself; `--models DIR` uses others. `quotient model show NAME` shows what one has learnt, `quotient model eval NAME --data
DIR` measures it again. The same data gives the same bytes. Percentages are of words unless a measure says otherwise.

The models hold numbers learnt from the texts named in their cards, and single words with their tags, no sentences. Who
passes them on should name those texts as their licences ask.
";

/// models/README.md, from the cards in their order.
pub fn readme<'c>(cards: impl Iterator<Item = (&'c str, &'c str)>) -> String {
    let mut page = HEAD.to_owned();
    for (name, card) in cards {
        page += &format!("\n## {name}\n\n```toml\n{card}```\n");
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_has_all_that_made_the_model() {
        let scores = [Score { set: "EWT dev".into(), measure: "English tag", percent: 94.6449 }];
        let used = [Used { file: super::super::data::EWT_DEV, sha256: "ab".into() }];
        let options = vec![("seed", 1)];
        let card = Card { name: "tagger", does: "tags", file: b"x", options, data: &used, scores: &scores }.toml();
        assert!(
            card.starts_with("name = \"tagger\"\ndoes = \"tags\"\nfile = \"tagger.model\"\nformat = 1\nbytes = 1\n")
        );
        assert!(card.contains("\n[options]\nseed = 1\n\n[[data]]\nfile = \"treebank/ewt-dev.conllu\"\n"));
        assert!(card.contains("licence = \"CC BY-SA 4.0\"\n"));
        assert!(card.ends_with("[[scores]]\nset = \"EWT dev\"\nmeasure = \"English tag\"\npercent = 94.64\n"));
        assert!(readme([("tagger", card.as_str())].into_iter()).contains("## tagger\n\n```toml\nname"));
    }
}
