//! Names of families: where they stand in front, and which of two bearers is meant.

use rustc_hash::FxHashMap;

use crate::extract::names::words::{Shape, Word};
use crate::extract::names::{flags, known};

/// Family names that mostly stand in front of the first name, and are hardly first names themselves.
const IN_FRONT: &[&str] = &[
    "bae", "baek", "bai", "bui", "cai", "cao", "chen", "cheng", "choi", "cui", "dai", "deng", "ding", "dong", "duan",
    "duong", "fang", "feng", "gao", "gong", "guo", "hao", "hoang", "hou", "huang", "hwang", "jeong", "jia", "jiang",
    "kang", "kong", "kwon", "lai", "liang", "liao", "lin", "liu", "luo", "meng", "ngo", "nguyen", "peng", "pham",
    "phan", "qian", "qiao", "qin", "qiu", "shao", "shen", "shi", "tang", "tian", "tran", "wang", "wu", "xia", "xiao",
    "xie", "xiong", "xu", "xue", "yao", "yin", "yoon", "yuan", "zeng", "zhang", "zhao", "zheng", "zhong", "zhou",
    "zhu", "zou",
];

pub(super) fn in_front(name: &str) -> bool {
    IN_FRONT.binary_search(&name).is_ok()
}

/// Whether the word before a name makes its bearer the older of two, or the younger.
pub(super) fn older(before: &Word) -> Option<bool> {
    match &*before.key {
        "elder" | "older" | "father" | "mother" | "grandfather" | "grandmother" => Some(true),
        "younger" | "son" | "daughter" | "grandson" | "granddaughter" => Some(false),
        _ => None,
    }
}

/// "Meng Bingchun", whatever the finder of names takes it for.
pub(super) fn family_first(words: &[Word]) -> bool {
    let [family, first] = words else { return false };
    let plain = first.shape == Shape::Capital && flags(&first.key) == 0 && known(&first.key).is_none();
    family.capital() && in_front(&family.key) && plain && !first.key.ends_with("zhou")
}

/// "The elder Lee", of several in `lists` of whom it is so that one `bears` the name: whom the text calls a parent (`known`),
/// or else whoever is named first. `None` if there is but one.
pub(super) fn by_age(
    lists: &[Option<&Vec<u32>>],
    bears: impl Fn(&u32) -> bool,
    known: &FxHashMap<u32, bool>,
    older: bool,
) -> Option<u32> {
    let mut all: Vec<u32> = lists.iter().copied().flatten().flatten().copied().filter(bears).collect();
    all.sort_unstable();
    all.dedup();
    if all.len() < 2 {
        return None;
    }
    let said = all.iter().find(|number| known.get(number) == Some(&older));
    let mut rest = all.iter().filter(|number| known.get(number) != Some(&!older));
    said.or_else(|| if older { rest.next() } else { rest.next_back() }).copied()
}
