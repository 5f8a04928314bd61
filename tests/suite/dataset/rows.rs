//! What stands in the tables, and how others read it.

use super::*;

#[test]
fn rows_say_what_was_found() {
    let (_room, folder) = room();
    write(&folder, &[harbour("a"), plain("b", 5)], &[reject()]);
    assert_sound(&folder);

    let articles = read(&folder, "articles");
    let chars: Vec<char> = HARBOUR.chars().collect();
    assert_eq!(texts(&articles, "article_key"), ["a", "b"]);
    assert_eq!(texts(&articles, "title"), ["Café owners fear the tram", "NULL"]);
    assert_eq!(ints(&articles, "n_chars")[0], chars.len() as i32);
    let counts = ["n_words", "n_paragraphs", "n_sentences", "n_quotes", "n_sources", "n_entities"];
    assert_eq!(counts.map(|column| ints(&articles, column)[0]), [21, 2, 3, 2, 1, 1]);
    assert_eq!(articles["published_at"].as_primitive::<TimestampMicrosecondType>().value(0), 1_700_000_000_000_000);

    let quotes = read(&folder, "quotes");
    assert_eq!(texts(&quotes, "text")[0], "“We were never asked,” … “and 😀 “never” means never.”");
    assert_eq!(texts(&quotes, "speaker")[..3], ["Zoë Brandt", "NULL", "Ito"]);
    let id = ArticleId::of("a").to_string();
    assert_eq!(texts(&quotes, "parent_quote_id")[1], format!("{id}-q1"));
    assert_eq!(texts(&quotes, "source_id")[2], format!("{id}-s2"));
    assert_eq!(ints(&quotes, "n_words")[0], 8);
    for row in 0..3 {
        let slice = |start: &str, end: &str| -> String {
            chars[ints(&quotes, start)[row] as usize..ints(&quotes, end)[row] as usize].iter().collect()
        };
        match quotes["cue_start"].is_null(row) {
            true => assert_eq!(row, 1),
            false => assert_eq!(slice("cue_start", "cue_end"), "said"),
        }
        assert!(slice("start", "end").starts_with('“'));
    }

    let mentions = read(&folder, "mentions");
    assert_eq!(texts(&mentions, "text"), ["Zoë Brandt", "She", "Ferries", "Ito"]);
    assert_eq!(texts(&mentions, "entity_id")[2], "NULL");
    let in_quote: Vec<bool> = mentions["in_quote"].as_boolean().iter().flatten().collect();
    assert_eq!(in_quote, [false, false, true, false]);

    let entities = read(&folder, "entities");
    let aliases = entities["aliases"].as_list::<i32>().value(0);
    assert_eq!(aliases.as_string::<i32>().value(0), "小紅");
    assert_eq!(ints(&entities, "n_mentions"), [2, 1]);

    let share = read(&folder, "paragraphs")["quoted_share"].as_primitive::<Float32Type>().values().to_vec();
    let quoted = "“We were never asked,”“and 😀 “never” means never.”".chars().count() as f32;
    let whole = HARBOUR.split("\n\n").nth(1).unwrap().chars().count() as f32;
    assert_eq!(share[..2], [0.0, quoted / whole]);

    let tokens = read(&folder, "tokens");
    let place = texts(&tokens, "text").iter().position(|text| text == "Zoë").unwrap();
    assert_eq!(texts(&tokens, "entity")[place..place + 2], ["person", "person"]);
    assert!(tokens["head"].null_count() == tokens.num_rows());
}

#[test]
fn csv_tells_null_from_empty() {
    let (_room, folder) = room();
    write(&folder, &[harbour("a")], &[reject()]);
    let rejects = fs::read_to_string(folder.join("csv/rejects.csv")).unwrap();
    let head = "source_uri,record,stage,reason,detail,bytes\n";
    assert_eq!(rejects, format!("{head}\"file:broken \"\"one\"\".json\",7,read,unreadable,\"\",12\n"));

    let mut quotes = csv::Reader::from_path(folder.join("csv/quotes.csv")).unwrap();
    let header = quotes.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = quotes.records().map(Result::unwrap).collect();
    let cell = |row: usize, column: &str| &rows[row][header.iter().position(|name| name == column).unwrap()];
    assert_eq!(cell(1, "cue"), "");
    assert_eq!(cell(0, "confidence"), "0.75");
    let spans: serde_json::Value = serde_json::from_str(cell(0, "spans")).unwrap();
    assert_eq!(spans[0]["start"].to_string(), cell(0, "start"));
    assert!(
        cell(0, "spans").starts_with("[{\"start\":") && cell(0, "spans").contains(",\"end\":"),
        "as the schema has it"
    );
    let articles = fs::read_to_string(folder.join("csv/articles.csv")).unwrap();
    assert!(articles.contains(",2023-11-14T22:13:20Z,en,"), "{articles}");
    assert!(fs::read_to_string(folder.join("csv/mentions.csv")).unwrap().contains(",0.9,\n"));
}

#[test]
fn cells_for_spreadsheets_are_no_formulas() {
    let (_room, folder) = room();
    let options =
        Options { formats: &[Format::Csv], tables: &infos(&["rejects"]), spreadsheet: true, ..Options::default() };
    let mut set = DataSet::create(&folder, options).unwrap();
    let evil = Reject { detail: "=HYPERLINK(\"x\")".into(), ..reject() };
    set.append(&table::batches(&[], &[evil], &["rejects"])).unwrap();
    set.publish(provenance(0, 1)).unwrap();
    let rejects = fs::read_to_string(folder.join("csv/rejects.csv")).unwrap();
    assert!(rejects.starts_with("\u{feff}source_uri,"));
    assert!(rejects.contains(",\"'=HYPERLINK(\"\"x\"\")\","), "{rejects}");
    assert_sound(&folder);
    assert!(!folder.join("data").exists());
}

#[test]
fn an_empty_table_is_a_file_without_rows() {
    let (_room, folder) = room();
    let published = write(&folder, &[], &[]);
    assert!(published.tables.iter().all(|(_, rows)| *rows == 0));
    for info in table::tables() {
        let rows = read(&folder, info.name);
        assert_eq!((rows.num_rows(), rows.num_columns()), (0, info.columns.len()));
        assert_eq!(files(&folder.join("data").join(info.name)), ["part-00000.parquet"]);
    }
    assert_sound(&folder);
}

#[test]
fn public_types_are_the_few_that_everyone_reads() {
    let few = ["string", "int32", "int64", "float32", "bool", "timestamp[us, UTC]", "list<string>"];
    for info in table::tables() {
        for column in &info.columns {
            let name = table::type_name(&column.data_type);
            assert!(few.contains(&name.as_str()) || name == "list<struct<start: int32, end: int32>>", "{name}");
            assert!(!column.doc.is_empty() && !column.doc.contains('|'), "{}.{}", info.name, column.name);
        }
    }
}

#[test]
fn descriptions_name_every_value() {
    fn names(table: &str, column: &str, words: impl Iterator<Item = &'static str>) {
        let infos = infos(&[table]);
        let doc = infos[0].columns.iter().find(|own| own.name == column).unwrap().doc;
        for word in words {
            assert!(doc.split(|c: char| !c.is_alphanumeric() && c != '_').any(|own| own == word), "{doc}: {word}");
        }
    }
    names("paragraphs", "role", Role::ALL.iter().map(|word| word.as_str()));
    names("quotes", "kind", QuoteKind::ALL.iter().map(|word| word.as_str()));
    names("quotes", "attribution", Attribution::ALL.iter().map(|word| word.as_str()));
    names("quotes", "polarity", Polarity::ALL.iter().map(|word| word.as_str()));
    names("sources", "kind", SourceKind::ALL.iter().map(|word| word.as_str()));
    names("sources", "naming", Naming::ALL.iter().map(|word| word.as_str()));
    names("entities", "type", EntityType::ALL.iter().map(|word| word.as_str()));
    names("mentions", "type", EntityType::ALL.iter().map(|word| word.as_str()));
    names("mentions", "type", ValueType::ALL.iter().map(|word| word.as_str()));
    names("mentions", "kind", MentionKind::ALL.iter().map(|word| word.as_str()).chain([Value::KIND]));
}

#[test]
fn the_dictionary_page_is_up_to_date() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tables.md");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&page, table::markdown()).unwrap();
    }
    let same = fs::read_to_string(&page).unwrap_or_default() == table::markdown();
    assert!(same, "docs/tables.md differs from the columns in src/table; BLESS=1 cargo test dictionary rewrites it");
    assert!(table::schema_text(Some("quotes")).unwrap().contains("quote_hash"));
    assert!(table::schema_text(Some("quote")).is_none() && table::schema_json(Some("quote")).is_none());
    let all = table::schema_json(None).unwrap();
    assert_eq!(all.as_array().unwrap().len(), table::tables().len());
}

#[test]
fn others_load_it_by_the_lines_in_the_readme() {
    let (_room, folder) = room();
    write(&folder, &[harbour("a"), plain("b", 30)], &[reject()]);
    python("load_tables.py", &folder);
}
