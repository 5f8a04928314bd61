//! Prose in, sources out.

use crate::analysis::{Analysis, Source};
use crate::extract::names::Words;
use crate::extract::names::testing::with_quotes;
use crate::extract::{coreference, sources};

fn run(text: &str, quotes: &[(&str, &str)]) -> Analysis {
    let mut found = with_quotes(text, quotes);
    let words = Words::read(text, &found);
    coreference::tests::resolve(text, &mut found, &words);
    sources::describe(text, &mut found, &words);
    found
}

/// "kind naming: name; title; affiliation", a dash for what is unknown.
fn line(text: &str, source: &Source) -> String {
    let of = |span: Option<crate::span::Span>| span.map_or("-", |span| span.of(text));
    let (name, title, affiliation) = (of(source.name), of(source.title), of(source.affiliation));
    format!("{} {}: {name}; {title}; {affiliation}", source.kind.as_str(), source.naming.as_str())
}

/// Text, the words that name the source of “Fine.”, the source expected.
const CASES: &[(&str, &str, &str)] = &[
    (
        "“Fine.” said Milford Tech School of Public Affairs professor Nils Carver.",
        "Milford Tech School of Public Affairs professor Nils Carver",
        "person named: Nils Carver; professor; Milford Tech School of Public Affairs",
    ),
    (
        "“Fine.” Kent University’s Ida Voss said.",
        "Kent University’s Ida Voss",
        "person named: Ida Voss; -; Kent University",
    ),
    (
        "“Fine.” said Jane Doe, a professor of law at Norwood University, on Monday.",
        "Jane Doe",
        "person named: Jane Doe; professor of law; Norwood University",
    ),
    ("“Fine.” Jane Doe, 26, said.", "Jane Doe", "person named: Jane Doe; -; -"),
    (
        "“Fine.” said Jane Doe, chief executive of Acme Corp, in a call.",
        "Jane Doe",
        "person named: Jane Doe; chief executive; Acme Corp",
    ),
    ("“Fine.” US President Emil Hart said.", "US President Emil Hart", "person named: Emil Hart; President; US"),
    (
        "“Fine.” the Leeds School of Mining and Marine Science’s Bo Lindqvist said.",
        "the Leeds School of Mining and Marine Science’s Bo Lindqvist",
        "person named: Bo Lindqvist; -; Leeds School of Mining and Marine Science",
    ),
    (
        "“Fine.” said user nightowlish, who has many followers.",
        "user nightowlish",
        "account partial: nightowlish; user; -",
    ),
    ("“Fine.” New Lumora user Adil in a video said.", "New Lumora user Adil", "account partial: Adil; user; Lumora"),
    ("“Fine.” said Ohio Gov. Ruth Hale.", "Ohio Gov. Ruth Hale", "person named: Ruth Hale; Gov.; Ohio"),
    (
        "“Fine.” said White House press secretary Dana Holt.",
        "White House press secretary Dana Holt",
        "person named: Dana Holt; press secretary; White House",
    ),
    (
        "“Fine.” said Acme Corp’s chief economist, Tom Brill.",
        "Acme Corp’s chief economist, Tom Brill",
        "person named: Tom Brill; chief economist; Acme Corp",
    ),
    (
        "“Fine.” said former senator Carl Dunn.",
        "former senator Carl Dunn",
        "person named: Carl Dunn; former senator; -",
    ),
    ("“Fine.” said Sen. Carl Dunn (R-Texas).", "Sen. Carl Dunn", "person named: Carl Dunn; Sen.; R-Texas"),
    ("“Fine.” said Rep. Amy Stark, D-Calif., at noon.", "Rep. Amy Stark", "person named: Amy Stark; Rep.; D-Calif."),
    ("“Fine.” said Mr. Harold Finch.", "Mr. Harold Finch", "person named: Harold Finch; -; -"),
    ("“Fine.” said Olga Brandt, the mayor of Paris.", "Olga Brandt", "person named: Olga Brandt; mayor; Paris"),
    (
        "“Fine.” said Olga Brandt, an analyst with Nordlys Capital, who owns shares.",
        "Olga Brandt",
        "person named: Olga Brandt; analyst; Nordlys Capital",
    ),
    (
        "“Fine.” said Olga Brandt, president and chief executive of Nordlys Inc.",
        "Olga Brandt",
        "person named: Olga Brandt; president and chief executive; Nordlys Inc.",
    ),
    (
        "“Fine.” said Olga Brandt, a Yale University law professor.",
        "Olga Brandt",
        "person named: Olga Brandt; law professor; Yale University",
    ),
    (
        "“Fine.” said Olga Brandt, a spokeswoman for the Harbour Committee.",
        "Olga Brandt",
        "person named: Olga Brandt; spokeswoman; Harbour Committee",
    ),
    ("“Fine.” said Olga Brandt of Acme Corp.", "Olga Brandt", "person named: Olga Brandt; -; Acme Corp."),
    ("“Fine.” said Olga Brandt, 41, a nurse from Ohio.", "Olga Brandt", "person named: Olga Brandt; nurse; Ohio"),
    (
        "“Fine.” said Olga Brandt, director of the Center for Coastal Studies at Duke University.",
        "Olga Brandt",
        "person named: Olga Brandt; director; Center for Coastal Studies",
    ),
    ("“Fine.” The company’s founder, Olga Brandt, said.", "Olga Brandt", "person named: Olga Brandt; founder; company"),
    (
        "“Fine.” said Republican strategist Olga Brandt.",
        "Republican strategist Olga Brandt",
        "person named: Olga Brandt; strategist; Republican",
    ),
    (
        "“Fine.” said Secretary of State Olga Brandt.",
        "Secretary of State Olga Brandt",
        "person named: Olga Brandt; Secretary of State; -",
    ),
    (
        "“Fine.” said Chinese Foreign Minister Olga Brandt.",
        "Chinese Foreign Minister Olga Brandt",
        "person named: Olga Brandt; Foreign Minister; Chinese",
    ),
    ("“Fine.” said Prof. Olga Brandt.", "Prof. Olga Brandt", "person named: Olga Brandt; Prof.; -"),
    ("“Fine.” said Olga.", "Olga", "person partial: Olga; -; -"),
    ("“Fine.” said President Brandt.", "President Brandt", "person named: Brandt; President; -"),
    ("“Fine.” said @river_rat.", "@river_rat", "account partial: @river_rat; -; -"),
    ("“Fine.” China said.", "China", "organization named: China; -; -"),
    ("“Fine.” the White House said.", "the White House", "organization named: White House; -; -"),
    ("“Fine.” Republicans said.", "Republicans", "group named: Republicans; -; -"),
    ("“Fine.” Reuters reported.", "Reuters", "media named: Reuters; -; -"),
    (
        "“Fine.” a Treasury official who asked not to be named said.",
        "a Treasury official who asked not to be named",
        "person anonymous: -; official; Treasury",
    ),
    (
        "“Fine.” a senior official at the Harbour Committee said.",
        "a senior official at the Harbour Committee",
        "person anonymous: -; senior official; Harbour Committee",
    ),
    (
        "“Fine.” a spokesman for Olga Brandt said.",
        "a spokesman for Olga Brandt",
        "person anonymous: -; spokesman; Olga Brandt",
    ),
    ("“Fine.” officials said.", "officials", "group anonymous: -; -; -"),
    ("“Fine.” residents of the valley said.", "residents of the valley", "group anonymous: -; -; -"),
    ("“Fine.” the statement said.", "the statement", "document anonymous: -; -; -"),
    ("“Fine.” the lawsuit said.", "the lawsuit", "document anonymous: -; -; -"),
    ("“Fine.” a recent poll found.", "a recent poll", "poll anonymous: -; -; -"),
    ("“Fine.” local newspapers said.", "local newspapers", "media anonymous: -; -; -"),
    ("“Fine.” the ministry said.", "the ministry", "organization anonymous: -; -; -"),
    ("“Fine.” one user wrote.", "one user", "account anonymous: -; user; -"),
    ("“Fine.” said her lawyer, Tom Brill.", "her lawyer, Tom Brill", "person named: Tom Brill; lawyer; -"),
    ("“Fine.” said Tom Brill, who leads Acme Corp now.", "Tom Brill", "person named: Tom Brill; -; Acme Corp"),
    ("“Fine.” said Tom Brill, Ruth Hale and Carl Dunn.", "Tom Brill", "person named: Tom Brill; -; -"),
    (
        "“Fine.” said Tom Brill, head of research at Acme Corp’s Oslo office.",
        "Tom Brill",
        "person named: Tom Brill; head of research; Acme Corp",
    ),
    (
        "“Fine.” said Tom Brill — a longtime adviser to the mayor — at dawn.",
        "Tom Brill",
        "person named: Tom Brill; longtime adviser; mayor",
    ),
];

#[test]
fn introductions() {
    let mut wrong = Vec::new();
    for (text, source, expected) in CASES {
        let found = run(text, &[("“Fine.”", source)]);
        let lines: Vec<String> = found.sources.iter().map(|s| line(text, s)).collect();
        if lines != [*expected] || found.quotes[0].source != Some(0) {
            wrong.push(format!("{text}\n  expected {expected}\n  found    {lines:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_introduction_may_stand_elsewhere() {
    let text = "Tom Brill, the chief engineer of Acme Corp, walked out.\nNobody spoke.\n“It leaks,” Brill said. “Badly.”\n“We knew,” he said.";
    let found = run(text, &[("“It leaks,”", "Brill"), ("“Badly.”", ""), ("“We knew,”", "he")]);
    assert_eq!(found.sources.len(), 1);
    assert_eq!(line(text, &found.sources[0]), "person named: Tom Brill; chief engineer; Acme Corp");
    assert_eq!(found.sources[0].description.of(text), "Tom Brill, the chief engineer of Acme Corp");
    assert!(found.quotes.iter().all(|q| q.source == Some(0) && q.speaker.is_some()));
}

#[test]
fn the_same_words_are_the_same_unnamed_source() {
    let text = "“One.” officials said. “Two.” the officials said. “Three.” a baker said.";
    let found = run(text, &[("“One.”", "officials"), ("“Two.”", "the officials"), ("“Three.”", "a baker")]);
    assert_eq!(found.quotes.iter().map(|q| q.source).collect::<Vec<_>>(), [Some(0), Some(0), Some(1)]);
}

#[test]
fn nobody_is_made_up_for_a_pronoun() {
    let text = "“Fine,” he said.";
    let found = run(text, &[("“Fine,”", "he")]);
    assert!(found.sources.is_empty() && found.quotes[0].source.is_none() && found.quotes[0].speaker.is_none());
}

#[test]
fn credits_and_references_are_sources() {
    let text = "A boat sank.\n[credit] Photo: AP\n[credit] Photo by Ann Lee / Reuters\n[credit] Photo: AP\n[reference] Reference(s):\n[reference] ‘Sunk’: a boat and its harbour\n[reference] harbourtimes.example.com";
    let found = run(text, &[]);
    let lines: Vec<String> = found.sources.iter().map(|s| line(text, s)).collect();
    let expected =
        ["AP", "Ann Lee / Reuters", "harbourtimes.example.com"].map(|n| format!("reference named: {n}; -; -"));
    assert_eq!(lines, expected);
    assert!(found.sources[2].description.of(text).starts_with("‘Sunk’"));
}

#[test]
fn a_teaser_keeps_its_sources() {
    let text = "“Fine,” said Tom Brill, a baker.\n[teaser] “Not fine,” Tom Brill told reporters. “Bad,” said Brill, according to the";
    let found = run(text, &[("“Fine,”", "Tom Brill"), ("“Not fine,”", "Tom Brill"), ("“Bad,”", "Brill")]);
    assert_eq!(found.sources.iter().map(|s| s.in_teaser).collect::<Vec<_>>(), [false, true]);
    assert_eq!(found.quotes.iter().map(|q| q.source).collect::<Vec<_>>(), [Some(0), Some(1), Some(1)]);
}

#[test]
fn spans_stand_in_the_text() {
    for (text, source, _) in CASES {
        let found = run(text, &[("“Fine.”", source)]);
        for source in &found.sources {
            assert!(source.description.contains(source.name.unwrap_or(source.description)));
            assert!(!source.description.of(text).is_empty());
        }
    }
}
