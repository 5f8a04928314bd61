//! Prose in, who is who out.

use crate::analysis::{Analysis, Attribution, EntityType, MentionKind};
use crate::extract::coreference;
use crate::extract::names::Words;
use crate::extract::names::testing::{with_names, with_quotes};
use crate::model::bundled;

/// With the program's own model.
pub(crate) fn resolve(text: &str, found: &mut Analysis, words: &Words) {
    let model = coreference::CoreferenceModel::new(&bundled::load(coreference::NAME, None).unwrap()).unwrap();
    coreference::resolve(text, found, words, &coreference::Known { model: &model, names: None });
}

pub(super) fn resolved(text: &str) -> Analysis {
    let mut found = with_names(text);
    let words = Words::read(text, &found);
    resolve(text, &mut found, &words);
    found
}

/// The names of the entities, each with its aliases.
fn entities(text: &str) -> Vec<String> {
    let found = resolved(text);
    let all = found.entities.iter().map(|e| {
        let aliases: Vec<&str> = e.aliases.iter().map(|a| a.of(text)).collect();
        if aliases.is_empty() {
            e.name.of(text).to_owned()
        } else {
            format!("{} = {}", e.name.of(text), aliases.join(" = "))
        }
    });
    all.collect()
}

/// For each mention of the kind: its words, and the name of its entity.
fn links(text: &str, kind: MentionKind) -> Vec<String> {
    let found = resolved(text);
    let mentions = found.mentions.iter().filter(|m| m.kind == kind);
    let name = |m: &crate::analysis::Mention| m.entity.map_or("-", |e| found.entities[e as usize].name.of(text));
    mentions.map(|m| format!("{} > {}", m.span.of(text), name(m))).collect()
}

/// For each quote the name of its speaker.
fn speakers(text: &str, quotes: &[(&str, &str)]) -> (Vec<String>, Vec<Attribution>) {
    let mut found = with_quotes(text, quotes);
    let words = Words::read(text, &found);
    resolve(text, &mut found, &words);
    let name = |s: Option<u32>| s.map_or("-".to_owned(), |e| found.entities[e as usize].name.of(text).to_owned());
    (found.quotes.iter().map(|q| name(q.speaker)).collect(), found.quotes.iter().map(|q| q.attribution).collect())
}

#[test]
fn short_forms_join_the_full_name() {
    let text = "Nils Carver built it. The town thanked Carver. Later Nils was ill, and Mr. Carver’s boat sank.";
    assert_eq!(entities(text), ["Nils Carver = Carver = Nils"]);
}

#[test]
fn the_full_name_may_come_later() {
    assert_eq!(
        entities("The port praised Carver on Monday. It was Nils Carver who built it."),
        ["Nils Carver = Carver"]
    );
}

#[test]
fn surname_first() {
    assert_eq!(
        entities("The report by Lin Zhaohui is long. Lin said so. Nobody but Lin cared."),
        ["Lin Zhaohui = Lin"]
    );
}

#[test]
fn families_are_kept_apart() {
    let text = "Henry Marlow met Alice Marlow in Oslo. “No,” Mrs. Marlow said. In the end Mr. Marlow left.";
    let found = resolved(text);
    let names: Vec<_> = found.mentions.iter().filter(|m| m.kind == MentionKind::Name).map(|m| m.entity).collect();
    assert_eq!(found.entities.len(), 3);
    assert_eq!((names[3], names[4]), (names[1], names[0]));
}

#[test]
fn a_bare_surname_is_the_latest_bearer() {
    let text = "Henry Marlow won. Alice Marlow lost. Critics blamed Marlow.";
    let found = resolved(text);
    let last = found.mentions.iter().rfind(|m| m.kind == MentionKind::Name).and_then(|m| m.entity);
    assert_eq!(last.map(|e| found.entities[e as usize].name.of(text)), Some("Alice Marlow"));
}

#[test]
fn middle_names_and_initials() {
    assert_eq!(
        entities("Nils A. Carver spoke. So Nils Carver left. Then N. Carver wrote."),
        ["Nils A. Carver = Nils Carver = N. Carver"]
    );
    assert_eq!(entities("They met Bob Tarrant and Robert Tarrant."), ["Robert Tarrant = Bob Tarrant"]);
}

#[test]
fn acronyms() {
    let text = "The Harbour Protection Agency (HPA) acted. Critics of the HPA slept.";
    assert_eq!(entities(text), ["Harbour Protection Agency = HPA"]);
    let text = "Critics of the HPA slept. The Harbour Protection Agency acted.";
    assert_eq!(entities(text), ["Harbour Protection Agency = HPA"]);
}

#[test]
fn spellings_of_one_name() {
    assert_eq!(entities("The US and the U.S. are the United States."), ["United States = US = U.S."]);
    assert_eq!(
        entities("They sued Brightwater Corp. in May. It hurt Brightwater, they said."),
        ["Brightwater Corp. = Brightwater"]
    );
    assert_eq!(
        entities("The Department of Fisheries closed. The Fisheries Department reopened."),
        ["Department of Fisheries = Fisheries Department"]
    );
}

#[test]
fn aliases_the_text_states() {
    let text = "The app Lumora (小紅書), also known as Little Green Leaf, grew.";
    assert_eq!(entities(text), ["Lumora = 小紅書 = Little Green Leaf"]);
    let text = "A user on Zeta, formerly known as Chirper, left Chirper.";
    assert_eq!(entities(text)[0], "Zeta = Chirper");
    let text = "The rapper Aldo Finch, aka Goldwing, sang. They booed Goldwing.";
    assert_eq!(entities(text), ["Aldo Finch = Goldwing"]);
}

#[test]
fn a_party_in_parentheses_is_no_alias() {
    assert_eq!(entities("They met Carl Dunn (R-Texas) there."), ["Carl Dunn", "Texas"]);
}

#[test]
fn kinds_are_not_mixed() {
    let found = resolved("They met Paula Houston in Houston.");
    let kinds: Vec<_> = found.entities.iter().map(|e| e.entity_type).collect();
    assert_eq!(kinds[0], EntityType::Person);
    assert_eq!(found.entities.iter().filter(|e| e.entity_type == EntityType::Person).count(), 1);
}

#[test]
fn pronouns_by_gender() {
    let text = "Alice Marlow met Henry Finch. He smiled, and she left her coat with him.";
    let expected = ["He > Henry Finch", "she > Alice Marlow", "her > Alice Marlow", "him > Henry Finch"];
    assert_eq!(links(text, MentionKind::Pronoun), expected);
}

#[test]
fn they_for_one_where_the_text_says_so() {
    let text = "Robin Ashby works here. Ashby is nonbinary. “I was late,” they said.";
    assert_eq!(links(text, MentionKind::Pronoun).last().unwrap(), "they > Robin Ashby");
    let text = "Robin Ashby works here. Ashby is tired. “I was late,” they said.";
    assert_eq!(links(text, MentionKind::Pronoun).last().unwrap(), "they > -");
}

#[test]
fn the_elder_of_two() {
    let text = "Edmund Farrow led it. His son Julian Farrow won. The elder Farrow slept. The younger Farrow sang.";
    let found = resolved(text);
    let names: Vec<_> = found.mentions.iter().filter(|m| m.kind == MentionKind::Name).map(|m| m.entity).collect();
    assert_eq!((names[2], names[3]), (names[0], names[1]));
    let text = "Julian Farrow won. His father Edmund Farrow had led it. The elder Farrow slept.";
    let found = resolved(text);
    let names: Vec<_> = found.mentions.iter().filter(|m| m.kind == MentionKind::Name).map(|m| m.entity).collect();
    assert_eq!(names[2], names[1]);
}

#[test]
fn first_names_on_no_list_have_genders_too() {
    let text = "Kwabena Oppong met Adwoa Mensima in Oslo. He sang, and she slept.";
    assert_eq!(links(text, MentionKind::Pronoun), ["He > Kwabena Oppong", "she > Adwoa Mensima"]);
    let text = "Marinda Stroud met Ottmar Voss in Oslo. She sang, and he slept.";
    assert_eq!(links(text, MentionKind::Pronoun), ["She > Marinda Stroud", "he > Ottmar Voss"]);
}

#[test]
fn nobody_fits() {
    assert_eq!(links("Alice Marlow slept. He did not.", MentionKind::Pronoun), ["He > -"]);
    assert_eq!(links("He came from Oslo.", MentionKind::Pronoun), ["He > -"]);
}

#[test]
fn he_said_is_the_last_speaker() {
    let text = "“It was a gift,” said Tom Brill.\n“Nobody asked Nils Carver,” he said.";
    let (who, how) = speakers(text, &[("“It was a gift,”", "Tom Brill"), ("“Nobody asked Nils Carver,”", "he")]);
    assert_eq!(who, ["Tom Brill", "Tom Brill"]);
    assert_eq!(how, [Attribution::Cue, Attribution::Coreference]);
}

#[test]
fn he_within_a_quote_is_somebody_else() {
    let text = "Nils Carver lost his boat. “He cried,” Tom Brill said.";
    let mut found = with_quotes(text, &[("“He cried,”", "Tom Brill")]);
    let words = Words::read(text, &found);
    resolve(text, &mut found, &words);
    let he = found.mentions.iter().find(|m| m.span.of(text) == "He").and_then(|m| m.entity);
    assert_eq!(he.map(|e| found.entities[e as usize].name.of(text)), Some("Nils Carver"));
}

#[test]
fn owners_are_not_speakers() {
    let text =
        "“No.” said a spokesman for Tom Brill. “Yes.” said Nils Carver of Oslo. “Hm.” said Brill’s lawyer, Ida Voss.";
    let (who, _) = speakers(
        text,
        &[
            ("“No.”", "a spokesman for Tom Brill"),
            ("“Yes.”", "Nils Carver of Oslo"),
            ("“Hm.”", "Brill’s lawyer, Ida Voss"),
        ],
    );
    assert_eq!(who, ["-", "Nils Carver", "Ida Voss"]);
}

#[test]
fn descriptions_of_persons() {
    let text = "Ida Voss, a professor at Kent University, wrote it. Tom Brill printed it.\n“Good,” the professor said.";
    let (who, how) = speakers(text, &[("“Good,”", "the professor")]);
    assert_eq!((who[0].as_str(), how[0]), ("Ida Voss", Attribution::Coreference));
    let text = "“Good,” said user nightowlish, who sings.\nThe content creator left the app.\n“Bad,” the user said.";
    let (who, _) = speakers(text, &[("“Good,”", "user nightowlish"), ("“Bad,”", "the user")]);
    assert_eq!(who, ["nightowlish", "nightowlish"]);
    assert!(links(text, MentionKind::Nominal).contains(&"the user > nightowlish".to_owned()));
}

#[test]
fn a_description_nobody_fits_stays_open() {
    let text = "“Good,” said Ida Voss, a professor.\nRain fell.\nIt fell again.\n“Bad,” the senator said.";
    let (who, _) = speakers(text, &[("“Good,”", "Ida Voss"), ("“Bad,”", "the senator")]);
    assert_eq!(who, ["Ida Voss", "-"]);
}

#[test]
fn descriptions_of_organizations() {
    let text = "Kent University closed. Brightwater Corp. sued. The university reopened. The company did not.";
    assert_eq!(
        links(text, MentionKind::Nominal),
        ["The university > Kent University", "The company > Brightwater Corp."]
    );
}

#[test]
fn organizations_and_places_speak() {
    let text = "“No.” China said. “Yes.” the White House said. “Hm.” according to Petronas.";
    let (who, _) = speakers(text, &[("“No.”", "China"), ("“Yes.”", "the White House"), ("“Hm.”", "Petronas")]);
    assert_eq!(who, ["China", "White House", "Petronas"]);
}

#[test]
fn a_quote_goes_on() {
    let text = "“One,” said Ida Voss. “Two.”";
    let (who, how) = speakers(text, &[("“One,”", "Ida Voss"), ("“Two.”", "")]);
    assert_eq!((who[1].as_str(), how[1]), ("Ida Voss", Attribution::Continuation));
}

#[test]
fn who_is_the_one_before() {
    let text = "They met Ida Voss, who said “no.”";
    assert_eq!(speakers(text, &[("“no.”", "who")]).0, ["Ida Voss"]);
}

#[test]
fn a_teaser_is_another_story() {
    let text = "Nils Carver slept.\n[teaser] Critics thanked Carver and Tom Carver. He left for";
    let found = resolved(text);
    assert_eq!(found.entities.len(), 2);
    assert_eq!(links(text, MentionKind::Pronoun), ["He > Tom Carver"]);
}

#[test]
fn hostile_texts_take_linear_time() {
    let people: String = (0..20_000).map(|n| format!("Ann Lee{n} said so. ")).collect();
    let pronouns = format!("Ann Lee came. {}", "He told her. ".repeat(20_000));
    let surnames = "Smith, ".repeat(50_000);
    let aliases = "Ann Lee, also known as Kim Park, ".repeat(5_000);
    for text in [people, pronouns, surnames, aliases] {
        let started = std::time::Instant::now();
        let found = resolved(&text);
        assert!(found.entities.len() <= found.mentions.len());
        assert!(started.elapsed().as_secs() < 20, "{:.20} took {:?}", text, started.elapsed());
    }
}
