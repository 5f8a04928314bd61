//! Whom a description stands for: "the professor", "the company".

use super::candidates::Candidate;
use super::clusters::gender_of;
use super::speakers::pronoun_at;
use super::walk::{OPENING, Walk};
use crate::analysis::{EntityType, Mention};
use crate::extract::names::words::{Shape, Word};
use crate::extract::names::{flag, flags};

/// Sentences that "the company" reaches back.
const FIRM: u32 = 4;

impl Walk<'_, '_> {
    /// "the professor": whom the text called so; or else the speaker just before, if nothing speaks against it.
    pub(super) fn nominal(&self, number: usize, mention: &Mention, quotation: Option<u32>) -> Option<u32> {
        let view = self.view;
        let range = view.range(mention.span);
        let head = view.words[range.clone()].last()?;
        let first = &view.words[range.start];
        if let Some(cluster) = self.stated(range.end - 1, mention) {
            return Some(cluster);
        }
        if matches!(&*first.key, "his" | "her" | "its" | "our" | "their" | "my" | "your") || quotation.is_some() {
            return None;
        }
        let (story, paragraph) = (view.story(mention.sentence), view.paragraph(mention.sentence));
        if mention.entity_type == EntityType::Organization && !head.key.ends_with("er") {
            return self.organization(head, mention, story);
        }
        let all = &self.clusters.all;
        let called = |c: &Candidate, cluster: u32| {
            c.entity_type == EntityType::Person
                && all[cluster as usize].roles.iter().any(|role| same_role(role, &head.key))
        };
        if let Some(cluster) = self.memory.latest(story, mention.sentence, called) {
            return Some(cluster);
        }
        // A publisher may be either.
        if mention.entity_type == EntityType::Organization {
            return self.organization(head, mention, story);
        }
        let sentence = view.sentence(mention.sentence);
        let opens = range.start < sentence.start + OPENING
            && view.words[sentence.start..range.start].iter().all(|w| w.shape == Shape::Mark);
        if !opens && !self.is_source(number) {
            return None;
        }
        let speaker = self.memory.last_speaker(story, paragraph);
        let only = || self.memory.only_person(story, paragraph).filter(|_| self.is_source(number));
        let cluster = speaker.or_else(only)?;
        let into = &all[cluster as usize];
        let gender = gender_of(head.flags);
        let against = gender.is_some() && into.gender.is_some() && gender != into.gender;
        (!against && into.roles.iter().all(|role| akin(role, &head.key))).then_some(cluster)
    }

    /// Whom the tree says it is: "the mayor, Ann Lee", "Ann Lee is the mayor".
    fn stated(&self, head: usize, mention: &Mention) -> Option<u32> {
        let of_name = |name: usize| self.clusters.of[name].map(|c| self.clusters.root(c));
        let cluster = match (self.links.name(head), self.links.subject(head)) {
            (Some(name), _) => of_name(name),
            (None, Some(subject)) => match self.view.name_at(subject) {
                Some(name) => of_name(name),
                None => pronoun_at(self.view, self.view.words[subject].span).and_then(|at| self.settled[at]),
            },
            _ => self.next(head).and_then(of_name),
        }?;
        let person = |entity_type: EntityType| entity_type == EntityType::Person;
        (person(self.clusters.entity_type(cluster)) == person(mention.entity_type)).then_some(cluster)
    }

    /// The name behind a comma after the noun, with nothing but a title before it: "the owner, the baker Tom Lee,".
    fn next(&self, noun: usize) -> Option<usize> {
        let words = self.view.words;
        if words.get(noun + 1).is_none_or(|word| word.text != ",") {
            return None;
        }
        let start = noun + 2;
        let at = (start..words.len().min(start + 4)).find(|at| self.view.name_at(*at).is_some())?;
        let other = flag::VERB | flag::SAY | flag::AUXILIARY | flag::PREPOSITION | flag::CONJUNCTION;
        let title = |word: &Word| word.word() && !word.is(other);
        let name = self.view.name_at(at)?;
        let end = self.view.range(self.view.mention(name).span).end;
        let closed = words.get(end).is_none_or(|word| matches!(word.text, "," | "." | "”" | "—"));
        (words[start..at].iter().all(title) && closed).then_some(name)
    }

    /// "the university" for Duke University; "the company" for the last one that is no public body.
    fn organization(&self, head: &Word, mention: &Mention, story: u32) -> Option<u32> {
        let all = &self.clusters.all;
        let named = |c: &Candidate, cluster: u32| {
            c.entity_type == EntityType::Organization
                && all[cluster as usize].forms.iter().any(|(form, _)| form.split(' ').any(|w| w == head.key))
        };
        let firm = matches!(
            &*head.key,
            "company"
                | "firm"
                | "platform"
                | "app"
                | "manufacturer"
                | "retailer"
                | "corporation"
                | "automaker"
                | "carmaker"
                | "startup"
        );
        let private = |c: &Candidate, cluster: u32| {
            matches!(c.entity_type, EntityType::Organization | EntityType::Product)
                && c.quotation.is_none()
                && mention.sentence - c.sentence.min(mention.sentence) <= FIRM
                && !all[cluster as usize].forms.iter().any(|(form, _)| public(form))
        };
        let found = self.memory.latest(story, mention.sentence, named);
        found.or_else(|| firm.then(|| self.memory.latest(story, mention.sentence, private)).flatten())
    }
}

/// Whether a name is that of a public body or a school, no company.
fn public(name: &str) -> bool {
    name.split(' ').any(|word| {
        matches!(
            word,
            "university"
                | "ministry"
                | "department"
                | "party"
                | "court"
                | "congress"
                | "senate"
                | "house"
                | "committee"
                | "council"
                | "police"
                | "army"
                | "commission"
                | "union"
                | "agency"
                | "government"
                | "parliament"
                | "school"
                | "institute"
                | "nations"
                | "pentagon"
        )
    })
}

fn same_role(known: &str, asked: &str) -> bool {
    known == asked
        || known.trim_end_matches('.') == short_title(asked)
        || matches!((known, asked), ("chief" | "executive", "executive" | "chief" | "ceo") | ("ceo", "executive"))
        || matches!(
            (known, asked),
            ("attorney", "lawyer")
                | ("lawyer", "attorney")
                | ("sen.", "lawmaker")
                | ("rep.", "lawmaker" | "congressman" | "congresswoman")
        )
}

fn short_title(title: &str) -> &str {
    match title {
        "senator" => "sen",
        "governor" => "gov",
        "representative" => "rep",
        "professor" => "prof",
        "general" => "gen",
        "doctor" | "physician" => "dr",
        _ => title,
    }
}

/// Whether one person may be both: an account is a user and a creator; a senator is no professor.
fn akin(known: &str, asked: &str) -> bool {
    let account = |role: &str| flags(role) & flag::ACCOUNT_ROLE != 0;
    let plain = |role: &str| {
        matches!(
            role,
            "man"
                | "woman"
                | "resident"
                | "speaker"
                | "leader"
                | "expert"
                | "native"
                | "official"
                | "politician"
                | "candidate"
                | "nominee"
        )
    };
    same_role(known, asked) || account(known) && account(asked) || plain(asked) || plain(known)
}
