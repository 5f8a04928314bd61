//! The power fails after any file operation of a publication: the old or the new data set is there, whole, and once the
//! run has ended it is the new one. Without any one of its syncs that is not so, which shows that the test would see it.

use std::collections::BTreeSet;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::disk::{Disk, Loss, below};
use super::shim::{self, Operation, Orders};
use super::*;

struct Recorded {
    before: Tree,
    old: Tree,
    new: Tree,
    operations: Vec<Operation>,
    /// Whether there is a moment without a data set.
    gap: bool,
}

fn record(first: bool, exchange: bool) -> Recorded {
    let (room, folder) = room();
    if !first {
        publish_old(&folder);
    }
    let before = tree(room.path());
    let log = tempfile::NamedTempFile::new().unwrap();
    let mut hand = shim::hand(room.path());
    let hand = shim::with_shim(&mut hand, room.path(), Orders { log: Some(log.path()), ..Orders::default() });
    if !exchange {
        hand.env("QF_NO_EXCHANGE", "1");
    }
    assert_eq!(shim::ended(hand.status().unwrap()), 0);
    let operations = shim::operations(log.path());
    let mut disk = Disk::with(&before);
    for operation in &operations {
        disk.apply(operation);
    }
    let after = tree(room.path());
    assert!(disk.after(Loss::Nothing) == after, "the model is not the disk");
    let (old, new) = (below(&before, "output"), below(&after, "output"));
    Recorded { before, old, new, operations, gap: first || !exchange }
}

/// What tells states apart.
fn digest(state: &Tree) -> [u8; 32] {
    let mut sha256 = Sha256::new();
    for (name, content) in state {
        // A name has no 0 in it, and a length says where bytes end.
        sha256.update(name);
        sha256.update([0, u8::from(content.is_some())]);
        let bytes = content.as_deref().unwrap_or_default();
        sha256.update(bytes.len().to_le_bytes());
        sha256.update(bytes);
    }
    sha256.finalize().into()
}

/// The states after a loss of power, each once, and what is wrong with them.
fn replay(recorded: &Recorded, operations: &[Operation]) -> (Vec<Tree>, Vec<String>, usize) {
    let mut disk = Disk::with(&recorded.before);
    let (mut seen, mut states, mut wrong, mut tried) = (BTreeSet::new(), Vec::new(), Vec::new(), 0);
    let mut replace = |disk: &Disk, at: usize, last: bool| {
        let losses = [Loss::Nothing, Loss::Data, Loss::Names, Loss::Both];
        for loss in losses.into_iter().chain(disk.folders().map(Loss::NamesIn)) {
            tried += 1;
            let state = disk.after(loss);
            if !seen.insert((digest(&state), last)) {
                continue;
            }
            let found = below(&state, "output");
            let there = found == recorded.new || !last && (found == recorded.old || recorded.gap && found.is_empty());
            if !there {
                let what = differing(&found, if last { &recorded.new } else { &recorded.old });
                let after = operations.get(at).map_or(String::new(), |op| format!("{} {}", op.name, op.path));
                wrong.push(format!("{loss:?} after operation {at} ({after}): these differ: {what:?}"));
            }
            states.push(state);
        }
    };
    replace(&disk, 0, false);
    for (at, operation) in operations.iter().enumerate() {
        if disk.apply(operation) {
            replace(&disk, at, false);
        }
    }
    // The run has ended with 0.
    replace(&disk, operations.len(), true);
    (states, wrong, tried)
}

fn survives(recorded: &Recorded) -> (usize, usize) {
    let (states, wrong, tried) = replay(recorded, &recorded.operations);
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
    let n = states.len();
    // And the next run finds its way, from each of them.
    let wrong: Vec<String> = states
        .into_par_iter()
        .filter_map(|state| {
            let (room, folder) = room();
            // The log has no process ids.
            let staged = |(name, content): (&String, &Option<Vec<u8>>)| {
                (name.replace(".quotient-", ".quotient-4000001"), content.clone())
            };
            plant(room.path(), &state.iter().map(staged).collect());
            let published = publish_new(&folder).err().map(|error| error.to_string());
            let left = sweep::beside(room.path(), &["output"]);
            let differing: Vec<String> = differing(&tree(&folder), &recorded.new).into_iter().cloned().collect();
            let fine = published.is_none() && left.is_empty() && differing.iter().all(|name| name.starts_with("notes"));
            (!fine).then(|| format!("{published:?} {left:?} {differing:?} from {:?}", state.keys()))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    (n, tried)
}

#[test]
fn power_may_fail_after_any_operation() {
    if shim::shim().is_none() {
        return;
    }
    for (what, first, exchange) in
        [("exchanged", false, true), ("moved aside", false, false), ("the first", true, true)]
    {
        let recorded = record(first, exchange);
        let (states, tried) = survives(&recorded);
        println!("{what}: {} operations, {tried} losses, {states} different states", recorded.operations.len());
    }
}

/// Each sync left out in turn: a test that cannot see it would prove nothing.
#[test]
fn no_sync_can_be_left_out() {
    if shim::shim().is_none() {
        return;
    }
    let recorded = record(false, true);
    let syncs: BTreeSet<&str> =
        recorded.operations.iter().filter(|op| op.name == "sync").map(|op| op.path.as_str()).collect();
    let missed: Vec<&&str> = syncs
        .par_iter()
        .filter(|path| {
            let without = |operation: &&Operation| operation.name != "sync" || operation.path != **path;
            let operations: Vec<Operation> = recorded.operations.iter().filter(without).cloned().collect();
            replay(&recorded, &operations).1.is_empty()
        })
        .collect();
    println!("{} of {} syncs left out were noticed", syncs.len() - missed.len(), syncs.len());
    assert!(missed.is_empty(), "nobody notices that these are not synced: {missed:?}");
}
