use super::super::testing::{details, lines as told, read};
use super::super::{Field, Format, Options};
use super::between;

#[test]
fn cells_are_told_apart_in_every_way() {
    let want = ["a: One, two.", "b: “Three\nfour.”"];
    assert_eq!(read("id,text\na,\"One, two.\"\nb,\"“Three\nfour.”\"\n"), want);
    assert_eq!(read("id\ttext\r\na\tOne, two.\r\n\r\nb\t\"“Three\nfour.”\"\r\n"), want);
    assert_eq!(read("id;text\na;One, two.\nb;\"“Three\nfour.”\""), want);
    assert_eq!(between("a|b|c"), '|');
    assert_eq!(between("text"), ',');
}

#[test]
fn old_code_pages_and_wide_text() {
    assert_eq!(read(b"id,text\na,\"\x93One,\x94 she said in the caf\xe9.\"\n"), ["a: “One,” she said in the café."]);
    let wide: Vec<u8> = "\u{feff}id\ttext\na\tOne.\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(wide), ["a: One."]);
}

#[test]
fn a_mark_that_is_never_closed_costs_its_row() {
    let table = "id,text\na,One.\nb,\"Two.\nc,\"Three.\"\nd,Four.\ne,\"Five\nsix.\"\n";
    assert_eq!(read(table), ["a: One.", "1 invalid_csv", "c: Three.", "d: Four.", "e: Five\nsix."]);
    assert_eq!(details(table), ["line 3, byte 15: a quotation mark is never closed"]);
    assert_eq!(read("id,text\na,\"One.\nb,Two.\nc,Three.\n"), ["0 invalid_csv", "b: Two.", "c: Three."]);
    let many = format!("id,text\n{}", "a,\"One.\n".repeat(50_000));
    assert_eq!(read(many).len(), 50_000);
}

#[test]
fn ragged_rows_are_rejected() {
    assert_eq!(read("id,text\na\nb,Two.\nc,Three.,more\n"), ["0 ragged_row", "b: Two.", "2 ragged_row"]);
    assert_eq!(details("id,text\na\n"), ["line 2, byte 8: 1 cells where the header has 2"]);
}

#[test]
fn a_table_without_a_text_lists_its_columns() {
    let named = |bytes: &str| told(bytes.as_bytes(), Some(Format::Csv), &Options::default());
    assert_eq!(named("id,name\n1,a\n"), ["- no_text"]);
    assert_eq!(named(""), ["- empty"]);
    let options = Options { fields: vec![(Field::Text, "name".into())], keep: vec!["id"], ..Options::default() };
    assert_eq!(told(b"nr,name\n1,One.\n", Some(Format::Csv), &options), ["in#0: One."]);
}
