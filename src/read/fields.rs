//! Which column of a record holds what: a guess by its name, or what the user said.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::refusal::Refusal;
use super::{Format, Layout, Options};

/// What a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    Id,
    Url,
    Title,
    /// The article, as text.
    Text,
    /// The article, as HTML: a whole page or a piece of one.
    Html,
    Byline,
    Publisher,
    Date,
    Language,
    Section,
}

/// The names of each field in small letters without blanks and signs, the likeliest first. They are those of the output
/// of well-known collectors and of news agencies' and search engines' interfaces.
const NAMES: &[(Field, &str, &[&str])] = &[
    (Field::Id, "id", &["id", "articleid", "docid", "documentid", "guid", "uuid", "uid", "identifier"]),
    (
        Field::Url,
        "url",
        &[
            "url",
            "link",
            "canonicallink",
            "canonicalurl",
            "articleurl",
            "weburl",
            "permalink",
            "sourceurl",
            "pageurl",
            "originalurl",
            "targeturi",
            "uri",
            "href",
            "respondedurl",
            "requestedurl",
        ],
    ),
    (Field::Title, "title", &["title", "headline", "webtitle", "articletitle", "heading", "titlepage"]),
    (
        Field::Text,
        "text",
        &[
            "text",
            "maintext",
            "body",
            "articlebody",
            "bodytext",
            "articletext",
            "fulltext",
            "plaintext",
            "content",
            "contenttext",
            "articlecontent",
            "storytext",
            "bodycontent",
            "rawtext",
            "article",
            "story",
            "paragraphs",
        ],
    ),
    (
        Field::Html,
        "html",
        &["html", "bodyhtml", "contenthtml", "htmlcontent", "rawhtml", "articlehtml", "pagehtml", "contentencoded"],
    ),
    (
        Field::Byline,
        "byline",
        &["byline", "author", "authors", "creator", "dccreator", "writer", "writers", "reporter"],
    ),
    (
        Field::Publisher,
        "publisher",
        &[
            "publisher",
            "outlet",
            "newspaper",
            "publication",
            "sitename",
            "sourcehostname",
            "metasitename",
            "sourcename",
            "source",
            "media",
            "sourcedomain",
            "hostname",
            "domain",
        ],
    ),
    (
        Field::Date,
        "date",
        &[
            "publishedat",
            "datepublished",
            "publisheddate",
            "publishdate",
            "datepublish",
            "publishingdate",
            "pubdate",
            "publicationdate",
            "webpublicationdate",
            "firstpublished",
            "published",
            "date",
            "datetime",
            "dategmt",
            "createdat",
            "datecreated",
            "created",
            "timestamp",
        ],
    ),
    (Field::Language, "language", &["language", "lang", "metalang", "locale"]),
    (Field::Section, "section", &["section", "sectionname", "category", "categories", "desk", "rubric"]),
];

static MEANINGS: LazyLock<FxHashMap<&str, (Field, usize)>> = LazyLock::new(|| {
    let all =
        NAMES.iter().flat_map(|(field, _, names)| names.iter().enumerate().map(|(rank, name)| (*name, (*field, rank))));
    all.collect()
});

/// What a column called `name` holds, if its name tells; of several of one field, the lowest number is the likeliest.
pub(super) fn meaning(name: &str) -> Option<(Field, usize)> {
    // No known name is longer, and a hostile one should not be read to its end.
    if name.len() > 64 {
        return None;
    }
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    MEANINGS.get(plain.as_str()).copied()
}

impl Field {
    /// What `--field` calls it.
    pub fn as_str(self) -> &'static str {
        NAMES.iter().find(|(field, ..)| *field == self).map_or("", |(_, name, _)| name)
    }

    pub fn named(name: &str) -> Option<Field> {
        NAMES.iter().find(|(_, known, _)| *known == name).map(|(field, ..)| *field)
    }

    pub fn all() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(_, name, _)| *name)
    }
}

/// What the columns of a table are for.
pub(super) struct Columns {
    /// Of all columns, in order.
    pub names: Vec<String>,
    pub fields: FxHashMap<Field, usize>,
    /// Those that are carried through, as far as the table has them.
    pub kept: Vec<(&'static str, Option<usize>)>,
    /// Whether the column of the text was only guessed.
    pub guessed: bool,
}

impl Columns {
    /// # Errors
    /// No column holds a text.
    pub fn find(
        names: Vec<String>,
        format: Format,
        options: &Options,
        layout: Option<&mut Layout>,
    ) -> Result<Self, Refusal> {
        let all: Vec<&str> = names.iter().map(String::as_str).collect();
        let fields = columns(&all, &options.fields);
        if let Some(layout) = layout {
            layout.note(format, all.iter().copied());
            fields.iter().for_each(|(field, column)| layout.take(*field, all[*column]));
            options.keep.iter().filter(|name| all.contains(name)).for_each(|name| layout.keep(name));
        }
        if !fields.contains_key(&Field::Text) && !fields.contains_key(&Field::Html) {
            return Err(Refusal::decode("no_text", none_of(&all, &options.fields)));
        }
        let place = |name: &&'static str| (*name, names.iter().position(|known| known == name));
        let kept = options.keep.iter().map(place).collect();
        Ok(Columns { fields, kept, guessed: guesses_text(options), names })
    }
}

/// Whether nobody said which column holds the text.
pub(super) fn guesses_text(options: &Options) -> bool {
    !options.fields.iter().any(|(field, _)| *field == Field::Text)
}

/// The column of `names` for each field: the user's choice, else the likeliest.
fn columns(names: &[&str], chosen: &[(Field, String)]) -> FxHashMap<Field, usize> {
    let mut best: FxHashMap<Field, (usize, usize)> = FxHashMap::default();
    for (column, name) in names.iter().enumerate() {
        if let Some((field, rank)) = meaning(name) {
            let place = best.entry(field).or_insert((rank, column));
            *place = (*place).min((rank, column));
        }
    }
    let mut columns: FxHashMap<Field, usize> = best.into_iter().map(|(field, (_, column))| (field, column)).collect();
    for (field, name) in chosen {
        match names.iter().position(|known| known == name) {
            Some(column) => columns.insert(*field, column),
            None => columns.remove(field),
        };
    }
    columns
}

/// Why a record or table without a text is refused: the columns it has, the nearest to what was asked for, the remedy.
pub(super) fn none_of(names: &[&str], chosen: &[(Field, String)]) -> String {
    const MOST: usize = 40;
    let shown: Vec<String> = names.iter().take(MOST).map(|name| super::shown(name)).collect();
    let more = if names.len() > MOST { ", …" } else { "" };
    let columns = format!("{}{more}", shown.join(", "));
    match chosen.iter().find(|(field, _)| matches!(field, Field::Text | Field::Html)) {
        Some((field, name)) => format!("there is no column {name} for the {}; there are: {columns}", field.as_str()),
        None if names.is_empty() => "it has no columns".to_owned(),
        None => format!("no column looks like an article's text among: {columns}; name it with --field text=COLUMN"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_however_they_are_written() {
        assert_eq!(meaning("datePublished").unwrap().0, Field::Date);
        assert_eq!(meaning("date_published").unwrap().0, Field::Date);
        assert_eq!(meaning("Article Body").unwrap().0, Field::Text);
        assert_eq!(meaning("date_download"), None);
        assert!(Field::all().all(|name| Field::named(name).unwrap().as_str() == name));
    }

    #[test]
    fn the_likeliest_column_or_the_chosen_one() {
        let names = ["content", "maintext", "author", "id"];
        assert_eq!(columns(&names, &[])[&Field::Text], 1);
        let chosen = [(Field::Text, "content".to_owned()), (Field::Id, "none".to_owned())];
        let columns = columns(&names, &chosen);
        assert_eq!((columns[&Field::Text], columns.get(&Field::Id)), (0, None));
    }

    #[test]
    fn what_is_missing_is_said_with_what_there_is() {
        assert_eq!(
            none_of(&["a", "b"], &[]),
            "no column looks like an article's text among: a, b; name it with --field text=COLUMN"
        );
        let chosen = [(Field::Text, "bodi".to_owned())];
        assert_eq!(none_of(&["a"], &chosen), "there is no column bodi for the text; there are: a");
    }
}
