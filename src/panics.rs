//! A panic in one article is that article's problem, not the run's.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// `Some` while a panic on this thread is to be noted down instead of printed.
    static NOTE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The result of `work`, or what it panicked with and where. Panics elsewhere are printed as ever.
pub fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let message = || {
                let words = words(info.payload());
                match info.location() {
                    Some(place) => format!("{words} ({}:{})", place.file(), place.line()),
                    None => words,
                }
            };
            let noted = NOTE.with_borrow_mut(|note| note.as_mut().map(|note| *note = message()).is_some());
            if !noted {
                loud(info);
            }
        }));
    });
    let outer = NOTE.replace(Some(String::new()));
    // What a panic may leave half done belongs to the one article, which is given up.
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    let note = NOTE.replace(outer).unwrap_or_default();
    // A panic passed on from another thread was noted nowhere.
    done.map_err(|payload| if note.is_empty() { words(payload.as_ref()) } else { note })
}

/// What a panic says.
fn words(payload: &(dyn Any + Send)) -> String {
    let words = payload.downcast_ref::<String>().map(String::as_str).or(payload.downcast_ref::<&str>().copied());
    words.unwrap_or("no message").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_sentence() {
        let words: Vec<&str> = Vec::new();
        let said = quietly(|| words[3].len()).unwrap_err();
        assert!(said.starts_with("index out of bounds") && said.contains("panics.rs:"), "{said}");
        assert_eq!(quietly(|| 7), Ok(7));
    }
}
