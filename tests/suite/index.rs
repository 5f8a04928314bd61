//! The index of people and things across articles: it does not depend on the order of the articles, its counts are the
//! counts of the rows, and it keeps apart what a name alone does not tell.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use proptest::prelude::*;
use quotient::index::{Authority, Drafts};

use crate::made::{Article, Entity, Source, rows};
use crate::program::{desk, said};

/// The batches of all tables that come out, articles being appended so many at a time.
fn settled(articles: &[Article], step: usize, authority: Authority) -> BTreeMap<&'static str, Vec<RecordBatch>> {
    let folder = tempfile::tempdir().unwrap();
    let mut drafts = Drafts::create(&folder.path().join("drafts"), authority).unwrap();
    articles.chunks(step).for_each(|chunk| drafts.append(&rows(chunk)).unwrap());
    let mut tables: BTreeMap<&'static str, Vec<RecordBatch>> = BTreeMap::new();
    let emit = |table, batch| {
        tables.entry(table).or_default().push(batch);
        Ok(())
    };
    drafts.settle(emit).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "the drafts are gone");
    tables
}

fn text<'a>(batch: &'a RecordBatch, column: &str, row: usize) -> Option<&'a str> {
    let column = batch[column].as_string::<i32>();
    column.is_valid(row).then(|| column.value(row))
}

fn lines(batches: Option<&Vec<RecordBatch>>) -> Vec<String> {
    let cell = |batch: &RecordBatch, row: usize| format!("{:?}", batch.slice(row, 1).columns());
    batches.into_iter().flatten().flat_map(|batch| (0..batch.num_rows()).map(move |row| cell(batch, row))).collect()
}

/// The index id of each row, by what the row is.
fn ids(tables: &BTreeMap<&'static str, Vec<RecordBatch>>, name: &str) -> BTreeSet<(String, String, Option<String>)> {
    let mut ids = BTreeSet::new();
    for batch in tables.get(name).into_iter().flatten() {
        for row in 0..batch.num_rows() {
            let (article, name) = (text(batch, "article_id", row).unwrap(), text(batch, "name", row).unwrap_or("-"));
            ids.insert((article.to_owned(), name.to_owned(), text(batch, "index_id", row).map(str::to_owned)));
        }
    }
    ids
}

/// What the rows of a table make of each index id: articles and a sum.
fn sums(batches: &[RecordBatch], column: &str) -> BTreeMap<String, (BTreeSet<String>, i64)> {
    let mut sums: BTreeMap<String, (BTreeSet<String>, i64)> = BTreeMap::new();
    for batch in batches {
        for row in 0..batch.num_rows() {
            let Some(id) = text(batch, "index_id", row) else { continue };
            let sum = sums.entry(id.to_owned()).or_default();
            sum.0.insert(text(batch, "article_id", row).unwrap().to_owned());
            sum.1 += i64::from(batch[column].as_primitive::<arrow::datatypes::Int32Type>().value(row));
        }
    }
    sums
}

const NAMES: &[&str] =
    &["John Smith", "John F. Smith", "John Q. Smith", "Smith", "Ann Lee", "Acme Corp.", "ACME", "王小明"];
const TITLES: &[Option<&str>] = &[None, Some("senator"), Some("goalkeeper"), Some("baker"), Some("director")];
const PLACES: &[Option<&str>] = &[None, Some("Ohio"), Some("Rovers")];

/// Name, title and affiliation, as places in the lists above, and a count.
type Person = (usize, usize, usize, i32);
/// When it was published, and who is in it.
type Sketch = (Option<i64>, Vec<Person>);

fn source() -> impl Strategy<Value = Person> {
    (0..NAMES.len(), 0..TITLES.len(), 0..PLACES.len(), 0..5)
}

/// Each name once in an article, as entities are.
fn an_article() -> impl Strategy<Value = Sketch> {
    (prop::option::of(0..1_000_000i64), prop::collection::vec(source(), 0..5))
}

fn article(number: usize, (published_at, mut people): Sketch) -> Article {
    people.sort();
    people.dedup_by_key(|person| person.0);
    let kind = |name: usize| if (5..7).contains(&name) { "organization" } else { "person" };
    let entity = |&(name, _, _, n): &Person| Entity {
        entity_type: kind(name),
        name: NAMES[name].to_owned(),
        aliases: Vec::new(),
        n_mentions: n + 1,
    };
    let source = |(at, &(name, title, place, n)): (usize, &Person)| Source {
        kind: kind(name),
        name: Some(NAMES[name].to_owned()),
        title: TITLES[title],
        affiliation: PLACES[place],
        entity: Some(at),
        n_quotes: n,
    };
    Article {
        id: format!("{number:032x}"),
        published_at,
        entities: people.iter().map(entity).collect(),
        sources: people.iter().enumerate().map(source).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_order_of_articles_changes_nothing(
        (made, shuffled) in prop::collection::vec(an_article(), 1..12).prop_flat_map(|made| {
            let numbered: Vec<_> = made.into_iter().enumerate().collect();
            (Just(numbered.clone()), Just(numbered).prop_shuffle())
        }),
        step in 1usize..5,
    ) {
        let build = |made: &[(usize, _)]| -> Vec<Article> {
            made.iter().map(|(number, one): &(usize, Sketch)| article(*number, one.clone())).collect()
        };
        let one = settled(&build(&made), 100, Authority::default());
        let other = settled(&build(&shuffled), step, Authority::default());
        for table in ["source_index", "entity_index"] {
            prop_assert_eq!(lines(one.get(table)), lines(other.get(table)));
        }
        for table in ["sources", "entities"] {
            prop_assert_eq!(ids(&one, table), ids(&other, table));
        }
    }

    #[test]
    fn counts_are_the_counts_of_the_rows(made in prop::collection::vec(an_article(), 1..12)) {
        let articles: Vec<Article> = made.into_iter().enumerate().map(|(number, one)| article(number, one)).collect();
        let tables = settled(&articles, 3, Authority::default());
        for (index, rows, column) in [("source_index", "sources", "n_quotes"), ("entity_index", "entities", "n_mentions")] {
            let mut expected = tables.get(rows).map(|rows| sums(rows, column)).unwrap_or_default();
            for batch in tables.get(index).into_iter().flatten() {
                for row in 0..batch.num_rows() {
                    let (articles, sum) = expected.remove(text(batch, "index_id", row).unwrap()).unwrap();
                    let long = |name: &str| batch[name].as_primitive::<Int64Type>().value(row);
                    prop_assert_eq!((long("n_articles"), long(column)), (articles.len() as i64, sum));
                }
            }
            prop_assert!(expected.is_empty(), "no row of {} for {:?}", index, expected.keys());
        }
    }
}

fn speaker(number: usize, name: &str, title: Option<&'static str>, affiliation: Option<&'static str>) -> Article {
    let entity =
        Entity { entity_type: "person", name: name.to_owned(), aliases: vec!["Mueller".into()], n_mentions: 2 };
    let name = Some(name.to_owned());
    let source = Source { kind: "person", name, title, affiliation, entity: Some(0), n_quotes: 1 };
    Article { id: format!("{number:032x}"), published_at: None, entities: vec![entity], sources: vec![source] }
}

#[test]
fn one_person_in_ten_articles_is_one_row() {
    let names = ["Milton Mueller", "Milton L. Mueller", "MILTON MUELLER"];
    let articles: Vec<Article> =
        (0..10).map(|number| speaker(number, names[number % 3], Some("professor"), Some("Georgia Tech"))).collect();
    let tables = settled(&articles, 4, Authority::default());
    let [batch] = tables["source_index"].as_slice() else { panic!("several batches") };
    assert_eq!(batch.num_rows(), 1);
    assert_eq!(text(batch, "name", 0), Some("Milton Mueller"));
    let list = |name: &str| {
        format!("{:?}", batch[name].as_list::<i32>().value(0).as_string::<i32>().iter().flatten().collect::<Vec<_>>())
    };
    assert_eq!(list("aliases"), r#"["Mueller", "MILTON MUELLER", "Milton L. Mueller"]"#);
    assert_eq!((list("titles"), list("affiliations")), (r#"["professor"]"#.into(), r#"["Georgia Tech"]"#.into()));
    let ids = |table: &str| text(&tables[table][0], "index_id", 0).map(str::to_owned);
    assert_eq!(ids("source_index"), ids("entity_index"));
}

#[test]
fn an_id_stays_when_the_data_set_grows() {
    let first = [speaker(0, "Ann Lee", Some("senator"), None)];
    let more = [
        speaker(7, "Bo Hale", None, None),
        speaker(0, "Ann Lee", Some("senator"), None),
        speaker(9, "Ann Lee", None, None),
    ];
    let (first, more) = (settled(&first, 1, Authority::default()), settled(&more, 1, Authority::default()));
    assert!(ids(&first, "sources").is_subset(&ids(&more, "sources")));
}

#[test]
fn surnames_alone_are_nobody_and_namesakes_are_two() {
    let articles = [
        speaker(0, "Smith", None, None),
        speaker(1, "Smith", None, None),
        speaker(2, "John Smith", Some("senator"), Some("Ohio")),
        speaker(3, "John Smith", Some("goalkeeper"), Some("Rovers")),
        speaker(4, "John Smith", None, None),
    ];
    let tables = settled(&articles, 2, Authority::default());
    let found: Vec<Option<String>> = ids(&tables, "entities").into_iter().map(|(_, _, id)| id).collect();
    assert_eq!(found[..2], [None, None]);
    assert_eq!(found[2..].iter().collect::<BTreeSet<_>>().len(), 3, "who is not told apart is neither: {found:?}");
}

#[test]
fn the_users_ids_join_names() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("people.csv");
    fs::write(&file, "id,name,aliases,type\nQ1,Milton Mueller,Milt Mueller|Mueller,person\n").unwrap();
    let articles =
        [speaker(0, "Milt Mueller", None, None), speaker(1, "Mueller", None, None), speaker(2, "Ann Lee", None, None)];
    let tables = settled(&articles, 2, Authority::read(&file).unwrap());
    let rows: BTreeMap<String, Option<String>> = (0..2)
        .map(|row| tables["source_index"][0].slice(row, 1))
        .map(|row| (text(&row, "name", 0).unwrap().to_owned(), text(&row, "authority_id", 0).map(str::to_owned)))
        .collect();
    assert_eq!(rows, BTreeMap::from([("Milton Mueller".into(), Some("Q1".into())), ("Ann Lee".into(), None)]));
}

const STORIES: [(&str, &str); 4] = [
    ("a.txt", "“It leaks,” said Tom Brill, chief engineer of Acme Corp.\n"),
    ("b.txt", "“It does not leak,” said Ann Lee, a lawyer for Acme Corporation.\n\nTom Brill said the pump was old.\n"),
    ("c.txt", "“We sold it,” said Ann Lee.\n"),
    ("d.txt", "“Nobody asked us,” said Brill.\n"),
];

/// The tables across articles after a run over the files in this order.
fn run(order: &[usize], more: &[&str]) -> (String, String, tempfile::TempDir) {
    let desk = desk(&STORIES);
    let files: Vec<String> = order.iter().map(|at| format!("input/{}", STORIES[*at].0)).collect();
    let words: Vec<&str> =
        ["run"].into_iter().chain(files.iter().map(String::as_str)).chain(more.iter().copied()).collect();
    let (code, _, errors) = said(desk.path(), &words);
    assert_eq!(code, 0, "{errors}");
    let csv =
        |table: &str| fs::read_to_string(desk.path().join("output/csv").join(table).with_extension("csv")).unwrap();
    (csv("source_index"), csv("entity_index"), desk)
}

#[test]
fn the_order_of_files_changes_nothing() {
    let (sources, entities, desk) = run(&[0, 1, 2, 3], &[]);
    let (other_sources, other_entities, _desk) = run(&[3, 1, 2, 0], &["--jobs", "1"]);
    assert_eq!((&sources, &entities), (&other_sources, &other_entities));
    assert!(sources.contains(",person,Tom Brill,"), "{sources}");
    let (_, said, _) = said(desk.path(), &["verify", "output"]);
    assert!(said.is_empty());
    // Alone, without the tables that it is made of.
    let (alone, _, desk) = run(&[0, 1, 2, 3], &["--tables", "source_index,entity_index", "--format", "csv"]);
    assert_eq!(alone, sources);
    assert!(!desk.path().join("output/csv/entities.csv").exists() && !desk.path().join("output/.scratch").exists());
}

#[test]
fn a_list_that_cannot_be_used_is_refused() {
    let desk = desk(&STORIES);
    fs::write(desk.path().join("list.csv"), "id,name,type\nQ1,Tom Brill,human\n").unwrap();
    let (code, _, errors) = said(desk.path(), &["run", "--authority", "list.csv"]);
    assert_eq!(code, 2);
    assert!(errors.contains("line 2: the type human is none of person,"), "{errors}");
    assert_eq!(said(desk.path(), &["run", "--authority", "missing.csv"]).0, 2);
    fs::write(desk.path().join("list.csv"), "id,name,aliases\nQ1,Thomas Brill,Tom Brill|Brill\n").unwrap();
    assert_eq!(said(desk.path(), &["run", "--authority", "list.csv"]).0, 0);
    let csv = fs::read_to_string(desk.path().join("output/csv/source_index.csv")).unwrap();
    let row = csv.lines().find(|line| line.ends_with(",Q1")).unwrap_or_else(|| panic!("{csv}"));
    assert!(row.contains(",person,Thomas Brill,") && row.contains("Tom Brill"), "{row}");
}
