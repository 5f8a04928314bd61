//! `mentions`: the words that name, describe or stand for someone or something, and those that are a value.

use super::column::Table;
use super::row_id::RowId;
use super::view::View;
use crate::analysis::{Mention, Value};
use crate::span::Span;

pub(super) struct Row<'a> {
    view: &'a View<'a>,
    id: RowId<'a>,
    what: What<'a>,
}

#[derive(Clone, Copy)]
enum What<'a> {
    Mention(&'a Mention),
    Value(&'a Value),
}

impl<'a> Row<'a> {
    fn span(&self) -> Span {
        match self.what {
            What::Mention(mention) => mention.span,
            What::Value(value) => value.span,
        }
    }

    fn sentence(&self) -> u32 {
        match self.what {
            What::Mention(mention) => mention.sentence,
            What::Value(value) => value.sentence,
        }
    }

    fn entity(&self) -> Option<u32> {
        match self.what {
            What::Mention(mention) => mention.entity,
            What::Value(_) => None,
        }
    }

    fn kind(&self) -> &'static str {
        match self.what {
            What::Mention(mention) => mention.kind.as_str(),
            What::Value(_) => Value::KIND,
        }
    }

    fn type_name(&self) -> &'static str {
        match self.what {
            What::Mention(mention) => mention.entity_type.as_str(),
            What::Value(value) => value.value_type.as_str(),
        }
    }

    fn confidence(&self) -> f32 {
        match self.what {
            What::Mention(mention) => mention.confidence,
            What::Value(value) => value.confidence,
        }
    }

    fn value(&self) -> Option<&'a str> {
        match self.what {
            What::Mention(_) => None,
            What::Value(value) => value.value.as_deref(),
        }
    }
}

pub(super) fn table<'a>() -> Table<Row<'a>> {
    const ABOUT: &str = "one row per name, description or pronoun that stands for someone or something, and per date, sum of \
                         money, percentage, address or handle";
    Table::<Row>::new("mentions", ABOUT)
        .id("mention_id", "article_id, -m and the row's number in the article, from 1", |m| m.id)
        .text("article_id", "the article it stands in", |m| &m.view.article_id)
        .id_or_null("entity_id", "whom or what it stands for, a row of entities; null if unknown, and for values", |m| {
            m.entity().and_then(|entity| m.view.id(&m.view.entities, entity as usize))
        })
        .text("kind", "name, nominal (a description: the minister), pronoun, or value (told by its form; stands for no entity)", |m| m.kind())
        .text(
            "type",
            "person, organization, place, group (nationality, party, religion), event, work, product or other; of a \
             value handle (@name, which is also a name), url, email, date, money or percent",
            |m| m.type_name(),
        )
        .text("text", "its words, exactly as in the article, without titles and possessive endings", |m| {
            m.view.of(m.span())
        })
        .int("start", "its first character in articles.text", |m| m.view.at(m.span().start))
        .int("end", "the character after its last in articles.text", |m| m.view.at(m.span().end))
        .int("paragraph", "number of the paragraph it stands in", |m| m.view.paragraph(m.sentence()))
        .int("sentence", "number of the sentence it stands in, from 0 in the article", |m| m.sentence())
        .bool("in_quote", "whether it stands in quotation marks that belong to a direct or mixed quote", |m| {
            let at = m.view.quoted.partition_point(|quoted| quoted.end <= m.span().start);
            m.view.quoted.get(at).is_some_and(|quoted| quoted.contains(m.span()))
        })
        .float("confidence", "how sure it is that this is a mention of this type, 0 to 1", |m| m.confidence())
        .text_or_null(
            "value",
            "what a value comes to: a day, month, year or first/last in ISO 8601, currency and amount (USD 5000000), the \
             number of percent, the address; null where the article does not say enough",
            |m| m.value(),
        )
}

pub(super) fn rows<'a>(view: &'a View<'a>) -> impl Iterator<Item = Row<'a>> {
    let (mentions, values) = (&view.found.mentions, &view.found.values);
    let what = move |at: usize| match mentions.get(at) {
        Some(mention) => What::Mention(mention),
        None => What::Value(&values[at - mentions.len()]),
    };
    view.rows(&view.mentions).map(move |(id, at)| Row { view, id, what: what(at) })
}
