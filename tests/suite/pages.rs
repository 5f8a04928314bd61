//! Web pages: what is read from pages in the layouts of many houses, and that no page takes long.
//!
//! `tests/data/pages/NAME.html` is a page, invented for this, and `NAME.txt` beside it what a reader takes from it: facts,
//! then a paragraph a line with its role. `BLESS=1` rewrites the latter; read the difference before you keep it.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::Duration;

use proptest::prelude::*;
use quotient::article::Meta;
use quotient::read::page::{self, Page, Unreadable};
use quotient::segment::paragraphs;

use crate::clock::worked;
use crate::golden::blessed;

/// The page as a person would note it down.
fn noted(page: &Page) -> String {
    let Meta { title, byline, publisher, section, published_at, language } = &page.meta;
    let date = published_at.map(|moment| jiff::Timestamp::from_microsecond(moment).unwrap().to_string());
    let facts = [
        ("title", title),
        ("byline", byline),
        ("publisher", publisher),
        ("section", section),
        ("published_at", &date),
        ("language", language),
        ("url", &page.url),
    ];
    let mut noted = String::new();
    for (name, fact) in facts {
        writeln!(noted, "{name}: {}", fact.as_deref().unwrap_or("∅")).unwrap();
    }
    let (paragraphs, _) = paragraphs::find(&page.text, &page.marked);
    for paragraph in paragraphs {
        let words = paragraph.span.of(&page.text).replace('\n', "\\n");
        write!(noted, "\n{}: {words}\n", paragraph.role.as_str()).unwrap();
    }
    noted
}

#[test]
fn pages_of_many_layouts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pages");
    let mut told = String::new();
    let mut pages: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    for file in pages.iter().filter(|file| file.extension().is_some_and(|ending| ending == "html")) {
        let found = noted(&page::read(&fs::read(file).unwrap(), None).unwrap());
        let expected = file.with_extension("txt");
        if !blessed(&expected, &found) {
            let expected = fs::read_to_string(&expected).unwrap_or_default();
            if expected != found {
                write!(told, "== {}\n-- expected\n{expected}\n-- found\n{found}\n", file.display()).unwrap();
            }
        }
    }
    assert!(told.is_empty(), "{told}");
}

/// What html5ever and other readers of pages take minutes for, at about `length` bytes.
fn hostile(length: usize) -> Vec<(&'static str, String)> {
    let again = |part: &str| part.repeat(length / part.len());
    let many = (0..length / 8).map(|number| format!(" a{number}=x")).collect::<String>();
    let paragraph = "<p>This is a paragraph of some length, which comes again and again, as no one would write it.</p>";
    vec![
        ("lists in lists", again("<ul><li>")),
        ("elements in elements", again("<div>")),
        ("elements in elements, with words", again("<div>a. ")),
        ("NULs", format!("<p>{}", "\0".repeat(length))),
        ("NULs among words", again("<p>some words\0\0\0\0\0\0\0\0\0")),
        ("attributes", format!("<div{many}>hello")),
        ("the same attribute", format!("<div{}>hello", again(" class=ad"))),
        ("names of classes", format!("<div class='{}'>hello", again("ad "))),
        ("a tag without end", format!("<p>Hello.<a href={}", "x".repeat(length))),
        ("a comment without end", format!("<p>Hello.<!--{}", again("- "))),
        ("a script without end", format!("<p>Hello.<script>{}", again("</scrip "))),
        ("bold within bold", again("<b><p>word ")),
        ("deep, then wide", "<b>".repeat(600) + &again("<p>a. ")),
        ("links without end", again("<a href=x>")),
        ("tables in tables", again("<table><tr><td>x")),
        ("ends without starts", "<i>".repeat(600) + &again("</div>")),
        ("titles", format!("<title>some words</title>{}", again("<h1>some words here, other words there"))),
        ("cards", again("<div><h2><a href=x>Some words here</a></h2></div>")),
        ("entities", format!("<p>{}", again("&ampx&CounterClockwiseContourIntegra"))),
        ("drawings", again("<svg><g>")),
        ("brackets", "<".repeat(length)),
        ("paragraphs", again("<p>a")),
        ("lines", again("a<br>")),
        ("data within data", format!("<script type='application/ld+json'>{}", "[".repeat(length))),
        ("articles", again("<article><h1>hello world</h1><p>Some words that are here, and more in a row to be long.")),
        ("a title of many parts", format!("<title>{}</title><p>x", again(" | a"))),
        ("metas", again("<meta name=author content=x>")),
        ("one word", "a".repeat(length)),
        ("one paragraph again", again(paragraph)),
    ]
}

#[test]
fn no_page_takes_long() {
    let short = hostile(1 << 15);
    let long = hostile(1 << 17);
    for ((name, short), (_, long)) in short.iter().zip(&long) {
        let time = |html: &str| {
            let start = worked();
            let _ = page::read(html.as_bytes(), None);
            worked().saturating_sub(start)
        };
        let (quick, slow) = (time(short), time(long));
        assert!(
            slow < quick * 10 + Duration::from_millis(100),
            "{name}: {quick:?}, and {slow:?} for four times as much"
        );
    }
}

#[test]
fn what_is_no_page_says_so() {
    assert_eq!(page::read(b"", None), Err(Unreadable::Empty));
    assert_eq!(
        page::read(b"<html><head><title>Hello</title></head><body></body></html>", None),
        Err(Unreadable::Empty)
    );
    assert!(matches!(page::read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None), Err(Unreadable::NotText(_))));
    assert_eq!(page::read(&vec![b' '; 17 << 20], None), Err(Unreadable::TooLarge));
}

#[test]
fn a_fragment_keeps_all_its_blocks() {
    let html = "<h3>What it costs</h3><p>A lot, he said.<br>“A <b>lot</b>.”</p><ul><li>fuel<li>crew</ul>\
                <figure><img><figcaption>The quay</figcaption></figure>&copy; 2026";
    let (text, marked) = page::fragment(html);
    let found: Vec<(&str, &str)> = marked.iter().map(|(span, role)| (role.as_str(), span.of(&text))).collect();
    let expected = [
        ("subheading", "What it costs"),
        ("body", "A lot, he said.\n“A lot.”"),
        ("list", "fuel"),
        ("list", "crew"),
        ("caption", "The quay"),
        ("body", "© 2026"),
    ];
    assert_eq!(found, expected);
    assert_eq!(page::fragment("Ada &amp; Ben\n\nsaid so"), ("Ada & Ben\n\nsaid so".to_owned(), Vec::new()));
}

/// Tags, entities, words and rubbish in any order.
fn soup() -> impl Strategy<Value = String> {
    let tags = [
        "<p>",
        "</p>",
        "<div class=\"byline ad\">",
        "</div>",
        "<h1>",
        "</h1>",
        "<h2>",
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<a href=\"/x\">",
        "</a>",
        "<br>",
        "<q>",
        "</q>",
        "<svg>",
        "<article>",
        "</article>",
        "<blockquote>",
        "<figure>",
        "<figcaption>",
        "<script type=\"application/ld+json\">",
        "</script>",
        "<meta name=author content=",
        "<title>",
        "</title>",
        "<time datetime=2026>",
        "<body>",
        "</body>",
        "<template>",
        "<pre>",
        "<",
        "&amp;",
        "&#0;",
        "\0",
        "\u{ad}",
        "“",
        "\u{a0}",
        "\n",
        "> ",
        "{\"@type\":\"Article\",\"articleBody\":\"",
        "\"}",
        "Ada Crane said so on Monday, and nobody at the quay denied that. ",
        "x",
    ];
    prop::collection::vec(prop::sample::select(tags.to_vec()), 0..120).prop_map(|parts| parts.concat())
}

/// Marked paragraphs lie in the text in order, and blanks alone between them.
fn is_sound(text: &str, marked: &[(quotient::Span, quotient::analysis::Role)]) {
    let mut end = 0;
    for (number, (span, _)) in marked.iter().enumerate() {
        let words = span.of(text);
        assert!(!words.is_empty() && words == words.trim(), "{words:?}");
        assert_eq!(&text[end..span.start as usize], if number == 0 { "" } else { "\n\n" });
        end = span.end as usize;
    }
    assert_eq!(end, text.len());
}

proptest! {
    #[test]
    fn any_soup_is_read(html in soup()) {
        let (text, marked) = page::fragment(&html);
        if html.contains('<') {
            is_sound(&text, &marked);
        }
        if let Ok(page) = page::read(html.as_bytes(), None) {
            is_sound(&page.text, &page.marked);
            let (paragraphs, _) = paragraphs::find(&page.text, &page.marked);
            prop_assert!(paragraphs.len() >= page.marked.len());
            prop_assert_eq!(Ok(page), page::read(html.as_bytes(), None));
        }
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400), charset in ".{0,12}") {
        let _ = page::read(&bytes, Some(&charset));
    }
}
