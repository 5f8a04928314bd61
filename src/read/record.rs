//! One record of a file that holds many, with its fields told apart: an article, a page, or why it is neither.

use super::content::Format;
use super::fields::Field;
use super::html::Page;
use super::refusal::Refusal;
use super::{Input, Options, Outcome, clean, dates, fields};
use crate::article::{Article, ArticleId, Meta};

/// The fields of a record, as far as it has them.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub id: Option<String>,
    pub url: Option<String>,
    pub text: Option<String>,
    pub html: Option<String>,
    /// The page's encoding, where something beside the page states it.
    pub charset: Option<String>,
    pub meta: Meta,
    /// What the columns of `--keep` hold.
    pub kept: Vec<(&'static str, Option<String>)>,
    /// Whether the column of the text was only guessed: then what looks like HTML is taken for it.
    pub guessed: bool,
    /// Sequences that were no valid text and became U+FFFD.
    pub replaced: u64,
}

impl Record {
    /// Takes `value` for `field`. Blank values are none.
    pub fn set(&mut self, field: Field, value: &str) {
        let told = Some(value).filter(|value| !clean::is_blank(value));
        let line = || told.map(|value| value.trim().to_owned());
        match field {
            Field::Id => self.id = line(),
            Field::Url => self.url = line(),
            Field::Text => self.text = told.map(str::to_owned),
            Field::Html => self.html = told.map(str::to_owned),
            Field::Title => self.meta.title = line(),
            Field::Byline => self.meta.byline = line().map(|name| by_off(&name)),
            // Some collectors call the address the source.
            Field::Publisher if value.contains("://") => self.url = self.url.take().or(line()),
            Field::Publisher => self.meta.publisher = line(),
            Field::Date => self.meta.published_at = told.and_then(dates::parse_any),
            Field::Language => self.meta.language = line().map(|tag| tag.replace('_', "-")),
            Field::Section => self.meta.section = line(),
        }
    }

    /// What the record with this `number` in `input` is. `names` are those of its columns.
    pub fn settle(self, input: &Input, format: Format, number: u64, names: &[&str], options: &Options) -> Outcome {
        let is_html = self.guessed && self.text.as_deref().is_some_and(looks_like_html);
        let (text, html) = if is_html { (None, self.text) } else { (self.text, self.html) };
        let refuse = |refusal: Refusal| Outcome::Reject(refusal.of_record(input, number));
        let (identity, key) = match (&self.url, &self.id) {
            (Some(url), id) => (url.clone(), id.clone().unwrap_or_else(|| without_password(url))),
            (None, Some(id)) => (id.clone(), id.clone()),
            (None, None) => (format!("{}#{number}", input.identity), format!("{}#{number}", input.key)),
        };
        let source_uri = self.url.as_deref().map_or_else(|| input.uri.clone(), without_password);
        let article = Article {
            id: ArticleId::of(&identity),
            key,
            source_uri,
            format: format.as_str(),
            text: text.unwrap_or_default(),
            marked: Vec::new(),
            meta: self.meta,
            kept: self.kept,
            replaced: self.replaced,
        };
        match html {
            _ if !article.text.is_empty() => match article.text.len() as u64 > options.max_article_bytes {
                true => refuse(Refusal::too_large(options)),
                false => Outcome::Article(article),
            },
            Some(html) => {
                let (charset, record) = (self.charset, Some(number));
                Outcome::Page(Box::new(Page { html: html.into_bytes(), charset, fragment: true, article, record }))
            }
            None if names.iter().any(|name| fields::meaning(name).is_some_and(|(field, _)| field == Field::Text)) => {
                refuse(Refusal::decode("empty", "its text is empty"))
            }
            None => refuse(Refusal::decode("no_text", fields::none_of(names, &options.fields))),
        }
    }
}

/// "By Ana Ruiz" is Ana Ruiz.
fn by_off(names: &str) -> String {
    let by = names.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "));
    if by { names[3..].trim_start().to_owned() } else { names.to_owned() }
}

/// Whether text that nobody calls HTML is: it has an end of a paragraph, or opens with an element.
fn looks_like_html(text: &str) -> bool {
    let head = text.trim_start();
    let element = |head: &str| {
        head.strip_prefix('<').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!'))
    };
    element(head) && head.contains('>')
        || text.contains("</p>")
        || text.contains("<br>")
        || text.contains("<br/>")
        || text.contains("<br />")
}

/// An address fit for a table: the user and password in `https://user:password@host/` are nobody's business.
pub(super) fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let host = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    match host.rfind('@') {
        Some(at) => format!("{scheme}://***@{}", &rest[at + 1..]),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_left_out() {
        assert_eq!(without_password("https://ana:secret@post.example/a@b"), "https://***@post.example/a@b");
        assert_eq!(without_password("https://post.example/a@b"), "https://post.example/a@b");
        assert_eq!(without_password("ana@post.example"), "ana@post.example");
    }

    #[test]
    fn html_is_told_from_prose() {
        assert!(looks_like_html("<p>The bridge will close."));
        assert!(looks_like_html("The bridge<br/>will close."));
        assert!(!looks_like_html("<3 is a heart, and 2 > 1."));
    }

    #[test]
    fn blank_values_are_none_and_sources_may_be_addresses() {
        let mut record = Record::default();
        record.set(Field::Title, " \n");
        record.set(Field::Publisher, "https://post.example/bridge");
        record.set(Field::Byline, "By Ana Ruiz ");
        record.set(Field::Date, "1736899200");
        assert_eq!((record.meta.title, record.meta.publisher), (None, None));
        assert_eq!(record.url.as_deref(), Some("https://post.example/bridge"));
        assert_eq!(record.meta.byline.as_deref(), Some("Ana Ruiz"));
        assert_eq!(record.meta.published_at, Some(1_736_899_200_000_000));
    }
}
