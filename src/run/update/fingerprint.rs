//! Whether an article is still what it was when its rows were made.

use crate::article::{Article, Meta};

/// A hash of all that an article's rows are made from, but the models and options.
pub fn fingerprint(article: &Article) -> [u8; 16] {
    // Names every field: one that is added must be thought of here.
    let Article { id, key, source_uri, format, text, marked, meta, kept, replaced } = article;
    let Meta { title, byline, publisher, section, published_at, language } = meta;
    let mut hash = blake3::Hasher::new();
    let mut part = |bytes: &[u8]| {
        hash.update(&(bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    let own = [&id.bytes()[..], key.as_bytes(), source_uri.as_bytes(), format.as_bytes(), text.as_bytes()];
    own.into_iter().for_each(&mut part);
    for (span, role) in marked {
        part(&span.start.to_le_bytes());
        part(&span.end.to_le_bytes());
        part(role.as_str().as_bytes());
    }
    part(b"meta");
    for told in [title, byline, publisher, section, language].into_iter().chain(kept.iter().map(|(_, told)| told)) {
        part(&[u8::from(told.is_some())]);
        part(told.as_deref().unwrap_or_default().as_bytes());
    }
    part(&published_at.map_or([0; 9], |at| {
        let mut told = [1; 9];
        told[1..].copy_from_slice(&at.to_le_bytes());
        told
    }));
    part(&replaced.to_le_bytes());
    let mut short = [0; 16];
    short.copy_from_slice(&hash.finalize().as_bytes()[..16]);
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::ArticleId;

    #[test]
    fn whatever_differs_in_an_article_shows() {
        let one = Article::from_text("a", "The ferry stays.");
        let with = |change: fn(&mut Article)| {
            let mut article = one.clone();
            change(&mut article);
            fingerprint(&article)
        };
        assert_eq!(with(|_| {}), fingerprint(&one));
        let mut all = vec![
            fingerprint(&one),
            with(|article| article.id = ArticleId::of("b")),
            with(|article| article.source_uri.push('b')),
            with(|article| article.text.push(' ')),
            with(|article| article.meta.title = Some(String::new())),
            with(|article| article.meta.byline = Some(String::new())),
            with(|article| article.meta.published_at = Some(0)),
            with(|article| article.kept = vec![("desk", None)]),
            with(|article| article.kept = vec![("desk", Some("City".to_owned()))]),
            with(|article| article.replaced = 1),
        ];
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 10);
    }
}
