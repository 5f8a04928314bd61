//! Each column is described once, in `src/table`; wherever else its description stands, it is that one.

use parquet::file::reader::{FileReader, SerializedFileReader};
use serde_json::Value;

use super::*;

/// Table, column, description.
type Told = Vec<(String, String, String)>;

fn source_of_truth() -> Told {
    let told = |info: &Info| -> Told {
        let row = |column: &table::Column| (info.name.into(), column.name.into(), column.doc.into());
        info.columns.iter().map(row).collect()
    };
    table::tables().iter().flat_map(told).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// `tables[name].fields[name, description]` under whatever names.
fn in_json(tables: &Value, fields: impl Fn(&Value) -> &Value) -> Told {
    let table = |table: &Value| -> Told {
        let row = |field: &Value| (text(&table["name"]), text(&field["name"]), text(&field["description"]));
        fields(table).as_array().unwrap().iter().map(row).collect()
    };
    tables.as_array().unwrap().iter().flat_map(table).collect()
}

fn in_readme(readme: &str) -> Told {
    let (mut told, mut table) = (Told::new(), "");
    for line in readme.lines().skip_while(|line| *line != "## Columns") {
        if let Some(name) = line.strip_prefix("### ") {
            table = name;
        } else if let Some(row) = line.strip_prefix("| `") {
            let cells: Vec<&str> = row.trim_end_matches(" |").splitn(3, " | ").collect();
            told.push((table.into(), cells[0].trim_end_matches('`').into(), cells[2].into()));
        }
    }
    told
}

fn json(folder: &Path, name: &str) -> Value {
    serde_json::from_slice(&fs::read(folder.join(name)).unwrap()).unwrap()
}

#[test]
fn descriptions_are_the_same_everywhere() {
    let (_room, folder) = room();
    let models = [("tagger".to_owned(), "00".to_owned())];
    let options = Options { formats: BOTH, tables: table::tables(), models: &models, ..Options::default() };
    let mut set = DataSet::create(&folder, options).unwrap();
    append(&mut set, &[harbour("a")], &[]);
    set.publish(provenance(1, 0)).unwrap();
    let truth = source_of_truth();
    assert!(truth.len() > 100);
    assert!(in_json(&table::schema_json(None).unwrap(), |table| &table["columns"]) == truth, "quotient schema");
    assert!(in_json(&json(&folder, "dataset.json")["tables"], |table| &table["columns"]) == truth, "dataset.json");
    let package = json(&folder, "datapackage.json");
    assert!(in_json(&package["resources"], |resource| &resource["schema"]["fields"]) == truth, "datapackage.json");
    let croissant = json(&folder, "croissant.json");
    assert!(in_json(&croissant["recordSet"], |set| &set["field"]) == truth, "croissant.json");
    assert!(in_readme(&fs::read_to_string(folder.join("README.md")).unwrap()) == truth, "README.md");

    let (mut arrow, mut pandas, mut spark) = (Told::new(), Told::new(), Told::new());
    for info in table::tables() {
        let schema = read(&folder, info.name).schema();
        for field in schema.fields() {
            let told = field.metadata()["description"].clone();
            arrow.push((info.name.into(), field.name().clone(), told));
        }
        let file = fs::File::open(folder.join(format!("data/{}/part-00000.parquet", info.name))).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let pairs = reader.metadata().file_metadata().key_value_metadata().unwrap().clone();
        let value = |key: &str| pairs.iter().find(|pair| pair.key == key).unwrap().value.clone().unwrap();
        assert_eq!(value("quotient.version"), env!("CARGO_PKG_VERSION"));
        assert_eq!(value("quotient.schema_version"), table::SCHEMA_VERSION.to_string());
        assert_eq!(value("quotient.models"), "{\"tagger\":\"00\"}");
        let attrs: Value = serde_json::from_str(&value("PANDAS_ATTRS")).unwrap();
        assert_eq!((text(&attrs["table"]), text(&attrs["description"])), (info.name.into(), info.doc.into()));
        let comments: Value = serde_json::from_str(&value("org.apache.spark.sql.parquet.row.metadata")).unwrap();
        for (field, column) in comments["fields"].as_array().unwrap().iter().zip(&info.columns) {
            pandas.push((info.name.into(), column.name.into(), text(&attrs["columns"][column.name])));
            spark.push((info.name.into(), text(&field["name"]), text(&field["metadata"]["comment"])));
        }
    }
    assert!(arrow == truth, "Arrow");
    assert!(pandas == truth, "pandas");
    assert!(spark == truth, "Spark");
}

#[test]
fn what_people_say_of_it_is_told_everywhere() {
    let (_room, folder) = room();
    let mut set = begin(&folder).unwrap();
    append(&mut set, &[harbour("a")], &[]);
    let fact = |text: &str| Some(text.to_owned());
    let about = About {
        name: fact("Harbour: “news”"),
        license: fact("CC-BY-4.0"),
        creator: fact("A desk"),
        ..About::default()
    };
    set.publish(Provenance { about, ..provenance(1, 0) }).unwrap();
    let readme = fs::read_to_string(folder.join("README.md")).unwrap();
    assert!(
        readme.starts_with("---\npretty_name: \"Harbour: “news”\"\nlicense: \"CC-BY-4.0\"\nconfigs:\n"),
        "{readme}"
    );
    assert!(readme.contains("\n# Harbour: “news”\n"));
    let (croissant, package) = (json(&folder, "croissant.json"), json(&folder, "datapackage.json"));
    assert_eq!(
        (text(&croissant["license"]), text(&package["licenses"][0]["name"])),
        (fact("CC-BY-4.0").unwrap(), fact("CC-BY-4.0").unwrap())
    );
    assert_eq!(
        (text(&croissant["creator"]["name"]), text(&package["contributors"][0]["title"])),
        ("A desk".into(), "A desk".into())
    );
    assert_sound(&folder);
}

#[test]
fn an_edited_page_is_kept() {
    let (_room, folder) = room();
    write(&folder, &[harbour("a")], &[]);
    fs::write(folder.join("croissant.json"), "{}").unwrap();
    write(&folder, &[harbour("a")], &[]);
    assert_eq!(fs::read_to_string(folder.join("croissant.old.json")).unwrap(), "{}");
    assert_sound(&folder);
}

/// Frictionless, Croissant, Hugging Face datasets and pandas, as far as they are installed.
#[test]
fn public_tools_load_it_by_what_describes_it() {
    let (_room, folder) = room();
    write(&folder, &[harbour("a"), plain("b", 30)], &[reject()]);
    python("load_descriptions.py", &folder);
    // Tables without a row, and no CSV.
    let tables = infos(&["articles", "quotes", "sources", "entities", "rejects"]);
    let mut set = DataSet::create(
        &folder,
        Options { formats: &[Format::Parquet], tables: &tables, spreadsheet: false, ..Options::default() },
    )
    .unwrap();
    let story = plain("c", 4);
    set.append(&table::batches(&[document(&story)], &[], &["articles", "quotes"])).unwrap();
    set.publish(provenance(1, 0)).unwrap();
    python("load_descriptions.py", &folder);
}
