//! What tests of readers share: bytes in, one line an outcome out.

use std::ops::ControlFlow;

use super::reading::Reading;
use super::{Format, Input, Options, Outcome, Place};

pub(super) fn input(named: Option<Format>) -> Input {
    let [key, identity, uri] = ["in", "in", "in"].map(str::to_owned);
    Input { place: Place::Stdin, key, identity, uri, bytes: 0, modified: None, named, depth: 0 }
}

pub(super) fn outcomes(bytes: &[u8], named: Option<Format>, options: &Options) -> Vec<Outcome> {
    let mut all = Vec::new();
    let mut take = |outcome| {
        all.push(outcome);
        ControlFlow::Continue(())
    };
    let flow = Reading::new(options, &mut take).bytes(&input(named), bytes, None);
    assert!(flow.is_continue());
    all
}

/// `key: text` of articles, `key <html>` of pages, `record reason` of rejects.
pub(super) fn lines(bytes: &[u8], named: Option<Format>, options: &Options) -> Vec<String> {
    outcomes(bytes, named, options).iter().map(line).collect()
}

pub(super) fn read(bytes: impl AsRef<[u8]>) -> Vec<String> {
    lines(bytes.as_ref(), None, &Options::default())
}

fn line(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Article(article) => format!("{}: {}", article.key, article.text),
        Outcome::Page(page) => format!("{} {}", page.article.key, String::from_utf8_lossy(&page.html)),
        Outcome::Reject(reject) => {
            let record = reject.record.map_or("-".to_owned(), |record| record.to_string());
            format!("{record} {}", reject.reason)
        }
        Outcome::Skipped => "skipped".to_owned(),
    }
}

pub(super) fn article(outcome: &Outcome) -> &crate::article::Article {
    match outcome {
        Outcome::Article(article) => article,
        Outcome::Page(page) => &page.article,
        other => panic!("no article: {other:?}"),
    }
}

/// The rejects' sentences.
pub(super) fn details(bytes: impl AsRef<[u8]>) -> Vec<String> {
    let all = outcomes(bytes.as_ref(), None, &Options::default());
    all.into_iter()
        .filter_map(|one| if let Outcome::Reject(reject) = one { Some(reject.detail) } else { None })
        .collect()
}
