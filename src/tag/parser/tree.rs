//! The best tree that scores of arcs allow: projective, with one root (Eisner 1996).

/// No more words than this make one tree; time grows with the cube of their number.
pub const MOST: usize = 96;

/// Scores beyond this are taken for it, so that sums of them stay within bounds.
const LARGEST: i32 = 1 << 23;

/// The scores of arcs: for each word a row, in it the root's as a head, and each word's.
#[derive(Clone, Copy, Debug)]
pub struct Scores<'s> {
    pub scores: &'s [i32],
    /// How long a row is.
    pub width: usize,
}

impl Scores<'_> {
    #[inline]
    fn of(&self, word: usize, head: usize) -> i32 {
        self.scores[word * self.width + head].clamp(-LARGEST, LARGEST)
    }

    /// The same for a word as a head.
    #[inline]
    fn arc(&self, head: usize, word: usize) -> i32 {
        self.of(word, head + 1)
    }
}

/// Memory used again. The best score of each stretch of words: `right` where all hang on the first, `left` where all hang on
/// the last; `right_arc` and `left_arc` the same where, besides, the last hangs on the first itself or the first on the last.
/// By the first word, or (`by_end`) by the last.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    right: Vec<i32>,
    right_by_end: Vec<i32>,
    left: Vec<i32>,
    left_by_end: Vec<i32>,
    right_arc: Vec<i32>,
    left_arc_by_end: Vec<i32>,
    words: Vec<Extent>,
    waiting: Vec<usize>,
    open: Vec<(Stretch, usize, usize)>,
}

/// What hangs on a word.
#[derive(Clone, Copy, Debug, Default)]
struct Extent {
    first: usize,
    last: usize,
    count: usize,
    /// Dependents not yet looked at.
    missing: usize,
}

#[derive(Clone, Copy, Debug)]
enum Stretch {
    Right,
    Left,
    RightArc,
    LeftArc,
}

impl Chart {
    /// The heads of `count` words, which count from 1; 0 is the root. Of equally good trees always the same.
    pub fn best(&mut self, scores: Scores, count: usize, heads: &mut Vec<u32>) {
        heads.clear();
        heads.resize(count, 0);
        if count == 0 {
            return;
        }
        for (word, head) in heads.iter_mut().enumerate() {
            let row = &scores.scores[word * scores.width..][..=count];
            // A word is not its own head.
            let (before, after) = (&row[..=word], &row[word + 2..]);
            let best = largest(before).max(largest(after));
            let behind = |at: usize| at + word + 2;
            let found = before.iter().position(|score| *score == best);
            *head =
                found.or_else(|| after.iter().position(|score| *score == best).map(behind)).unwrap_or_default() as u32;
        }
        // Mostly what is best for each word is a tree, and then no other is better.
        if !self.is_tree(heads) {
            self.fill(scores, count);
            self.read(scores, count, heads);
        }
    }

    /// Whether this is a tree with one root in which no arcs cross.
    fn is_tree(&mut self, heads: &[u32]) -> bool {
        let Chart { words, waiting, .. } = self;
        words.clear();
        words.extend((0..heads.len()).map(|at| Extent { first: at, last: at, count: 1, missing: 0 }));
        heads.iter().filter(|head| **head != 0).for_each(|head| words[*head as usize - 1].missing += 1);
        waiting.clear();
        waiting.extend((0..heads.len()).filter(|at| words[*at].missing == 0));
        let (mut seen, mut roots) = (0, 0);
        while let Some(at) = waiting.pop() {
            seen += 1;
            let own = words[at];
            if own.last - own.first + 1 != own.count {
                return false;
            }
            let Some(head) = (heads[at] as usize).checked_sub(1) else {
                roots += 1;
                continue;
            };
            let above = &mut words[head];
            above.first = above.first.min(own.first);
            above.last = above.last.max(own.last);
            above.count += own.count;
            above.missing -= 1;
            if above.missing == 0 {
                waiting.push(head);
            }
        }
        seen == heads.len() && roots == 1
    }

    fn fill(&mut self, scores: Scores, count: usize) {
        let n = count;
        let all = [
            &mut self.right,
            &mut self.right_by_end,
            &mut self.left,
            &mut self.left_by_end,
            &mut self.right_arc,
            &mut self.left_arc_by_end,
        ];
        for chart in all {
            chart.clear();
            chart.resize(n * n, 0);
        }
        for end in 1..n {
            for start in (0..end).rev() {
                let (own, by_end) = (start * n, end * n);
                let parted =
                    best_sum(&self.right[own + start..own + end], &self.left_by_end[by_end + start + 1..=by_end + end]);
                self.right_arc[own + end] = parted + scores.arc(start, end);
                self.left_arc_by_end[by_end + start] = parted + scores.arc(end, start);
                let right = best_sum(
                    &self.right_arc[own + start + 1..=own + end],
                    &self.right_by_end[by_end + start + 1..=by_end + end],
                );
                let left =
                    best_sum(&self.left[own + start..own + end], &self.left_arc_by_end[by_end + start..by_end + end]);
                (self.right[own + end], self.right_by_end[by_end + start]) = (right, right);
                (self.left[own + end], self.left_by_end[by_end + start]) = (left, left);
            }
        }
    }

    /// Goes back from the best whole to the arcs it is made of.
    fn read(&mut self, scores: Scores, n: usize, heads: &mut [u32]) {
        let whole = |root: &usize| self.left[*root] + self.right[root * n + n - 1] + scores.of(*root, 0);
        let root = (0..n).max_by_key(|root| (whole(root), std::cmp::Reverse(*root))).unwrap_or_default();
        heads[root] = 0;
        let mut open = std::mem::take(&mut self.open);
        open.extend([(Stretch::Left, 0, root), (Stretch::Right, root, n - 1)]);
        while let Some((stretch, start, end)) = open.pop() {
            if start == end {
                continue;
            }
            let (own, by_end) = (start * n, end * n);
            match stretch {
                Stretch::Right => {
                    let sum = |middle: &usize| self.right_arc[own + middle] + self.right_by_end[by_end + middle];
                    let middle = (start + 1..=end).find(|middle| sum(middle) == self.right[own + end]).unwrap_or(end);
                    open.extend([(Stretch::RightArc, start, middle), (Stretch::Right, middle, end)]);
                }
                Stretch::Left => {
                    let sum = |middle: &usize| self.left[own + middle] + self.left_arc_by_end[by_end + middle];
                    let middle = (start..end).find(|middle| sum(middle) == self.left[own + end]).unwrap_or(start);
                    open.extend([(Stretch::Left, start, middle), (Stretch::LeftArc, middle, end)]);
                }
                Stretch::RightArc | Stretch::LeftArc => {
                    match stretch {
                        Stretch::RightArc => heads[end] = start as u32 + 1,
                        _ => heads[start] = end as u32 + 1,
                    }
                    let best = self.right_arc[own + end] - scores.arc(start, end);
                    let sum = |middle: &usize| self.right[own + middle] + self.left_by_end[by_end + middle + 1];
                    let middle = (start..end).find(|middle| sum(middle) == best).unwrap_or(start);
                    open.extend([(Stretch::Right, start, middle), (Stretch::Left, middle + 1, end)]);
                }
            }
        }
        self.open = open;
    }
}

#[inline]
fn largest(scores: &[i32]) -> i32 {
    scores.iter().fold(i32::MIN, |best, score| best.max(*score))
}

#[inline]
fn best_sum(a: &[i32], b: &[i32]) -> i32 {
    a.iter().zip(b).map(|(a, b)| a + b).fold(i32::MIN, i32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All trees of so many words that are projective and have one root.
    fn trees(count: usize) -> Vec<Vec<u32>> {
        let mut chart = Chart::default();
        let all = (0..(count as u32 + 1).pow(count as u32)).map(|mut number| {
            let mut digit = || {
                let digit = number % (count as u32 + 1);
                number /= count as u32 + 1;
                digit
            };
            (0..count).map(|_| digit()).collect::<Vec<u32>>()
        });
        all.filter(|heads| heads.iter().enumerate().all(|(at, head)| *head as usize != at + 1))
            .filter(|heads| chart.is_tree(heads))
            .collect()
    }

    #[test]
    fn no_tree_is_better() {
        // As many as there are (OEIS A006013).
        assert_eq!([1, 2, 3, 4, 5].map(|count| trees(count).len()), [1, 2, 7, 30, 143]);
        let (mut chart, mut heads, mut state) = (Chart::default(), Vec::new(), 7u32);
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 20) as i32 - 2048
        };
        let mut filled = 0;
        for count in [1, 2, 3, 4, 5, 5, 5, 5, 5] {
            let own: Vec<i32> = (0..count * (count + 1)).map(|_| next()).collect();
            let scores = Scores { scores: &own, width: count + 1 };
            let total =
                |heads: &[u32]| heads.iter().enumerate().map(|(at, head)| scores.of(at, *head as usize)).sum::<i32>();
            chart.right.clear();
            chart.best(scores, count, &mut heads);
            filled += usize::from(!chart.right.is_empty());
            let best = trees(count).iter().map(|heads| total(heads)).max();
            assert!(chart.is_tree(&heads));
            assert_eq!(Some(total(&heads)), best, "{heads:?}");
        }
        assert!(filled > 2);
    }
}
