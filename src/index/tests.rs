//! Names and hints in, keys out.

use super::ambiguous::{Ambiguous, Gather, Hint};
use super::authority::Authority;
use super::columns::{Key, key};
use super::evidence::{Field, field};
use super::identity::{Identity, person};

fn base(entity_type: &str, name: &str) -> Option<String> {
    Identity::of_entity(entity_type, name, None, &Authority::default()).base
}

#[test]
fn spellings_of_one_name_have_one_base() {
    let same = [
        ("person", "Milton Mueller", "MILTON  MUELLER"),
        ("person", "Beyoncé Knowles-Carter", "Beyonce Knowles Carter"),
        ("person", "John F. Smith", "John Smith"),
        ("person", "Sean O’Neil", "Sean O'Neil"),
        ("organization", "Acme Corp.", "The Acme Corporation"),
        ("organization", "Procter & Gamble Co.", "Procter and Gamble"),
        ("place", "U.S.", "United States"),
    ];
    for (entity_type, one, other) in same {
        assert_eq!(base(entity_type, one), base(entity_type, other), "{one}, {other}");
        assert!(base(entity_type, one).is_some());
    }
    assert_eq!(base("product", "TikTok"), base("organization", "TikTok"));
    assert_ne!(base("place", "Paris"), base("organization", "Paris"));
}

#[test]
fn a_single_name_identifies_nobody() {
    for name in ["Mueller", "Adham", "J. Smith", "J. K.", "Reyes-Whitfield", ""] {
        assert_eq!(base("person", name), None, "{name}");
    }
    assert!(base("person", "王小明").is_some());
    let account = |name| Identity::of_source("account", Some(name), None, &Authority::default()).base;
    assert!(account("@Adham").is_some() && account("penguin_pepper").is_some() && account("Adham").is_none());
    assert_eq!(account("@River_Rat"), account("river_rat"));
}

#[test]
fn initials_stand_apart() {
    for name in ["George H. W. Bush Jr.", "George H.W. Bush Jr"] {
        assert_eq!(person(name), (Some("george bush".to_owned()), Some("hwjr".to_owned())), "{name}");
    }
    assert_eq!(person("Meng Bingchun"), (Some("meng bingchun".to_owned()), None));
}

#[test]
fn titles_tell_walks_of_life() {
    assert_eq!(field("former U.S. senator"), Some(Field::Public));
    assert_eq!(field("team director"), None);
    assert_eq!(field("baker and poet"), None);
}

/// Base, middle initials, walk of life, affiliation.
type Told<'a> = (&'a str, Option<&'a str>, Option<Field>, Option<&'a str>);

fn keys<'a>(hints: &[Told<'a>]) -> Vec<Key> {
    let (mut gather, mut ambiguous) = (Gather::default(), Ambiguous::default());
    let hint = |one: &Told<'a>| Hint { middle: one.1, field: one.2, affiliation: one.3 };
    hints.iter().for_each(|one| gather.add(key(one.0), &hint(one)));
    gather.settle(&mut ambiguous);
    hints.iter().map(|one| ambiguous.key(one.0, &hint(one))).collect()
}

#[test]
fn a_senator_is_no_goalkeeper() {
    let (senator, keeper) = (Some(Field::Public), Some(Field::Sport));
    let apart = keys(&[("a", None, senator, None), ("a", None, keeper, None), ("a", None, None, None)]);
    assert!(apart[0] != apart[1] && apart[1] != apart[2] && apart[2] == key("a"), "who is not told apart is neither");
    // Whoever is both has one affiliation in both.
    let both = keys(&[("a", None, senator, Some("Rovers")), ("a", None, keeper, Some("Rovers"))]);
    assert_eq!(both, [key("a"), key("a")]);
    let alone = keys(&[("a", None, senator, None), ("a", None, None, None)]);
    assert_eq!(alone, [key("a"), key("a")]);
}

#[test]
fn two_initials_are_two_people() {
    let apart = keys(&[("a", Some("w"), None, None), ("a", Some("hw"), None, None), ("a", None, None, None)]);
    assert!(apart[0] != apart[1] && apart[2] == key("a"));
    let one = keys(&[("a", Some("f"), None, None), ("a", Some("fjr"), None, None)]);
    assert_eq!(one, [key("a"), key("a")]);
}

#[test]
fn the_users_file_names_rows() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("people.csv");
    let rows = "id,name,aliases,type\nQ1,Milton L. Mueller,Mueller|Milt Mueller,person\nQ2,John Smith,,person\nQ3,John Smith,Smithy,person\n";
    std::fs::write(&file, rows).unwrap();
    let authority = Authority::read(&file).unwrap();
    let id = |name| Identity::of_entity("person", name, None, &authority).base.unwrap_or_default();
    for name in ["Milton Mueller", "Mueller", "Milt Mueller", "Milton L. Mueller"] {
        assert!(id(name).ends_with("Q1"), "{name}");
    }
    assert!(!id("John Smith").contains('Q'), "a name that two rows share settles nothing");
    assert!(id("Smithy").ends_with("Q3"));
    std::fs::write(&file, "id,label\n1,x\n").unwrap();
    assert!(Authority::read(&file).unwrap_err().to_string().contains("no column name"));
    std::fs::write(&file, "id,name\n1,x\n1,y\n").unwrap();
    assert!(Authority::read(&file).unwrap_err().to_string().contains("line 3"));
}
