//! Which inputs are new, which have changed and which are gone, told by name, size and time.

use rustc_hash::FxHashMap;

use super::How;
use crate::read::{Input, Inputs};
use crate::write::state::{self, State};

/// What is to be done with the inputs there are and with those there were.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// For each input that is there, the known one whose articles are taken over without reading it.
    pub known: Vec<Option<u32>>,
    /// Known inputs that are gone and whose articles stay, behind those of all others.
    pub kept: Vec<u32>,
    pub new: u64,
    pub changed: u64,
    pub gone: u64,
    /// Whether the data set already is what the run would make.
    pub nothing: bool,
}

impl Plan {
    /// `reread`: articles must be read again even so, to be compared with each other.
    pub fn new(state: &State, inputs: &Inputs, how: How, reread: bool) -> Self {
        let by_uri: FxHashMap<&str, u32> = state.inputs.iter().map(|input| input.uri.as_str()).zip(0..).collect();
        let mut plan = Plan::default();
        let (mut met, mut last, mut in_order) = (vec![false; state.inputs.len()], None, true);
        for input in &inputs.files {
            let known = by_uri.get(input.uri.as_str()).copied();
            let unchanged = known.filter(|known| is_same(&state.inputs[*known as usize], input));
            match known {
                None => plan.new += 1,
                Some(known) => {
                    plan.changed += u64::from(unchanged.is_none());
                    in_order &= last < Some(known);
                    last = Some(known);
                    met[known as usize] = true;
                }
            }
            plan.known.push(unchanged.filter(|known| !reread && state.inputs[*known as usize].plain));
        }
        let gone = (0..).zip(&met).filter(|(_, met)| !**met).map(|(known, _)| known);
        plan.kept = gone.filter(|known| state.inputs[*known as usize].articles > 0 || how.prune).collect();
        plan.gone = plan.kept.len() as u64;
        if how.prune {
            plan.kept.clear();
        }
        let settled = plan.new + plan.changed == 0 && (plan.gone == 0 || !how.prune);
        plan.nothing = settled && in_order && listing(inputs) == state.listing;
        plan
    }
}

/// Whether a file still is as it was read.
fn is_same(known: &state::Input, input: &Input) -> bool {
    let place = known.identity == input.identity && known.bytes == input.bytes;
    place && known.modified.is_some() && known.modified == input.modified
}

/// What could not even be listed, as a hash: it comes anew with each run.
pub fn listing(inputs: &Inputs) -> String {
    blake3::hash(format!("{:?}", inputs.rejects).as_bytes()).to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Place;

    fn inputs(files: &[(&str, i64)]) -> Inputs {
        let file = |(uri, modified): &(&str, i64)| Input {
            place: Place::Stdin,
            key: uri.to_string(),
            identity: uri.to_string(),
            uri: uri.to_string(),
            bytes: 1,
            modified: Some(*modified),
            named: None,
            depth: 0,
        };
        Inputs { files: files.iter().map(file).collect(), ..Inputs::default() }
    }

    fn state(files: &[(&str, i64)]) -> State {
        let inputs = inputs(files);
        let known = |input: &Input| state::Input {
            uri: input.uri.clone(),
            identity: input.identity.clone(),
            bytes: input.bytes,
            modified: input.modified,
            articles: 1,
            skipped: 0,
            plain: input.uri != "odd",
        };
        State { listing: listing(&inputs), inputs: inputs.files.iter().map(known).collect(), ..State::default() }
    }

    fn plan(before: &[(&str, i64)], now: &[(&str, i64)], prune: bool) -> Plan {
        Plan::new(&state(before), &inputs(now), How { prune, rebuild: false }, false)
    }

    #[test]
    fn the_same_files_are_nothing_to_do() {
        let all = [("a", 1), ("odd", 1), ("z", 1)];
        let same = plan(&all, &all, true);
        assert!(same.nothing);
        assert_eq!(same.known, [Some(0), None, Some(2)], "what is not plain is read again if anything is");
        assert!(!plan(&all, &[("z", 1), ("a", 1), ("odd", 1)], false).nothing, "rows stand in the order of the inputs");
    }

    #[test]
    fn new_changed_and_gone_files_are_told_apart() {
        let now = plan(&[("a", 1), ("b", 1), ("c", 1)], &[("a", 2), ("b", 1), ("bb", 1)], false);
        assert_eq!((now.new, now.changed, now.gone, now.nothing), (1, 1, 1, false));
        assert_eq!((now.known, now.kept), (vec![None, Some(1), None], vec![2]));
    }

    #[test]
    fn what_is_gone_is_work_only_if_it_is_to_go() {
        assert!(plan(&[("a", 1), ("b", 1)], &[("a", 1)], false).nothing);
        let pruned = plan(&[("a", 1), ("b", 1)], &[("a", 1)], true);
        assert_eq!((pruned.nothing, pruned.kept, pruned.gone), (false, vec![], 1));
    }
}
