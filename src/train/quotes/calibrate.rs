//! Learns how sure a quote is: from what models found in articles that they had not seen.

use super::gold::Article;
use super::measure::{self, Side};
use super::{CALIBRATION, Options, fit};
use crate::error::Result;
use crate::extract::quotes::confidence::{Confidence, FEATURES};
use crate::extract::quotes::{QuoteModel, graded};
use crate::model::{Classes, Model};

const ROUNDS: usize = 60;

/// A quote found in an article its model had not seen, and whether words and source are right.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    pub features: [f32; FEATURES],
    pub right: bool,
}

/// What `model` finds in an article.
pub fn examples(model: &QuoteModel, article: &Article) -> Vec<Example> {
    let text = article.text.text.as_str();
    let found = graded(text, &article.found, model);
    let own: Vec<Side> = found.iter().map(|graded| Side::found(text, &graded.quote)).collect();
    let gold: Vec<Side> = article.text.marked.iter().map(|marked| Side::marked(text, marked)).collect();
    let pairs = measure::pairs(&own, &gold);
    let right = |at: usize| pairs.iter().any(|&(i, j)| i == at && measure::same_source(&own[i], &gold[j]));
    found.iter().enumerate().map(|(at, graded)| Example { features: graded.features, right: right(at) }).collect()
}

/// Weights that make what is right and wrong likeliest.
pub fn confidence(articles: &[Article], parts: &[usize], known: &Model, options: &Options) -> Result<Confidence> {
    let classes = Classes::new(known)?;
    let mut all = Vec::new();
    for part in 0..CALIBRATION {
        let others: Vec<usize> = (0..articles.len()).filter(|at| parts[*at] % CALIBRATION != part).collect();
        let weights = fit(articles, &others, parts, options);
        let model = QuoteModel { classes: classes.clone(), weights, confidence: Confidence::default() };
        let own = (0..articles.len()).filter(|at| parts[*at] % CALIBRATION == part);
        all.extend(own.flat_map(|at| examples(&model, &articles[at])));
    }
    Ok(regression(&all))
}

/// Logistic regression, by steps down the gradient over one example after the other, shorter from round to round.
fn regression(examples: &[Example]) -> Confidence {
    let mut confidence = Confidence::default();
    for round in 0..ROUNDS {
        let rate = 0.02 / (1.0 + round as f32);
        for Example { features, right } in examples {
            let slope = confidence.of(features) - f32::from(u8::from(*right));
            for (weight, feature) in confidence.0.iter_mut().zip(features) {
                *weight -= rate * slope * feature;
            }
        }
    }
    confidence
}
