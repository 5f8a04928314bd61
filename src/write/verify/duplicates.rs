//! Articles with the same words: all but the first name the first.

use rustc_hash::FxHashMap;

use super::Report;
use super::columns::{Columns, text};
use crate::error::Result;

#[derive(Default)]
pub(super) struct Duplicates {
    /// Whether articles are met in the order of the run. In partitions they are not, so it is not known which is the first.
    pub in_order: bool,
    /// By content hash: the first article, or the one that the others name.
    firsts: FxHashMap<String, String>,
    /// Articles that name another, with their hash.
    later: Vec<(String, String, String)>,
}

impl Duplicates {
    pub fn meet(&mut self, article: &Columns, id: &str, report: &mut Report) -> Result<()> {
        let (hash, named) = (article.text("content_hash")?.value(0), text(article.text("duplicate_of")?, 0));
        if !self.in_order {
            match named {
                Some(named) => self.later.push((id.to_owned(), hash.to_owned(), named.to_owned())),
                None => {
                    let other = self.firsts.insert(hash.to_owned(), id.to_owned());
                    report.check(other.is_none(), || {
                        format!("article {id}: duplicate_of is not set, nor is that of {}", other.unwrap_or_default())
                    });
                }
            }
            return Ok(());
        }
        let first = self.firsts.get(hash).map(String::as_str);
        report.check(named == first, || match first {
            Some(first) => format!("article {id}: duplicate_of is not {first}, which has the same words"),
            None => format!("article {id}: duplicate_of is set, but no article before has the same words"),
        });
        if first.is_none() {
            self.firsts.insert(hash.to_owned(), id.to_owned());
        }
        Ok(())
    }

    pub fn end(&self, report: &mut Report) {
        for (id, hash, named) in &self.later {
            report.check(self.firsts.get(hash) == Some(named), || {
                format!("article {id}: duplicate_of is {named}, which is not the first with the same words")
            });
        }
    }
}
