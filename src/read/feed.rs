//! XML of news: RSS and Atom feeds, NITF articles and NewsML-G2 items.
//!
//! One walk reads them all: an item begins (`item`, `entry`, `nitf`, `newsItem`), elements with known names are its
//! fields, and its end makes it a record. See <https://www.rssboard.org/rss-specification>, RFC 4287 and
//! <https://iptc.org/standards/>.

use std::io::{BufRead, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;

use super::content::Format;
use super::fields::Field;
use super::reading::Reading;
use super::record::Record;
use super::refusal::Refusal;
use super::{Flow, Input, MAX_RECORD_BYTES, compression, encoding};

pub(super) fn read(reading: &mut Reading, input: &Input, reader: &mut dyn BufRead) -> Flow {
    let mut bytes = Vec::new();
    let read = reader.take(MAX_RECORD_BYTES as u64 + 1).read_to_end(&mut bytes);
    let text = match read {
        Err(error) => Err(compression::refusal(&error, bytes.len() as u64)),
        Ok(_) if bytes.len() > MAX_RECORD_BYTES => Err(Refusal::record_too_large()),
        Ok(_) => decode(bytes),
    };
    match text {
        Ok((xml, replaced)) => Walk { xml: &xml, replaced, ..Walk::default() }.walk(reading, input),
        Err(refusal) => reading.refuse(input, None, refusal),
    }
}

/// The text, in the encoding that it declares or else has.
fn decode(bytes: Vec<u8>) -> Result<(String, u64), Refusal> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(256)]).into_owned();
    let label = head.split_once("encoding=").and_then(|(_, rest)| rest.get(1..)?.split(['"', '\'']).next());
    if let Some(declared) = label.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()))
        && std::str::from_utf8(&bytes).is_err()
        && declared != encoding_rs::UTF_8
    {
        let (text, ..) = declared.decode(&bytes);
        return Ok((text.into_owned(), 0));
    }
    let decoded = encoding::decode(bytes).map_err(|why| Refusal::decode("not_text", why))?;
    Ok((decoded.text, decoded.replaced))
}

/// What an element inside an item holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Field(Field),
    /// A date that counts where there is no better one.
    Later,
    /// The article.
    Body,
    /// Its beginning, or what it is about; all that some feeds have.
    Summary,
}

#[derive(Default)]
struct Walk<'x> {
    xml: &'x str,
    replaced: u64,
    /// Names of the elements that are open.
    open: Vec<String>,
    /// The item, and how many elements were open when it began.
    item: Option<(Item, usize)>,
    /// The feed's own title and language.
    publisher: Option<String>,
    language: Option<String>,
    number: u64,
}

#[derive(Default)]
struct Item {
    record: Record,
    body: Option<String>,
    summary: Option<String>,
    later: Option<String>,
}

/// Deeper than any feed.
const MAX_DEPTH: usize = 256;

impl<'x> Walk<'x> {
    fn walk(mut self, reading: &mut Reading, input: &Input) -> Flow {
        let mut reader = Reader::from_str(self.xml);
        let config = reader.config_mut();
        (config.allow_dangling_amp, config.allow_unmatched_ends, config.check_end_names) = (true, true, false);
        loop {
            let event = reader.read_event();
            let flow = match event {
                Ok(Event::Start(element)) if self.open.len() >= MAX_DEPTH => {
                    let name = super::shown(element.name().as_ref());
                    let detail = format!("more than {MAX_DEPTH} elements inside each other, at {name}");
                    return reading.refuse(input, Some(self.number), Refusal::decode("too_deep", detail));
                }
                Ok(Event::Start(element)) => self.start(&element, &mut reader, input, reading),
                Ok(Event::Empty(element)) => {
                    let name = lower(element.name());
                    self.attributes(&name, &element);
                    Flow::Continue(())
                }
                Ok(Event::End(_)) => self.end(input, reading),
                Ok(Event::Eof) => break,
                Ok(_) => Flow::Continue(()),
                Err(error) => {
                    let at = reader.buffer_position();
                    let refusal = Refusal::decode("invalid_xml", format!("byte {at}: {error}"));
                    return reading.refuse(input, Some(self.number), refusal);
                }
            };
            flow?;
        }
        if self.item.is_some() {
            let refusal = Refusal::decode("truncated", "the file ends inside an item; it was cut off");
            return reading.refuse(input, Some(self.number), refusal);
        }
        match self.number {
            0 => {
                let detail = "there is no news item in this XML; RSS, Atom, NITF and NewsML-G2 are read";
                reading.refuse(input, None, Refusal::decode("unsupported_format", detail))
            }
            _ => Flow::Continue(()),
        }
    }

    fn start(
        &mut self,
        element: &BytesStart<'x>,
        reader: &mut Reader<&'x [u8]>,
        input: &Input,
        reading: &mut Reading,
    ) -> Flow {
        let name = lower(element.name());
        if self.item.is_none() && matches!(name.as_str(), "item" | "entry" | "nitf" | "newsitem") {
            self.item = Some((Item::default(), self.open.len()));
        }
        self.attributes(&name, element);
        let Some(holds) = self.holds(&name) else {
            self.open.push(name);
            return Flow::Continue(());
        };
        let inner = match reader.read_to_end(element.name()) {
            Ok(span) => &self.xml[span.start as usize..span.end as usize],
            Err(error) => {
                let refusal =
                    Refusal::decode("invalid_xml", format!("<{}> is not closed: {error}", super::shown(&name)));
                return reading.refuse(input, Some(self.number), refusal);
            }
        };
        self.take(holds, inner);
        Flow::Continue(())
    }

    fn holds(&self, name: &str) -> Option<Holds> {
        let parent = self.open.last().map_or("", String::as_str);
        if self.item.is_none() {
            let channel = matches!(parent, "channel" | "feed");
            return match name {
                "title" if channel => Some(Holds::Field(Field::Publisher)),
                "language" if channel => Some(Holds::Field(Field::Language)),
                _ => None,
            };
        }
        let field = match name {
            "title" | "hl1" | "headline" => Field::Title,
            "link" => Field::Url,
            "guid" | "id" => Field::Id,
            "pubdate" | "published" | "dc:date" | "issued" | "contentcreated" | "firstcreated" => Field::Date,
            "updated" | "versioncreated" | "dcterms:modified" => return Some(Holds::Later),
            "dc:creator" | "byline" | "by" => Field::Byline,
            "name" if parent == "author" => Field::Byline,
            // In RSS the author's address and name; in Atom a name inside.
            "author" if self.open.iter().any(|name| name == "channel") => Field::Byline,
            "source" | "distributor" | "dc:publisher" => Field::Publisher,
            "category" => Field::Section,
            "content:encoded" | "content" | "body.content" | "inlinedata" => return Some(Holds::Body),
            "body" if self.open.iter().any(|name| name == "inlinexml") => return Some(Holds::Body),
            "description" | "summary" => return Some(Holds::Summary),
            _ => return None,
        };
        Some(Holds::Field(field))
    }

    fn take(&mut self, holds: Holds, inner: &str) {
        let Some((item, _)) = &mut self.item else {
            let told = Some(words(inner)).filter(|told| !told.trim().is_empty());
            match holds {
                Holds::Field(Field::Publisher) => self.publisher = self.publisher.take().or(told),
                _ => self.language = self.language.take().or(told),
            }
            return;
        };
        match holds {
            Holds::Field(field) => item.set(field, &words(inner)),
            Holds::Later => item.later = Some(words(inner)),
            Holds::Body => item.body = item.body.take().or_else(|| Some(markup(inner))),
            Holds::Summary => item.summary = item.summary.take().or_else(|| Some(markup(inner))),
        }
    }

    /// What stands in attributes alone.
    fn attributes(&mut self, name: &str, element: &BytesStart) {
        let value = |wanted: &str| {
            let found = element
                .html_attributes()
                .flatten()
                .find(|attribute| attribute.key.as_ref().eq_ignore_ascii_case(wanted));
            found.map(|attribute| words(&attribute.value))
        };
        if matches!(name, "feed" | "rss") {
            self.language = value("xml:lang");
        }
        let Some((item, _)) = &mut self.item else { return };
        let mut set = |field, value: Option<String>| {
            if let Some(value) = value {
                item.set(field, &value);
            }
        };
        match name {
            "link" if value("rel").is_none_or(|rel| rel == "alternate") => set(Field::Url, value("href")),
            "newsitem" => {
                set(Field::Id, value("guid"));
                set(Field::Language, value("xml:lang"));
            }
            "entry" => set(Field::Language, value("xml:lang")),
            "language" => set(Field::Language, value("tag")),
            "date.issue" => set(Field::Date, value("norm")),
            "pubdata" => {
                set(Field::Publisher, value("name"));
                set(Field::Date, value("date.publication"));
            }
            "doc-id" => set(Field::Id, value("id-string")),
            _ => {}
        }
    }

    fn end(&mut self, input: &Input, reading: &mut Reading) -> Flow {
        self.open.pop();
        let Some((item, _)) = self.item.take_if(|(_, depth)| self.open.len() <= *depth) else {
            return Flow::Continue(());
        };
        let Item { mut record, body, summary, later } = item;
        let article = body.filter(|body| !body.trim().is_empty()).or(summary);
        if let Some(article) = article {
            record.set(Field::Text, &article);
        }
        if record.meta.published_at.is_none() {
            record.set(Field::Date, &later.unwrap_or_default());
        }
        if record.url.is_none() {
            record.url = record.id.take_if(|id| id.starts_with("http://") || id.starts_with("https://"));
        }
        record.meta.publisher = record.meta.publisher.take().or_else(|| self.publisher.clone());
        record.meta.language = record.meta.language.take().or_else(|| self.language.clone());
        (record.guessed, record.replaced) = (true, self.replaced);
        self.number += 1;
        reading.give(record.settle(input, Format::Feed, self.number - 1, &["text"], reading.options))
    }
}

impl Item {
    /// The first value of a field counts.
    fn set(&mut self, field: Field, value: &str) {
        let record = &self.record;
        let known = match field {
            Field::Title => record.meta.title.is_some(),
            Field::Url => record.url.is_some(),
            Field::Id => record.id.is_some(),
            Field::Date => record.meta.published_at.is_some(),
            Field::Publisher => record.meta.publisher.is_some(),
            Field::Section => record.meta.section.is_some(),
            Field::Language => record.meta.language.is_some(),
            _ => false,
        };
        match (field, &mut self.record.meta.byline) {
            (Field::Byline, Some(byline)) if !byline.contains(value.trim()) => {
                *byline = format!("{byline}, {}", value.trim())
            }
            _ if known => {}
            _ => self.record.set(field, value),
        }
    }
}

/// The words in a piece of XML, without its elements.
fn words(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    (config.allow_dangling_amp, config.allow_unmatched_ends, config.check_end_names) = (true, true, false);
    let mut words = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Text(text)) => words.push_str(&text.xml_content(quick_xml::XmlVersion::Implicit1_0)),
            Ok(Event::CData(text)) => words.push_str(&text.xml_content(quick_xml::XmlVersion::Implicit1_0)),
            Ok(Event::GeneralRef(entity)) => {
                let named = |name: &str| quick_xml::escape::resolve_html5_entity(name);
                match entity.resolve_char_ref() {
                    Ok(Some(c)) => words.push(c),
                    _ => match named(&entity) {
                        Some(text) => words.push_str(text),
                        None => {
                            words.push('&');
                            words.push_str(&entity);
                            words.push(';');
                        }
                    },
                }
            }
            // What is no XML is what it says.
            Err(_) => return xml.to_owned(),
            Ok(Event::Eof) => return words,
            Ok(_) => {}
        }
    }
}

/// The HTML in an element: its own elements, or what it holds as escaped text.
fn markup(inner: &str) -> String {
    let start = inner.trim_start();
    if start.starts_with('<') && !start.starts_with("<![CDATA[") { inner.to_owned() } else { words(inner) }
}

fn lower(name: QName) -> String {
    name.as_ref().to_ascii_lowercase()
}

#[cfg(test)]
mod tests;
