//! Prose in, names out.

use super::testing::with_names;
use crate::analysis::MentionKind;

/// All mentions of a kind as "words/type".
fn mentions(text: &str, kind: MentionKind) -> Vec<String> {
    let found = with_names(text);
    let ours = found.mentions.iter().filter(|m| m.kind == kind);
    ours.map(|m| format!("{}/{}", m.span.of(text), m.entity_type.as_str())).collect()
}

fn names(text: &str) -> Vec<String> {
    mentions(text, MentionKind::Name)
}

/// Names of persons, organizations, places, groups in small print: text, then the names expected.
const CASES: &[(&str, &[&str])] = &[
    ("The harbour master met Mr. Harold Finch on the pier.", &["Harold Finch/person"]),
    ("Sen. Paula Ortega spoke to President Emil Hartmann.", &["Paula Ortega/person", "Emil Hartmann/person"]),
    ("Prime Minister Sanna Lehto flew to Oslo on Monday.", &["Sanna Lehto/person", "Oslo/place"]),
    (
        "It was drafted by Ursula van der Velde and Omar bin Salim.",
        &["Ursula van der Velde/person", "Omar bin Salim/person"],
    ),
    ("The novelist J.D. Marlow and Peter K. Stone agreed.", &["J.D. Marlow/person", "Peter K. Stone/person"]),
    (
        "Shares of Brightwater Corp. fell while Nordlys Inc. gained.",
        &["Brightwater Corp./organization", "Nordlys Inc./organization"],
    ),
    (
        "She studied at the University of Tartu and at Duke University.",
        &["University of Tartu/organization", "Duke University/organization"],
    ),
    (
        "He lectures at the London School of Economics and Political Science.",
        &["London School of Economics and Political Science/organization"],
    ),
    (
        "The Ministry of Fisheries and the Harbour Committee disagreed.",
        &["Ministry of Fisheries/organization", "Harbour Committee/organization"],
    ),
    ("Officials in Kuala Lumpur and New Zealand were told.", &["Kuala Lumpur/place", "New Zealand/place"]),
    (
        "The Chinese app annoyed Americans and Democrats alike.",
        &["Chinese/group", "Americans/group", "Democrats/group"],
    ),
    ("On Tuesday the NATO envoy left; the UN stayed.", &["NATO/organization", "UN/organization"]),
    ("Yesterday nothing happened. Furious Canadians went home.", &["Canadians/group"]),
    ("Rain fell for days. Repairs will take a month.", &[]),
    ("Caplan said the roof leaks. Nobody believed Caplan.", &["Caplan/person", "Caplan/person"]),
    ("They sailed to Kestrelia and lived in Kestrelia.", &["Kestrelia/place", "Kestrelia/place"]),
    ("The app, Lumora (小紅書), is popular.", &["Lumora/organization", "小紅書/organization"]),
    ("It was posted by user nightowlish, who deleted it.", &["nightowlish/person"]),
    ("The clip by @river_rat went round.", &["@river_rat/person"]),
    (
        "Anne-Marie Dubois met Kim Jong-un in Geneva.",
        &["Anne-Marie Dubois/person", "Kim Jong-un/person", "Geneva/place"],
    ),
    ("China-US tensions rose.", &["China/place", "US/place"]),
    ("The Kenyan-led mission failed.", &["Kenyan/group"]),
    ("White House Press Secretary Dana Holt declined.", &["White House/organization", "Dana Holt/person"]),
    (
        "Republican Rep. Carl Dunn and Democrat Ruth Hale voted.",
        &["Republican/group", "Carl Dunn/person", "Democrat/group", "Ruth Hale/person"],
    ),
    ("Secretary of State Maria Lund arrived.", &["Maria Lund/person"]),
    ("They swam in Lake Vetter near the Carrow River.", &["Lake Vetter/place", "Carrow River/place"]),
    ("The Food and Drug Administration approved it.", &["Food and Drug Administration/organization"]),
    (
        "In May the Marsh Brothers sold it. Theresa May bought it.",
        &["Marsh Brothers/organization", "Theresa May/person"],
    ),
    ("The attorney general resigned. The Attorney General was tired.", &[]),
    ("Bashar al-Khatib told The Daily Mirror so.", &["Bashar al-Khatib/person", "The Daily Mirror/organization"]),
    ("Teachers praised “The Silent Orchard” on stage.", &["The Silent Orchard/work"]),
    ("He fought in the Vietnam War and won the Pulitzer Prize.", &["Vietnam War/event", "Pulitzer Prize/other"]),
    ("Dr. Lena Frost, 41, of the Frost Institute, spoke.", &["Lena Frost/person", "Frost Institute/organization"]),
    ("The I.R.S. wrote to the port.", &["I.R.S./organization"]),
    ("“Take my boat,” said Tilda Brandt.", &["Tilda Brandt/person"]),
    ("Acme Corp’s founder lives in Springfield, Ohio.", &["Acme Corp/organization", "Springfield/place", "Ohio/place"]),
];

#[test]
fn names_and_their_kinds() {
    let wrong: Vec<String> = CASES
        .iter()
        .filter(|(text, expected)| names(text) != *expected)
        .map(|(text, expected)| format!("{text}\n  expected {expected:?}\n  found    {:?}", names(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_headline_names_only_whom_the_story_names() {
    let text =
        "[headline] Mayor Brandt Opens Long Bridge Over Troubled Water\nTilda Brandt cut the ribbon. Brandt smiled.";
    assert_eq!(names(text), ["Brandt/person", "Tilda Brandt/person", "Brandt/person"]);
}

#[test]
fn shouting_is_no_name() {
    let text = "STORM WARNING: Kenyan officers left. Nobody in Nairobi minded.";
    assert_eq!(names(text), ["Kenyan/group", "Nairobi/place"]);
}

#[test]
fn one_occurrence_settles_the_others() {
    let text = "Bergstrand won again. Nobody had expected Ida Bergstrand to win. Young ran. The referee was Karl Young. In the end Young won.";
    // "Young ran" opens a sentence as any young thing could.
    assert_eq!(names(text), ["Bergstrand/person", "Ida Bergstrand/person", "Karl Young/person", "Young/person"]);
}

#[test]
fn pronouns_and_descriptions() {
    let text = "He told her that the old professor had left their house, and the company car too. It said so.";
    assert_eq!(mentions(text, MentionKind::Pronoun), ["He/person", "her/person", "their/other", "It/organization"]);
    assert_eq!(mentions(text, MentionKind::Nominal), ["the old professor/person"]);
}

#[test]
fn mentions_are_in_order_and_inside_their_sentence() {
    for (text, _) in CASES {
        let found = with_names(text);
        assert!(found.mentions.is_sorted_by_key(|m| m.span.start), "{text}");
        for mention in &found.mentions {
            assert!(found.sentences[mention.sentence as usize].span.contains(mention.span), "{text}");
            assert!((0.0..=1.0).contains(&mention.confidence));
        }
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    for piece in [
        "Smith, ",
        "Ann Lee Kim Park of the ",
        "He ",
        "U.S. ",
        "-A",
        "the University of ",
        "“Ab Cd” ",
        "@a ",
        "Jr. ",
        "the the ",
    ] {
        let text = piece.repeat(400_000 / piece.len());
        let started = std::time::Instant::now();
        let found = with_names(&text);
        assert!(found.mentions.len() <= text.len());
        assert!(started.elapsed().as_secs() < 20, "{piece:?} took {:?}", started.elapsed());
    }
}
