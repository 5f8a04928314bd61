//! The best row of labels for a run of words (Viterbi 1967), and how far behind the best other one is at each word.

use super::labels::{BEGIN, CLOSED, END, INSIDE, KINDS, LABELS, OUTSIDE};

/// Points for one label after another.
#[derive(Clone, Debug)]
pub(crate) struct Transitions {
    pub after: Vec<[i32; LABELS]>,
}

impl Default for Transitions {
    fn default() -> Self {
        Transitions { after: vec![[0; LABELS]; LABELS] }
    }
}

impl Transitions {
    /// The sum of both.
    pub fn plus(mut self, other: &Transitions) -> Self {
        let all = self.after.iter_mut().flatten().zip(other.after.iter().flatten());
        all.for_each(|(sum, more)| *sum += more);
        self
    }
}

const NEVER: i32 = i32::MIN / 4;

pub(crate) type Scores = [i32; LABELS];

/// Buffers that are used again.
#[derive(Default)]
pub(crate) struct Decoder {
    forward: Vec<Scores>,
    backward: Vec<Scores>,
}

impl Decoder {
    /// Appends the best labels for the words with `scores` to `labels`. Before and after the run nothing is open.
    pub fn best(&mut self, scores: &[Scores], transitions: &Transitions, labels: &mut Vec<u8>) {
        let Some((first, rest)) = scores.split_first() else { return };
        let after = &transitions.after;
        self.forward.clear();
        let mut row = [NEVER; LABELS];
        for label in OUTSIDE..INSIDE {
            row[label] = first[label] + after[OUTSIDE][label];
        }
        self.forward.push(row);
        for here in rest {
            let before = self.forward[self.forward.len() - 1];
            let mut row = [NEVER; LABELS];
            for (from, points) in before[..CLOSED].iter().enumerate() {
                let open = &mut row[OUTSIDE..INSIDE];
                for (best, more) in open.iter_mut().zip(&after[from][OUTSIDE..INSIDE]) {
                    *best = (*best).max(points + more);
                }
            }
            for kind in 0..KINDS {
                for from in [BEGIN + kind, INSIDE + kind] {
                    for to in [END + kind, INSIDE + kind] {
                        row[to] = row[to].max(before[from] + after[from][to]);
                    }
                }
            }
            for (sum, points) in row.iter_mut().zip(here) {
                *sum += points;
            }
            self.forward.push(row);
        }
        let start = labels.len();
        let mut at = scores.len() - 1;
        let mut label = first_best((0..CLOSED).map(|from| (from, self.forward[at][from] + after[from][OUTSIDE])));
        labels.resize(start + scores.len(), OUTSIDE as u8);
        loop {
            labels[start + at] = label as u8;
            if at == 0 {
                break;
            }
            let want = self.forward[at][label] - scores[at][label];
            let fits =
                |from: &usize| follows(*from, label) && self.forward[at - 1][*from] + after[*from][label] == want;
            label = (0..LABELS).find(fits).unwrap_or(OUTSIDE);
            at -= 1;
        }
    }

    /// For each word and label the points of the best row of labels that has it there.
    pub fn through(&mut self, scores: &[Scores], transitions: &Transitions, all: &mut Vec<Scores>) {
        let (mut labels, mut margins) = (Vec::new(), Vec::new());
        self.best(scores, transitions, &mut labels);
        self.margins(scores, transitions, &labels, &mut margins);
        let rows = self.forward.iter().zip(&self.backward);
        all.extend(rows.map(|(one, other)| std::array::from_fn(|label| one[label].saturating_add(other[label]))));
    }

    /// After [`Decoder::best`]: for each word the points between the best row of labels and the best one with another
    /// label there.
    pub fn margins(&mut self, scores: &[Scores], transitions: &Transitions, labels: &[u8], margins: &mut Vec<i32>) {
        let after = &transitions.after;
        self.backward.clear();
        self.backward.resize(scores.len(), [NEVER; LABELS]);
        for at in (0..scores.len()).rev() {
            for (from, after) in after.iter().enumerate() {
                let best = if at + 1 == scores.len() {
                    if from < CLOSED { after[OUTSIDE] } else { NEVER }
                } else {
                    let next = |to: usize| after[to] + scores[at + 1][to] + self.backward[at + 1][to];
                    if from < CLOSED {
                        (OUTSIDE..INSIDE).map(next).max().unwrap_or(NEVER)
                    } else {
                        let kind = (from - BEGIN) % KINDS;
                        next(END + kind).max(next(INSIDE + kind))
                    }
                };
                self.backward[at][from] = best.max(NEVER);
            }
        }
        for (at, label) in labels.iter().enumerate() {
            let through = |label: usize| self.forward[at][label].saturating_add(self.backward[at][label]);
            let other = (0..LABELS).filter(|other| *other != *label as usize).map(through).max().unwrap_or(NEVER);
            margins.push(through(*label as usize).saturating_sub(other));
        }
    }
}

fn follows(from: usize, to: usize) -> bool {
    if from < CLOSED {
        return (OUTSIDE..INSIDE).contains(&to);
    }
    let kind = (from - BEGIN) % KINDS;
    to == END + kind || to == INSIDE + kind
}

fn first_best(options: impl Iterator<Item = (usize, i32)>) -> usize {
    let mut best = (OUTSIDE, i32::MIN);
    for (label, points) in options {
        if points > best.1 {
            best = (label, points);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::names::learnt::labels::{SINGLE, names};

    #[test]
    fn names_are_whole() {
        // Every word for itself would begin a name of kind 0 and go on with kind 1.
        let mut scores = [[0; LABELS]; 3];
        scores[0][BEGIN] = 10;
        scores[1][INSIDE + 1] = 12;
        scores[2][END] = 5;
        scores[1][INSIDE] = 1;
        let (mut labels, mut margins) = (Vec::new(), Vec::new());
        let mut decoder = Decoder::default();
        decoder.best(&scores, &Transitions::default(), &mut labels);
        assert_eq!(labels, [BEGIN as u8, INSIDE as u8, END as u8]);
        assert_eq!(names(&labels).len(), 1);
        decoder.margins(&scores, &Transitions::default(), &labels, &mut margins);
        // Instead: begin and end of kind 0, then nothing (10); or begin, inside, end of kind 1 (12).
        assert_eq!(margins, [4, 4, 4]);
    }

    #[test]
    fn transitions_count() {
        let mut transitions = Transitions::default();
        transitions.after[SINGLE][SINGLE] = -5;
        let mut scores = [[0; LABELS]; 2];
        scores.iter_mut().for_each(|row| row[SINGLE] = 3);
        let mut labels = Vec::new();
        Decoder::default().best(&scores, &transitions, &mut labels);
        assert_eq!(labels.iter().filter(|label| **label == SINGLE as u8).count(), 1);
    }
}
