//! Rows of `articles`, `entities` and `sources` made without articles, to try the index on.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Int32Array, ListBuilder, RecordBatch, StringArray, StringBuilder,
    TimestampMicrosecondArray, new_null_array,
};
use arrow::datatypes::{DataType, Field};
use quotient::table;

#[derive(Clone, Debug)]
pub struct Article {
    pub id: String,
    pub published_at: Option<i64>,
    pub entities: Vec<Entity>,
    pub sources: Vec<Source>,
}

#[derive(Clone, Debug)]
pub struct Entity {
    pub entity_type: &'static str,
    pub name: String,
    pub aliases: Vec<String>,
    pub n_mentions: i32,
}

#[derive(Clone, Debug)]
pub struct Source {
    pub kind: &'static str,
    pub name: Option<String>,
    pub title: Option<&'static str>,
    pub affiliation: Option<&'static str>,
    /// Into the article's entities.
    pub entity: Option<usize>,
    pub n_quotes: i32,
}

/// The columns given, and the others of the table empty.
fn batch(name: &'static str, rows: usize, given: Vec<(&str, ArrayRef)>) -> (&'static str, RecordBatch) {
    let info = table::tables().iter().find(|info| info.name == name).unwrap();
    let schema = info.schema();
    let columns = schema.fields().iter().map(|field| {
        if let Some((_, column)) = given.iter().find(|(column, _)| column == field.name()) {
            return column.clone();
        }
        match field.data_type() {
            data_type if field.is_nullable() => new_null_array(data_type, rows),
            DataType::Utf8 => Arc::new(StringArray::from_iter_values(vec![""; rows])),
            DataType::Int32 => Arc::new(Int32Array::from(vec![0; rows])),
            DataType::Boolean => Arc::new(BooleanArray::from(vec![false; rows])),
            other => panic!("{name}.{}: {other}", field.name()),
        }
    });
    (name, RecordBatch::try_new(schema.clone(), columns.collect()).unwrap())
}

fn texts<'a>(texts: impl Iterator<Item = Option<&'a str>>) -> ArrayRef {
    Arc::new(texts.collect::<StringArray>())
}

pub fn entity_id(article: &str, entity: usize) -> String {
    format!("{article}-e{}", entity + 1)
}

/// The three tables, in the order of the articles.
pub fn rows(articles: &[Article]) -> Vec<(&'static str, RecordBatch)> {
    let ids = texts(articles.iter().map(|article| Some(&*article.id)));
    let dates = articles.iter().map(|article| article.published_at).collect::<TimestampMicrosecondArray>();
    let dates: ArrayRef = Arc::new(dates.with_timezone("UTC"));

    let sources: Vec<(&Article, &Source)> =
        articles.iter().flat_map(|article| article.sources.iter().map(move |source| (article, source))).collect();
    let keys: Vec<Option<String>> =
        sources.iter().map(|(article, source)| source.entity.map(|entity| entity_id(&article.id, entity))).collect();
    let counts: Int32Array = sources.iter().map(|(_, source)| source.n_quotes).collect();

    let entities: Vec<(&Article, usize)> =
        articles.iter().flat_map(|article| (0..article.entities.len()).map(move |entity| (article, entity))).collect();
    let own: Vec<String> = entities.iter().map(|(article, entity)| entity_id(&article.id, *entity)).collect();
    let entity = |(article, entity): &(&Article, usize)| article.entities[*entity].clone();
    let all: Vec<Entity> = entities.iter().map(entity).collect();
    let mut aliases =
        ListBuilder::new(StringBuilder::new()).with_field(Arc::new(Field::new("element", DataType::Utf8, false)));
    for entity in &all {
        aliases.append_value(entity.aliases.iter().map(Some));
    }
    let mentions: Int32Array = all.iter().map(|entity| entity.n_mentions).collect();
    vec![
        batch("articles", articles.len(), vec![("article_id", ids), ("published_at", dates)]),
        batch(
            "sources",
            sources.len(),
            vec![
                ("article_id", texts(sources.iter().map(|(article, _)| Some(&*article.id)))),
                ("kind", texts(sources.iter().map(|(_, source)| Some(source.kind)))),
                ("name", texts(sources.iter().map(|(_, source)| source.name.as_deref()))),
                ("title", texts(sources.iter().map(|(_, source)| source.title))),
                ("affiliation", texts(sources.iter().map(|(_, source)| source.affiliation))),
                ("entity_id", texts(keys.iter().map(Option::as_deref))),
                ("n_quotes", Arc::new(counts)),
            ],
        ),
        batch(
            "entities",
            entities.len(),
            vec![
                ("entity_id", texts(own.iter().map(|id| Some(&**id)))),
                ("article_id", texts(entities.iter().map(|(article, _)| Some(&*article.id)))),
                ("type", texts(all.iter().map(|entity| Some(entity.entity_type)))),
                ("name", texts(all.iter().map(|entity| Some(&*entity.name)))),
                ("aliases", Arc::new(aliases.finish())),
                ("n_mentions", Arc::new(mentions)),
            ],
        ),
    ]
}
