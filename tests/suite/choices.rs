//! Which of the articles read are analysed: duplicates, near-duplicates, languages, lists of inputs.

use std::fs;

use crate::program::{desk, said};

const STORY: &str = "Ferry stays, harbour town decides\n\n“We will not let it go,” said Mayor Ann Okafor on Monday. “Not this \
                     year.” The council had met for six hours to hear what captains, shopkeepers and fishermen had to say \
                     about the old boat, which has carried people and goats over the bay since 1961. Two engineers told them \
                     that the hull was sound and that only the engine had to be replaced before the winter.\n";

const GERMAN: &str = "Die Brücke wird am Freitag für Reparaturen gesperrt, sagte der Bürgermeister. „Wir haben lange gewartet, \
                      aber nun ist das Geld da“, fügte er hinzu. Die Arbeiten sollen bis zum Herbst dauern.\n";

fn column(desk: &std::path::Path, table: &str, column: &str) -> Vec<String> {
    let text = fs::read_to_string(desk.join(format!("output/csv/{table}.csv"))).unwrap();
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let at = rows.headers().unwrap().iter().position(|name| name == column).unwrap();
    rows.records().map(|row| row.unwrap()[at].to_owned()).collect()
}

#[test]
fn what_says_the_same_is_marked_or_left_out() {
    let wire = format!("PORT ELLEN (AP) — {STORY}");
    let desk =
        desk(&[("a.txt", STORY), ("b.txt", STORY), ("c.txt", &wire), ("d.txt", "The bridge will close, she said.")]);
    let run = |words: &[&str]| {
        assert_eq!(said(desk.path(), &[&["run", "--quiet", "--format", "csv"], words].concat()).0, 0);
        (column(desk.path(), "articles", "article_key").join(""), column(desk.path(), "articles", "duplicate_of"))
    };
    let (keys, marked) = run(&[]);
    let ids = column(desk.path(), "articles", "article_id");
    assert_eq!((keys.as_str(), marked), ("abcd", ["", &ids[0], "", ""].map(str::to_owned).to_vec()));
    let (keys, marked) = run(&["--near-duplicates", "0.7"]);
    assert_eq!((keys.as_str(), marked), ("abcd", ["", &ids[0], &ids[0], ""].map(str::to_owned).to_vec()));
    assert_eq!(run(&["--drop-duplicates"]).0, "acd");
    assert_eq!(run(&["--drop-duplicates", "--near-duplicates", "0.7"]).0, "ad");
    assert_eq!(said(desk.path(), &["verify", "output"]).0, 0);
}

#[test]
fn other_languages_keep_their_direct_quotes() {
    let desk = desk(&[("a.txt", STORY), ("b.txt", GERMAN)]);
    assert_eq!(said(desk.path(), &["run", "--quiet", "--format", "csv"]).0, 0);
    assert_eq!(column(desk.path(), "articles", "language"), ["en", "de"]);
    let ids = column(desk.path(), "articles", "article_id");
    let quotes: Vec<_> = column(desk.path(), "quotes", "article_id")
        .into_iter()
        .zip(column(desk.path(), "quotes", "text"))
        .filter(|(id, _)| *id == ids[1])
        .collect();
    assert_eq!(quotes.len(), 1);
    assert_eq!(quotes[0].1, "„Wir haben lange gewartet, aber nun ist das Geld da“");
    assert!(!column(desk.path(), "mentions", "article_id").contains(&ids[1]));
    assert_eq!(said(desk.path(), &["verify", "output"]).0, 0);
    let (code, _, errors) = said(desk.path(), &["run", "--format", "csv", "--languages", "en"]);
    assert_eq!((code, column(desk.path(), "articles", "language")), (0, vec!["en".to_owned()]), "{errors}");
}

#[test]
fn lists_name_inputs() {
    let desk = desk(&[("a.txt", STORY), ("b.txt", GERMAN), ("c.txt", "The bridge will close, she said.")]);
    fs::write(desk.path().join("list"), "input/c.txt\r\n\ninput/a.txt\ninput/gone.txt\n").unwrap();
    for words in [&["run", "@list"][..], &["run", "--files-from", "list"]] {
        let (code, _, errors) = said(desk.path(), &[words, &["--quiet", "--format", "csv"]].concat());
        assert_eq!((code, errors.contains("input/gone.txt")), (3, true), "{errors}");
        assert_eq!(column(desk.path(), "articles", "article_key"), ["input/c", "input/a"]);
    }
    let (code, _, errors) = said(desk.path(), &["run", "@none"]);
    assert_eq!(code, 2, "{errors}");
}

#[test]
fn columns_are_named_and_kept() {
    let table = "nr,story,desk\n1,\"“No,” she said.\",City\n";
    let desk = desk(&[("a.csv", table)]);
    let (code, _, errors) = said(desk.path(), &["run", "--quiet", "--format", "csv"]);
    assert_eq!(code, 0, "{errors}");
    let words =
        ["run", "--quiet", "--format", "parquet,csv", "--field", "text=story", "--field", "id=nr", "--keep", "desk"];
    assert_eq!(said(desk.path(), &words).0, 0);
    assert_eq!(column(desk.path(), "articles", "article_key"), ["1"]);
    assert_eq!(column(desk.path(), "articles", "desk"), ["City"]);
    assert_eq!(said(desk.path(), &["verify", "output"]).0, 0);
    let (code, _, errors) = said(desk.path(), &["run", "--keep", "title"]);
    assert!(code == 2 && errors.contains("a column title already"), "{errors}");
    let (code, _, errors) = said(desk.path(), &["run", "--quiet", "--field", "text=body"]);
    assert!(
        code == 3 && errors.contains("there is no column body for the text; there are: nr, story, desk"),
        "{errors}"
    );
    let (code, _, errors) = said(desk.path(), &["run", "--field", "txt=body"]);
    assert!(code == 2 && errors.contains("there is no field `txt`"), "{errors}");
}
