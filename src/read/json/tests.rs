use super::super::testing::{article, details, lines as told, outcomes, read};
use super::super::{Field, Format, Options};

#[test]
fn an_object_a_line_an_array_or_one_object() {
    let want = ["in#0: One.", "in#1: Two."];
    assert_eq!(read("{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n"), want);
    assert_eq!(read("[{\"text\": \"One.\"},\n {\"text\": \"Two.\"}]"), want);
    assert_eq!(read("\u{feff}{\n  \"text\":\n \"One.\"\n}\n{\"text\": \"Two.\"}"), want);
    assert_eq!(read("{\"text\": \"One.\"}{\"text\": \"Two.\"}"), want);
    let wide: Vec<u8> = "\u{feff}{\"text\": \"“One.”\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(wide), ["in#0: “One.”"]);
}

#[test]
fn a_broken_object_costs_no_other() {
    let good = "{\"id\": \"b\", \"text\": \"Two.\"}";
    for (broken, reason) in [
        ("{\"text\": \"One.}", "0 invalid_json"),
        ("{\"text\": \"One.\"", "0 truncated"),
        ("{\"text\": One.}", "0 invalid_json"),
        ("12", "0 not_an_object"),
        ("[\"a\", {\"text\"", "0 not_an_object"),
        ("null", "0 not_an_object"),
        ("{\"text\": \"\\ud800\"}", "0 invalid_json"),
        ("{\"text\": \"\"}", "0 empty"),
        ("{\"title\": \"One\"}", "0 no_text"),
    ] {
        let bytes = format!("{broken}\n{good}\n{good}");
        let found = told(bytes.as_bytes(), Some(Format::Json), &Options::default());
        assert_eq!(found[0], reason, "{broken}");
        assert_eq!(found[found.len() - 2..], ["b: Two.", "b: Two."], "{broken}");
    }
    assert_eq!(read(format!("[{good}, {{\"text\": \"cut")), ["b: Two.", "1 truncated"]);
}

#[test]
fn depth_and_length_are_bounded() {
    let deep = format!("{{\"text\": {}\n{{\"text\": \"Two.\"}}", "[".repeat(1 << 20));
    assert_eq!(read(deep), ["0 too_deep", "in#1: Two."]);
    let long = format!("{{\"text\": \"{}\"}}\n{{\"text\": \"Two.\"}}", "a".repeat(65 << 20));
    assert_eq!(read(long), ["0 too_large", "in#1: Two."]);
}

#[test]
fn where_it_is_broken_is_said() {
    let found = details("{\"text\": \"One.\"}\n{\"text\": \"Two.}\n{\"name\": 3, \"size\": 1}\n");
    assert_eq!(found[0], "line 2, byte 17: a line ends inside a string, whose closing quotation mark is missing");
    assert_eq!(
        found[1],
        "line 3, byte 33: no column looks like an article's text among: name, size; name it with --field text=COLUMN"
    );
}

#[test]
fn fields_are_guessed() {
    let json = r#"{"uri": "https://ana:pw@post.example/a", "headline": "Bridge", "maintext": "One.", "authors": ["Ana Ruiz",
        "Tom Bell"], "source": {"name": "The Post"}, "date_publish": "2025-01-15 09:00:00", "language": "en_GB"}"#;
    let all = outcomes(json.as_bytes(), None, &Options::default());
    let article = article(&all[0]);
    let meta = &article.meta;
    assert_eq!((article.text.as_str(), meta.title.as_deref()), ("One.", Some("Bridge")));
    assert_eq!((meta.byline.as_deref(), meta.publisher.as_deref()), (Some("Ana Ruiz, Tom Bell"), Some("The Post")));
    assert_eq!((meta.published_at, meta.language.as_deref()), (Some(1_736_931_600_000_000), Some("en-GB")));
    assert_eq!(article.source_uri, "https://***@post.example/a");
}

#[test]
fn fields_are_said_and_columns_kept() {
    let json = r#"{"text": "A summary.", "data": {"story": "One."}, "desk": "City", "n": 3, "none": null}"#;
    let options = Options {
        fields: vec![(Field::Text, "data.story".into())],
        keep: vec!["desk", "n", "none", "other"],
        ..Options::default()
    };
    let all = outcomes(json.as_bytes(), None, &options);
    assert_eq!(article(&all[0]).text, "One.");
    assert_eq!(
        article(&all[0]).kept,
        [("desk", Some("City".into())), ("n", Some("3".into())), ("none", None), ("other", None)]
    );
}

#[test]
fn answers_of_interfaces_are_unwrapped() {
    let json = r#"{"status": "ok", "articles": [{"title": "A", "content": "One."}, {"title": "B", "content": null}]}"#;
    assert_eq!(read(json), ["in#0: One.", "1 empty"]);
    let json = r#"{"response": {"total": 1, "results": [{"id": "x/1", "fields": {"bodyText": "One."}}]}}"#;
    assert_eq!(read(json), ["x/1: One."]);
}

#[test]
fn html_in_a_field_is_a_page() {
    assert_eq!(read(r#"{"id": 1, "content": {"rendered": "<p>One.</p>"}}"#), ["1 <p>One.</p>"]);
    assert_eq!(read(r#"{"id": 2, "html": "<p>One.</p>"}"#), ["2 <p>One.</p>"]);
}
