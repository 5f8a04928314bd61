//! Processes that are killed, that meet, and that read while others write.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::shim::{self, ended};
use super::*;

/// A generator of numbers that is the same every time (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % below
    }
}

#[test]
fn killed_at_any_time() {
    let (room, folder) = room();
    publish_old(&folder);
    let old = tree(&folder);
    publish_new(&folder).unwrap();
    let mut new = tree(&folder);
    new.retain(|name, _| !name.starts_with("notes"));
    fs::remove_dir_all(&folder).unwrap();
    publish_old(&folder);
    let since = std::time::Instant::now();
    assert_eq!(ended(shim::hand(room.path()).status().unwrap()), 0);
    let long = since.elapsed().as_micros() as u64;
    let mut dice = Dice(7);
    let (rounds, mut killed) = (if whole() { 2000 } else { 50 }, 0);
    for _ in 0..rounds {
        if !tree(&folder).contains_key("data/articles") {
            publish_old(&folder);
        }
        let mut child = shim::hand(room.path()).spawn().unwrap();
        thread::sleep(Duration::from_micros(dice.roll(long * 5 / 4)));
        let _ = child.kill();
        let code = ended(child.wait().unwrap());
        killed += usize::from(code != 0);
        let mut found = tree(&folder);
        found.retain(|name, _| !name.starts_with("notes"));
        assert!(found == new || differing(&found, &old).iter().all(|name| name.starts_with("notes")), "torn");
        assert_sound(&folder);
        if found == new {
            fs::remove_dir_all(&folder).unwrap();
            publish_old(&folder);
        }
    }
    publish_new(&folder).unwrap();
    assert_alone(&room);
    println!("{killed} of {rounds} killed, none torn");
}

#[test]
fn of_writers_that_meet_one_wins() {
    let (room, folder) = room();
    publish_old(&folder);
    let (rounds, mut codes) = (if whole() { 100 } else { 5 }, BTreeMap::new());
    for _ in 0..rounds {
        let writers: Vec<_> = (0..6).map(|_| shim::hand(room.path()).spawn().unwrap()).collect();
        let ends: Vec<i32> = writers.into_iter().map(|mut writer| ended(writer.wait().unwrap())).collect();
        assert!(ends.contains(&0) && ends.iter().all(|code| [0, 11].contains(code)), "{ends:?}");
        ends.into_iter().for_each(|code| *codes.entry(code).or_insert(0) += 1);
        assert_sound(&folder);
        assert_alone(&room);
    }
    println!("ends by exit code: {codes:?}");
}

/// What a data set has in this file; nothing if it has no such file.
fn holds<'t>(tree: &'t Tree, name: &str) -> Option<&'t Vec<u8>> {
    tree.get(name)?.as_ref()
}

/// A file is always whole, and who reads the manifest before and after has files of one data set.
#[test]
fn readers_see_one_data_set_or_the_other() {
    let (_room, folder) = room();
    let (_other, second) = self::room();
    publish_old(&folder);
    publish_new(&folder).unwrap();
    publish_old(&second);
    let known = [tree(&folder), tree(&second)];
    let over = AtomicBool::new(false);
    let publications = if whole() { 2000 } else { 30 };
    let read = |name: &str| fs::read(folder.join(name)).ok();
    let (whole, straddling) = thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    let (mut whole, mut straddling) = (0, 0);
                    while !over.load(Ordering::Relaxed) {
                        let before = read("dataset.json");
                        let names: Vec<&String> = known[0].keys().filter(|name| name.contains('.')).collect();
                        let files: Vec<_> = names.iter().map(|name| read(name)).collect();
                        let same = before == read("dataset.json") && before.is_some();
                        for (name, file) in names.iter().zip(&files) {
                            let possible = known.iter().any(|tree| holds(tree, name) == file.as_ref());
                            assert!(possible || file.is_none() && !same, "{name} is torn");
                        }
                        let one = |tree: &Tree| {
                            names.iter().zip(&files).all(|(name, file)| holds(tree, name) == file.as_ref())
                        };
                        assert!(!same || known.iter().any(one), "files of two data sets");
                        *(if same { &mut whole } else { &mut straddling }) += 1;
                        thread::sleep(Duration::from_millis(1));
                    }
                    (whole, straddling)
                })
            })
            .collect();
        for number in 0..publications {
            let done = if number % 2 == 0 { publish(&folder, &[plain("old", 4)]) } else { publish_new(&folder) };
            done.unwrap();
        }
        over.store(true, Ordering::Relaxed);
        let counts = readers.into_iter().map(|reader| reader.join().unwrap());
        counts.fold((0, 0), |sum, own| (sum.0 + own.0, sum.1 + own.1))
    });
    println!(
        "{publications} publications: {whole} readings of one data set, {straddling} begun in one and ended in the next"
    );
}
