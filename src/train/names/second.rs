//! The second look: learnt on articles that the models of the first look have not seen.

use rustc_hash::FxHashMap;

use super::Options;
use super::first::{Runs, learn, prepare};
use super::gold::Gold;
use crate::extract::names::learnt::decode::{Decoder, Scores};
use crate::extract::names::learnt::gazetteer::Gazetteer;
use crate::extract::names::learnt::labels::LABELS;
use crate::extract::names::learnt::model::{self, Rows};
use crate::extract::names::learnt::recognise::{Looks, first_names, second_features};
use crate::model::{self as models, Linear, Weight};
use crate::train::random::shuffle;

/// Learns the second look on articles that the models of the first look have not seen.
pub(super) fn second_look(
    articles: &[Gold],
    gazetteer: &Gazetteer,
    settings: &Options,
    note: &mut dyn FnMut(String),
) -> Rows {
    let mut second = Runs::default();
    let mut base: Vec<Scores> = Vec::new();
    let mut decoder = Decoder::default();
    let folds = settings.folds.max(2);
    for fold in 0..folds {
        let others = articles.iter().enumerate().filter(|(at, _)| at % folds != fold).map(|(_, gold)| gold);
        let mut rest = prepare(others, gazetteer);
        rest.drop_rare(settings.rare);
        let fewer = Options { rounds: settings.rounds.min(4), orders: settings.orders.min(2), ..*settings };
        let weights = Linear::new(&models::Rows::new(LABELS, &learn(&rest, &fewer, &mut |_| {})));
        let transitions = model::transitions(&weights);
        note(format!("part {} of {folds} for the second look", fold + 1));
        for gold in articles.iter().skip(fold).step_by(folds) {
            gold.look(gazetteer, |view, runs| {
                let mut looks = Looks::default();
                looks.first(view, runs, &weights, &transitions);
                let names = first_names(runs, &looks.labels);
                second.add(runs, gold);
                let (offsets, features) = (&mut second.offsets, &mut second.features);
                second_features(view, runs, &looks.labels, &names, &weights, &mut Vec::new(), |_, own| {
                    offsets.push(features.len() as u32);
                    features.extend_from_slice(own);
                });
                let mut start = 0;
                for run in runs {
                    let end = start + run.words.len();
                    decoder.through(&looks.scores[start..end], &transitions, &mut base);
                    start = end;
                }
            });
        }
    }
    nudge(&second, &base, note)
}

/// Parts of a step by which the points of the first look are divided to be natural logarithms: tried, the best kept.
const UNITS: [f64; 7] = [600.0, 1300.0, 2000.0, 3000.0, 4500.0, 7000.0, 10_000.0];
const ROUNDS: u32 = 4;

/// Weights that, added to the best points through each label (`base`), make the gold labels likeliest: multinomial
/// logistic regression by stochastic gradient. A perceptron would follow its last errors, of which most are noise.
fn nudge(runs: &Runs, base: &[Scores], note: &mut dyn FnMut(String)) -> Rows {
    let mut weights: FxHashMap<u32, [f64; LABELS]> = FxHashMap::default();
    let mut order: Vec<(usize, i32)> =
        (0..runs.starts.len()).flat_map(|run| runs.words(run).map(move |word| (word, runs.starts[run].1))).collect();
    let plain = |word: usize, unit: f64| base[word].map(|points| f64::from(points) / unit);
    let miss = |word: usize, shares: &[f64; LABELS]| {
        let gold = shares[runs.labels[word] as usize];
        shares.iter().map(|share| share * share).sum::<f64>() + 1.0 - 2.0 * gold
    };
    let loss = |unit: f64| -> f64 { order.iter().map(|(word, _)| miss(*word, &shares(&plain(*word, unit)))).sum() };
    let unit = UNITS.into_iter().min_by(|a, b| loss(*a).total_cmp(&loss(*b))).unwrap_or(UNITS[2]);
    note(format!("second look: unit {unit}, the first alone misses by {:.0}", loss(unit)));
    for round in 0..ROUNDS {
        shuffle(&mut order, u64::from(round));
        let rate = 0.1 / f64::from(1 + round);
        let mut total = 0.0;
        for (word, weight) in &order {
            let features = runs.features(*word);
            if features.is_empty() {
                continue;
            }
            let mut points = plain(*word, unit);
            for row in features.iter().filter_map(|feature| weights.get(feature)) {
                points.iter_mut().zip(row).for_each(|(sum, more)| *sum += more);
            }
            let shares = shares(&points);
            total += miss(*word, &shares);
            for feature in features {
                let row = weights.entry(*feature).or_insert([0.0; LABELS]);
                for (label, (own, share)) in row.iter_mut().zip(&shares).enumerate() {
                    let right = if label == runs.labels[*word] as usize { 1.0 } else { 0.0 };
                    *own += rate * f64::from((*weight).min(2)) / 2.0 * (right - share);
                }
            }
        }
        note(format!("second look, round {}: words with something elsewhere miss by {total:.0}", round + 1));
    }
    let mut rows: Rows = Vec::new();
    for (feature, row) in weights {
        let value = |points: f64| (points * unit).round().clamp(-30_000.0, 30_000.0) as i16;
        let row = row.iter().enumerate().map(|(label, points)| Weight { label: label as u8, value: value(*points) });
        rows.push((feature, row.filter(|weight| weight.value.abs() > 3).collect()));
    }
    rows.retain(|(_, row)| !row.is_empty());
    rows.sort_unstable_by_key(|(feature, _)| *feature);
    rows
}

/// Shares that sum to one, in proportion to the powers of the points.
fn shares(points: &[f64; LABELS]) -> [f64; LABELS] {
    let most = points.iter().copied().fold(f64::MIN, f64::max);
    let mut shares = points.map(|p| exp(p - most));
    let sum: f64 = shares.iter().sum();
    shares.iter_mut().for_each(|share| *share /= sum);
    shares
}

/// The exponential of a number that is not positive, by sums and products alone: that of the standard library differs in its
/// last bits from machine to machine.
fn exp(x: f64) -> f64 {
    let power = (x * std::f64::consts::LOG2_E).max(-1000.0);
    let whole = power.floor();
    let part = (power - whole) * std::f64::consts::LN_2;
    // Taylor's series; a part below 0.7 leaves an error below 1e-9.
    let series = (1..=10).rev().fold(1.0, |sum, n| 1.0 + sum * part / f64::from(n));
    series * f64::from_bits(((1023 + whole as i64) as u64) << 52)
}

#[cfg(test)]
mod tests {
    use super::exp;

    #[test]
    fn our_exponential_is_the_usual_one() {
        for x in [0.0, -1e-9, -0.5, -1.0, -7.3, -50.0, -600.0] {
            assert!((exp(x) / f64::exp(x) - 1.0).abs() < 1e-8, "{x}");
        }
        assert!(exp(-1e9) < 1e-300);
    }
}
