//! Parts of objects, fetched ahead in the order in which they will be read.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use object_store::{Attribute, GetOptions, GetRange, ObjectMeta};
use tokio::task::JoinHandle;

use super::object::{Part, Source, What};
use super::{PART, PARTS, fault, web};
use crate::read::refusal::Refusal;
use crate::read::{Input, Place};

#[derive(Debug)]
pub struct Ahead {
    objects: Vec<Arc<What>>,
    line: Mutex<Line>,
}

/// A part: which object, and which of its parts.
type At = (usize, u64);

#[derive(Debug, Default)]
struct Line {
    waiting: VecDeque<(At, JoinHandle<Result<Part, Refusal>>)>,
    /// What is to be fetched next.
    next: At,
}

/// Puts all remote files in line, so that while one is read the next are fetched.
pub fn in_turn(files: &mut [Input]) {
    let objects = |input: &Input| match &input.place {
        Place::Remote(object) => Some(Arc::clone(object.what())),
        _ => None,
    };
    let ahead = Arc::new(Ahead::new(files.iter().filter_map(objects).collect()));
    let mut turn = 0;
    for input in files {
        if let Place::Remote(object) = &mut input.place {
            object.stand(&ahead, turn);
            turn += 1;
        }
    }
}

impl Ahead {
    pub(super) fn new(objects: Vec<Arc<What>>) -> Self {
        Ahead { objects, line: Mutex::default() }
    }

    /// Waits for a part, and begins to fetch those that follow. Whoever asks out of turn is served too, only later.
    pub(super) fn part(&self, turn: usize, part: u64) -> Result<Part, Refusal> {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        // Of an object that was not read to its end, the other parts are not wanted.
        while line.waiting.front().is_some_and(|(at, _)| *at < (turn, part)) {
            if let Some((_, unwanted)) = line.waiting.pop_front() {
                unwanted.abort();
            }
        }
        if line.waiting.front().is_none_or(|(at, _)| *at != (turn, part)) {
            line.waiting.drain(..).for_each(|(_, unwanted)| unwanted.abort());
            line.next = (turn, part);
        }
        while line.waiting.len() < PARTS
            && let Some((at, what)) = self.from(line.next)
        {
            line.next = (at.0, at.1 + 1);
            let Some(question) = what.clients.begin(fetch(Arc::clone(what), at.1)) else { break };
            line.waiting.push_back((at, question));
        }
        let (clients, first) = (&self.objects[turn].clients, line.waiting.pop_front());
        match first.and_then(|(_, question)| clients.wait(question)) {
            Some(Ok(part)) => part,
            Some(Err(_)) | None => Err(fault::unreadable("fetching it broke off")),
        }
    }

    /// The first part there is from `at` on.
    fn from(&self, at: At) -> Option<(At, &Arc<What>)> {
        let (turn, part) = at;
        let same = self.objects.get(turn)?;
        if part < same.parts() {
            return Some((at, same));
        }
        let rest = self.objects[turn + 1..].iter().position(|what| what.parts() > 0)?;
        Some(((turn + 1 + rest, 0), &self.objects[turn + 1 + rest]))
    }
}

async fn fetch(what: Arc<What>, part: u64) -> Result<Part, Refusal> {
    match &what.source {
        Source::Stored { bucket, location, size, tag, written } => {
            let range = part * PART..(*size).min((part + 1) * PART);
            let Some(store) = bucket.store() else { return Err(fault::unreadable(fault::GIVEN_UP)) };
            let question = async {
                let range = Some(GetRange::Bounded(range));
                let options = GetOptions { range, if_match: tag.clone(), ..GetOptions::default() };
                let answer = store.get_opts(location, options).await?;
                let same = answer.meta.size == *size && is_same(&answer.meta, tag.as_deref(), *written);
                let kind = answer.attributes.get(&Attribute::ContentType).map(|kind| kind.as_ref().to_owned());
                Ok((same, kind, answer.bytes().await?))
            };
            match bucket.heard(question.await) {
                Ok((true, kind, bytes)) => Ok(Part { bytes: bytes.into(), kind, rest: None }),
                Ok((false, ..)) => Err(fault::changed()),
                Err(error) => Err(fault::refusal(&error)),
            }
        }
        Source::Page { host, url } => web::fetch(&what.clients.web, host, url).await,
    }
}

/// Whether an object is still the one that was listed. Not every server knows tags, or says when.
fn is_same(now: &ObjectMeta, tag: Option<&str>, written: i64) -> bool {
    match (now.e_tag.as_deref(), tag) {
        (Some(now), Some(tag)) => now == tag,
        _ => now.last_modified.timestamp() == 0 || now.last_modified.timestamp() == written,
    }
}
