//! Which names of an article name the same: full names, surnames, first names, acronyms, other spellings.

use rustc_hash::FxHashMap;

use super::Known;
use super::families::{by_age, in_front};
use super::parts::{Named, acronym, first_name_gender, nickname, read, short_key};
use crate::analysis::EntityType;
use crate::extract::names::view::View;
use crate::extract::names::words::{Shape, phrase};
use crate::extract::names::{Flags, flag};
use crate::span::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    Male,
    Female,
}

/// What the properties of a word tell of whom it stands for.
pub(super) fn gender_of(flags: Flags) -> Option<Gender> {
    match (flags & flag::MALE != 0, flags & flag::FEMALE != 0) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}

/// "I", "our"
pub(crate) fn first_person(pronoun: &str) -> bool {
    let first = ["i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"];
    first.iter().any(|word| pronoun.eq_ignore_ascii_case(word))
}

/// All names of one person, organization, place …
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    /// Mentions of each of [`EntityType::ALL`].
    pub types: [u32; 8],
    /// Different forms, in text order.
    pub forms: Vec<(String, Span)>,
    pub gender: Option<Gender>,
    /// How much the first name's sound speaks for a woman (above 0) or a man; 0 where it says nothing.
    pub odds: f32,
    /// What the text says the person is: "professor".
    pub roles: Vec<String>,
    /// Found to be a thing on weak grounds.
    pub doubtful: bool,
    /// The cluster this one turned out to be.
    pub merged: Option<u32>,
}

/// Names and roles kept of one cluster.
const FORMS: usize = 24;
/// Mentions of what may be a person after all.
const SELDOM: u32 = 4;
/// Namesakes kept for one word.
const NAMESAKES: usize = 8;

pub(super) struct Clusters {
    pub all: Vec<Cluster>,
    /// For each mention its cluster (before following `merged`).
    pub of: Vec<Option<u32>>,
}

impl Clusters {
    /// The cluster that `number` has become.
    pub fn root(&self, number: u32) -> u32 {
        let mut at = number;
        while let Some(next) = self.all[at as usize].merged {
            at = next;
        }
        at
    }

    /// The same, and whoever is on the way there gets there in one step next time.
    fn shortened(&mut self, number: u32) -> u32 {
        let root = self.root(number);
        let mut at = number;
        while at != root {
            at = self.all[at as usize].merged.replace(root).unwrap_or(root);
        }
        root
    }

    pub fn entity_type(&self, number: u32) -> EntityType {
        let types = &self.all[number as usize].types;
        let best = (0..8).max_by_key(|at| (types[*at], 8 - at)).unwrap_or(7);
        EntityType::ALL[best]
    }

    pub fn merge(&mut self, a: u32, b: u32) {
        let (a, b) = (self.shortened(a), self.shortened(b));
        if a == b {
            return;
        }
        // The one that begins first stays: the order of the text holds.
        let (a, b) = (a.min(b), a.max(b));
        let moved = self.all[b as usize].clone();
        self.all[b as usize].merged = Some(a);
        self.all[b as usize].forms = Vec::new();
        let into = &mut self.all[a as usize];
        for (into, more) in into.types.iter_mut().zip(moved.types) {
            *into += more;
        }
        into.gender = into.gender.or(moved.gender);
        into.odds = if into.odds == 0.0 { moved.odds } else { into.odds };
        for form in moved.forms {
            add_form(&mut into.forms, form.0, form.1);
        }
        into.roles.extend(moved.roles);
        into.roles.truncate(FORMS);
    }
}

fn add_form(forms: &mut Vec<(String, Span)>, key: String, span: Span) {
    if forms.len() < FORMS && !forms.iter().any(|(old, _)| *old == key) {
        forms.push((key, span));
    }
}

/// The clusters of all names.
pub(super) fn find(view: &View, known: &Known) -> Clusters {
    let named = read(view);
    let mut builder = Builder {
        clusters: Clusters { all: Vec::new(), of: vec![None; view.found.mentions.len()] },
        exact: FxHashMap::default(),
        namesakes: FxHashMap::default(),
        acronyms: FxHashMap::default(),
        holders: FxHashMap::default(),
        named_in: FxHashMap::default(),
        older: FxHashMap::default(),
    };
    for name in named.iter().filter(|n| n.words > 1 || !n.person()) {
        builder.full(view, name);
    }
    // The order of the text again: a short form belongs to the latest who bears it, or else the first to come.
    let later = std::mem::take(&mut builder.namesakes);
    for name in &named {
        if name.words > 1 && name.person() {
            builder.remember(name);
        } else {
            builder.short(view, name, &later);
        }
    }
    for name in named.iter().filter(|name| name.person()) {
        if let Some(number) = builder.clusters.of[name.mention]
            && first_named(name, &builder.clusters.all[number as usize].forms)
        {
            let into = &mut builder.clusters.all[number as usize];
            into.gender = into.gender.or_else(|| known.given_name(name));
            // One name alone may be a family's.
            if name.words > 1 && into.odds == 0.0 {
                into.odds = known.model.genders.odds(&name.given);
            }
        }
    }
    super::aliases::merge(view, &named.iter().map(|n| n.mention).collect::<Vec<_>>(), &mut builder.clusters);
    let mut clusters = builder.clusters;
    doubt(view, known, &named, &mut clusters);
    clusters
}

/// Whether the name has a first name in it, given all forms of it: "Kelly" has none where "Ann Kelly" is meant.
fn first_named(name: &Named, forms: &[(String, Span)]) -> bool {
    let first = |form: &str| !form.contains(' ') || form.split(' ').next() == Some(&*name.first);
    name.words > 1 || !name.titled && !in_front(&name.first) && forms.iter().all(|(form, _)| first(form))
}

/// Finds clusters of things that may be persons after all: all their names are plain words on no list, and nothing before
/// them says what they are.
fn doubt(view: &View, known: &Known, named: &[Named], clusters: &mut Clusters) {
    let mut plain = vec![true; clusters.all.len()];
    for name in named {
        let Some(number) = clusters.of[name.mention].map(|number| clusters.root(number)) else { continue };
        let range = view.range(view.mention(name.mention).span);
        let capital = view.words[range.clone()].iter().all(|word| word.shape == Shape::Capital);
        let before = range.start.checked_sub(1).map(|at| &view.words[at]);
        let placed = before.is_some_and(|word| word.is(flag::INTO_PLACE | flag::DETERMINER) || word.key == "from");
        let first = known.first_name(&name.first).or_else(|| first_name_gender(&name.first));
        // "Justice Scalia" is as plain as "Scalia".
        let titled = range.len() > 1 && view.words[range.start].is(flag::TITLE);
        let own = &view.words[range.start + usize::from(titled)..range.end];
        let listed = !own.iter().all(|word| known.doubtful(&word.key));
        plain[number as usize] &= capital && range.len() <= 3 && !placed && (!listed || first.is_some());
        let into = &mut clusters.all[number as usize];
        if !name.person() {
            into.gender = into.gender.or(name.gender).or(first);
        }
    }
    for (number, plain) in plain.into_iter().enumerate() {
        let entity_type = clusters.entity_type(number as u32);
        let thing = matches!(
            entity_type,
            EntityType::Organization | EntityType::Place | EntityType::Other | EntityType::Product | EntityType::Work
        );
        // What an article names again and again, it says what it is.
        let into = &mut clusters.all[number];
        let seldom = into.gender.is_some() || into.types.iter().sum::<u32>() <= SELDOM;
        into.doubtful = plain && thing && seldom;
    }
}

struct Builder {
    clusters: Clusters,
    /// By whether it is a person, the story of persons named by one word, and key.
    exact: FxHashMap<(bool, u32, String), u32>,
    /// Persons named in full by (story, word), the latest last.
    namesakes: FxHashMap<(u32, String), Vec<u32>>,
    acronyms: FxHashMap<String, u32>,
    /// Whom a bare surname meant last, by (story, word).
    holders: FxHashMap<(u32, String), u32>,
    /// The paragraph in which a person was last named in full.
    named_in: FxHashMap<u32, u32>,
    /// Whether a person is somebody's parent or child.
    older: FxHashMap<u32, bool>,
}

impl Builder {
    fn add(&mut self, view: &View, name: &Named, cluster: Option<u32>) -> u32 {
        let number = cluster.unwrap_or_else(|| {
            self.clusters.all.push(Cluster {
                types: [0; 8],
                forms: Vec::new(),
                gender: None,
                odds: 0.0,
                roles: Vec::new(),
                doubtful: false,
                merged: None,
            });
            self.clusters.all.len() as u32 - 1
        });
        let into = &mut self.clusters.all[number as usize];
        into.types[name.entity_type as usize] += 1;
        into.gender = into.gender.or(name.gender);
        if name.person() {
            let told = first_name_gender(&name.first).filter(|_| first_named(name, &into.forms));
            into.gender = into.gender.or(told);
        }
        add_form(&mut into.forms, phrase(view.text, view.mention(name.mention).span), view.mention(name.mention).span);
        self.clusters.of[name.mention] = Some(number);
        if let Some(older) = name.older.filter(|_| name.words > 1) {
            self.older.entry(number).or_insert(older);
        }
        number
    }

    /// A name that stands by itself: persons with two words and more, all others.
    fn full(&mut self, view: &View, name: &Named) {
        let key = (name.person(), 0, name.key.to_string());
        let mut cluster = self.exact.get(&key).copied();
        let short =
            if name.person() { Some(format!("{} {}", nickname(&name.first), name.last)) } else { short_key(&name.key) };
        let short = short.map(|short| (name.person(), 0, short));
        if cluster.is_none() {
            cluster = short.as_ref().and_then(|short| self.exact.get(short).copied());
        }
        if cluster.is_none() && name.person() {
            cluster = self.initialled(name);
        }
        let fresh = cluster.is_none();
        let number = self.add(view, name, cluster);
        self.exact.entry(key).or_insert(number);
        if let Some(short) = short {
            self.exact.entry(short).or_insert(number);
        }
        if name.person() && fresh {
            self.remember(name);
        } else if !name.person()
            && let Some(letters) = acronym(view, view.mention(name.mention).span)
        {
            self.acronyms.entry(letters).or_insert(number);
        }
    }

    /// "J. Lee" for "Jane Lee", either first.
    fn initialled(&self, name: &Named) -> Option<u32> {
        let fits = |other: &str| {
            let one = name.first.chars().count() == 1 || other.chars().count() == 1;
            one && name.first.chars().next() == other.chars().next()
        };
        let namesakes = self.namesakes.get(&(name.story, name.last.to_string()))?;
        namesakes.iter().rev().copied().find(|number| {
            let forms = &self.clusters.all[*number as usize].forms;
            forms.iter().any(|(form, _)| {
                let first = form.split([' ', '-']).next().unwrap_or("").trim_end_matches('.');
                form.ends_with(&*name.last) && fits(first)
            })
        })
    }

    /// Notes that the parts of this full name now mean its bearer.
    fn remember(&mut self, name: &Named) {
        let Some(number) = self.clusters.of[name.mention] else { return };
        self.named_in.insert(number, name.paragraph);
        for part in [&name.last, &name.first] {
            let namesakes = self.namesakes.entry((name.story, part.to_string())).or_default();
            namesakes.retain(|other| *other != number);
            namesakes.push(number);
            if namesakes.len() > NAMESAKES {
                namesakes.remove(0);
            }
        }
    }

    /// A person named by one word, or another name that may be short for one.
    fn short(&mut self, view: &View, name: &Named, later: &FxHashMap<(u32, String), Vec<u32>>) {
        let own = self.clusters.of[name.mention];
        if !name.person() {
            // "EPA" where the Environmental Protection Agency is named.
            let one =
                name.words == 1 && view.words[view.range(view.mention(name.mention).span)].iter().all(|w| w.capital());
            if let (Some(own), Some(full), true) =
                (own, self.acronyms.get(&*name.key).copied(), one && name.key.len() > 1)
            {
                self.clusters.merge(own, full);
            } else if let (Some(own), EntityType::Other, Some(person)) =
                (own, name.entity_type, self.bearer(name, later))
            {
                self.clusters.merge(own, person);
            }
            return;
        }
        let single = (true, name.story + 1, name.key.to_string());
        let cluster = self.bearer(name, later).or_else(|| {
            let same = self.exact.get(&single).copied()?;
            let gender = self.clusters.all[same as usize].gender;
            (gender.is_none() || name.gender.is_none() || gender == name.gender).then_some(same)
        });
        let number = self.add(view, name, cluster);
        if cluster.is_none() {
            self.exact.insert(single, number);
        } else {
            self.holders.insert((name.story, name.last.to_string()), number);
        }
    }

    /// The person named in full whom this one word means: the latest, or else the first to come.
    fn bearer(&self, name: &Named, later: &FxHashMap<(u32, String), Vec<u32>>) -> Option<u32> {
        if name.words != 1 {
            return None;
        }
        let key = (name.story, name.last.to_string());
        let fits = |number: &u32| {
            let cluster = &self.clusters.all[*number as usize];
            cluster.gender.is_none() || name.gender.is_none() || cluster.gender == name.gender
        };
        let surname = |number: &u32| {
            let forms = &self.clusters.all[*number as usize].forms;
            forms.iter().any(|(form, _)| form.rsplit([' ', '-']).next() == Some(&*name.last))
        };
        let pick = |list: &[u32], back: bool| {
            let fitting: Vec<u32> = list.iter().copied().filter(fits).collect();
            let ordered: Vec<u32> = if back { fitting.into_iter().rev().collect() } else { fitting };
            ordered
                .iter()
                .copied()
                .find(surname)
                .or(ordered.first().copied().filter(|_| !name.titled || ordered.len() == 1))
        };
        if let Some(older) = name.older
            && let Some(number) = by_age(&[self.namesakes.get(&key), later.get(&key)], surname, &self.older, older)
        {
            return Some(number);
        }
        let before = self.namesakes.get(&key).and_then(|list| pick(list, true));
        // A relative named in full elsewhere does not take the surname from whom it has meant so far.
        let holder = self.holders.get(&key).copied().filter(fits);
        let before = match (before, holder) {
            (Some(latest), Some(holder)) if self.named_in.get(&latest) != Some(&name.paragraph) => Some(holder),
            _ => before,
        };
        before.or_else(|| later.get(&key).and_then(|list| pick(list, false)))
    }
}
