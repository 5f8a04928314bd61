//! How alike two ways of putting mentions together are: MUC (Vilain and others 1995), B³ (Bagga and Baldwin 1998) and CEAF
//! by mentions and by entities (Luo 2005). Clusters are lists of the numbers of their mentions; a mention is in one at most.

use rustc_hash::FxHashMap;

/// Two parts of each of precision and recall, to be summed up over documents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ratio {
    pub precise: (f64, f64),
    pub recalled: (f64, f64),
}

impl Ratio {
    pub fn add(&mut self, other: Ratio) {
        self.precise = (self.precise.0 + other.precise.0, self.precise.1 + other.precise.1);
        self.recalled = (self.recalled.0 + other.recalled.0, self.recalled.1 + other.recalled.1);
    }

    pub fn precision(&self) -> f64 {
        percent(self.precise)
    }

    pub fn recall(&self) -> f64 {
        percent(self.recalled)
    }

    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
    }
}

fn percent((part, whole): (f64, f64)) -> f64 {
    if whole == 0.0 { 0.0 } else { 100.0 * part / whole }
}

/// MUC, B³, CEAF by mentions, CEAF by entities.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Alike {
    pub muc: Ratio,
    pub b3: Ratio,
    pub ceaf_m: Ratio,
    pub ceaf_e: Ratio,
}

impl Alike {
    pub fn of(found: &[Vec<u32>], gold: &[Vec<u32>]) -> Self {
        let entities = |a: &[u32], b: &[u32]| 2.0 * shared(a, b) / (a.len() + b.len()) as f64;
        let mentions = |clusters: &[Vec<u32>]| clusters.iter().map(Vec::len).sum::<usize>() as f64;
        let (same, alike) = (best(found, gold, shared), best(found, gold, entities));
        Alike {
            muc: Ratio { precise: links(found, gold), recalled: links(gold, found) },
            b3: Ratio { precise: mentionwise(found, gold), recalled: mentionwise(gold, found) },
            ceaf_m: Ratio { precise: (same, mentions(found)), recalled: (same, mentions(gold)) },
            ceaf_e: Ratio { precise: (alike, found.len() as f64), recalled: (alike, gold.len() as f64) },
        }
    }

    pub fn add(&mut self, other: &Alike) {
        self.muc.add(other.muc);
        self.b3.add(other.b3);
        self.ceaf_m.add(other.ceaf_m);
        self.ceaf_e.add(other.ceaf_e);
    }

    /// The mean that shared tasks rank by (Pradhan and others 2012).
    pub fn mean(&self) -> f64 {
        (self.muc.f1() + self.b3.f1() + self.ceaf_e.f1()) / 3.0
    }
}

fn shared(a: &[u32], b: &[u32]) -> f64 {
    a.iter().filter(|mention| b.contains(mention)).count() as f64
}

/// For each mention its cluster.
fn places(clusters: &[Vec<u32>]) -> FxHashMap<u32, usize> {
    clusters.iter().enumerate().flat_map(|(at, cluster)| cluster.iter().map(move |mention| (*mention, at))).collect()
}

/// In how many parts the other side has each cluster, as links that are there of links that should be.
fn links(clusters: &[Vec<u32>], others: &[Vec<u32>]) -> (f64, f64) {
    let place = places(others);
    let (mut there, mut all) = (0, 0);
    for cluster in clusters {
        let mut parts: Vec<usize> = cluster.iter().filter_map(|mention| place.get(mention).copied()).collect();
        let alone = cluster.len() - parts.len();
        parts.sort_unstable();
        parts.dedup();
        there += cluster.len() - parts.len() - alone;
        all += cluster.len() - 1;
    }
    (there as f64, all as f64)
}

/// What share of each mention's cluster is with it on the other side.
fn mentionwise(clusters: &[Vec<u32>], others: &[Vec<u32>]) -> (f64, f64) {
    let place = places(others);
    let (mut sum, mut all) = (0.0, 0.0);
    for cluster in clusters {
        for mention in cluster {
            let with = place.get(mention).map_or(0.0, |at| shared(cluster, &others[*at]));
            sum += with / cluster.len() as f64;
            all += 1.0;
        }
    }
    (sum, all)
}

/// The most that can be had by putting clusters together one to one (Kuhn 1955, as Jonker and Volgenant have it).
fn best(found: &[Vec<u32>], gold: &[Vec<u32>], alike: impl Fn(&[u32], &[u32]) -> f64) -> f64 {
    let (rows, columns) = if found.len() <= gold.len() { (found, gold) } else { (gold, found) };
    let (n, m) = (rows.len(), columns.len());
    let cost = |row: usize, column: usize| -alike(&rows[row - 1], &columns[column - 1]);
    let (mut u, mut v) = (vec![0.0; n + 1], vec![0.0; m + 1]);
    // For each column its row; 0 is none.
    let mut row_of = vec![0; m + 1];
    for row in 1..=n {
        row_of[0] = row;
        let (mut least, mut used, mut way) = (vec![f64::MAX; m + 1], vec![false; m + 1], vec![0; m + 1]);
        let mut column = 0;
        while row_of[column] != 0 {
            used[column] = true;
            let here = row_of[column];
            let (mut step, mut next) = (f64::MAX, 0);
            for other in (1..=m).filter(|other| !used[*other]) {
                let reduced = cost(here, other) - u[here] - v[other];
                if reduced < least[other] {
                    (least[other], way[other]) = (reduced, column);
                }
                if least[other] < step {
                    (step, next) = (least[other], other);
                }
            }
            for other in 0..=m {
                if used[other] {
                    u[row_of[other]] += step;
                    v[other] -= step;
                } else {
                    least[other] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[way[column]];
            column = way[column];
        }
    }
    (1..=m).filter(|column| row_of[*column] != 0).map(|column| -cost(row_of[column], column)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 0.005
    }

    #[test]
    fn the_example_of_the_reference_scorer() {
        // Key {a b c} {d e f g}, response {a b} {c d} {f g h i} (Pradhan and others 2014).
        let gold = [vec![1, 2, 3], vec![4, 5, 6, 7]];
        let found = [vec![1, 2], vec![3, 4], vec![6, 7, 8, 9]];
        let alike = Alike::of(&found, &gold);
        assert!(near(alike.muc.recall(), 40.0) && near(alike.muc.precision(), 40.0), "{:?}", alike.muc);
        assert!(near(alike.b3.recall(), 41.67), "{:?}", alike.b3);
        assert!(near(alike.b3.precision(), 50.0), "{:?}", alike.b3);
        assert!(near(alike.ceaf_m.recall(), 57.14) && near(alike.ceaf_m.precision(), 50.0), "{:?}", alike.ceaf_m);
        assert!(near(alike.ceaf_e.recall(), 65.0) && near(alike.ceaf_e.precision(), 43.33), "{:?}", alike.ceaf_e);
    }

    #[test]
    fn the_same_is_all_alike_and_nothing_is_not() {
        let gold = [vec![1, 2, 3], vec![4, 5]];
        let alike = Alike::of(&gold, &gold);
        assert_eq!((alike.mean(), alike.ceaf_m.f1()), (100.0, 100.0));
        assert_eq!(Alike::of(&[], &gold).mean(), 0.0);
        assert_eq!(Alike::of(&[], &[]).mean(), 0.0);
    }
}
