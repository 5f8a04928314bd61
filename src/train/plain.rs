//! Text that nobody annotated, in our own sentences and words.

use super::data::{self, Data};
use crate::error::{Error, Result};
use crate::segment;

/// The articles of PolNeAR train: the words of each sentence.
///
/// # Errors
/// The file is missing or broken.
pub fn news(data: &mut Data) -> Result<Vec<Vec<String>>> {
    let mut all = Vec::new();
    for line in data.text(data::POLNEAR_TRAIN)?.lines() {
        let broken = || Error::failed("has a line that is no article").file(data::POLNEAR_TRAIN.path);
        let article: serde_json::Value = serde_json::from_str(line).map_err(|cause| broken().because(cause))?;
        cut(article["text"].as_str().ok_or_else(broken)?, &mut all);
    }
    Ok(all)
}

/// Adds the sentences of `text`.
pub fn cut(text: &str, all: &mut Vec<Vec<String>>) {
    let (mut paragraphs, _) = segment::paragraphs::find(text, &[]);
    let (sentences, tokens) = segment::sentences::find(text, &mut paragraphs);
    for sentence in sentences {
        let own = &tokens[sentence.tokens.start as usize..sentence.tokens.end as usize];
        all.push(own.iter().map(|token| token.span.of(text).to_owned()).collect());
    }
}
