//! What identifies a row of each table, and which columns name rows of others (or of the same).

/// A column that holds the key of a row of another table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    pub table: &'static str,
    pub column: &'static str,
    pub other: &'static str,
    /// The whole primary key of `other`.
    pub other_column: &'static str,
}

const PRIMARY: &[(&str, &[&str])] = &[
    ("articles", &["article_id"]),
    ("paragraphs", &["article_id", "paragraph"]),
    ("quotes", &["quote_id"]),
    ("sources", &["source_id"]),
    ("entities", &["entity_id"]),
    ("mentions", &["mention_id"]),
    ("source_index", &["index_id"]),
    ("entity_index", &["index_id"]),
    ("sentences", &["article_id", "sentence"]),
    ("tokens", &["article_id", "token"]),
];

const FOREIGN: &[(&str, &str, &str)] = &[
    ("articles", "duplicate_of", "articles"),
    ("paragraphs", "article_id", "articles"),
    ("quotes", "article_id", "articles"),
    ("quotes", "source_id", "sources"),
    ("quotes", "speaker_entity_id", "entities"),
    ("quotes", "parent_quote_id", "quotes"),
    ("sources", "article_id", "articles"),
    ("sources", "entity_id", "entities"),
    ("sources", "index_id", "source_index"),
    ("entities", "article_id", "articles"),
    ("entities", "index_id", "entity_index"),
    ("mentions", "article_id", "articles"),
    ("mentions", "entity_id", "entities"),
    ("sentences", "article_id", "articles"),
    ("tokens", "article_id", "articles"),
];

/// The columns whose values together are those of one row only; none where rows may be alike.
pub fn primary_key(table: &str) -> &'static [&'static str] {
    PRIMARY.iter().find(|(name, _)| *name == table).map_or(&[], |(_, columns)| columns)
}

/// The columns of `table` that lead to rows of other tables.
pub fn foreign_keys(table: &str) -> impl Iterator<Item = ForeignKey> {
    let own = FOREIGN.iter().filter(move |(name, ..)| *name == table);
    own.filter_map(|&(table, column, other)| {
        let [other_column] = *primary_key(other) else { return None };
        Some(ForeignKey { table, column, other, other_column })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::tables;

    #[test]
    fn keys_are_columns() {
        let has = |table: &str, column: &str| {
            let info = tables().iter().find(|info| info.name == table);
            info.is_some_and(|info| info.columns.iter().any(|own| own.name == column))
        };
        for (table, columns) in PRIMARY {
            assert!(columns.iter().all(|column| has(table, column)), "{table}: {columns:?}");
        }
        let resolved: usize = tables().iter().map(|info| foreign_keys(info.name).count()).sum();
        assert_eq!(resolved, FOREIGN.len());
        for info in tables() {
            for key in foreign_keys(info.name) {
                assert!(has(key.table, key.column) && has(key.other, key.other_column), "{key:?}");
            }
        }
        let ids = tables().iter().flat_map(|info| info.columns.iter().map(move |column| (info.name, column.name)));
        let known = |(table, column): &(&str, &str)| {
            primary_key(table).contains(column) || foreign_keys(table).any(|key| key.column == *column)
        };
        let unknown: Vec<_> = ids.filter(|(_, column)| column.ends_with("_id")).filter(|id| !known(id)).collect();
        assert_eq!(unknown, [("source_index", "authority_id"), ("entity_index", "authority_id")]);
    }
}
