//! What servers say no with, in words that are the same in every run: no times, no request numbers, no addresses.

use std::error::Error as _;

use object_store::Error as Fault;

use super::Address;
use crate::error::Error;
use crate::read::refusal::Refusal;

pub const KEYS: &str =
    "the keys are taken from the environment (AWS_…, GOOGLE_…, AZURE_…): see docs/inputs.md, Remote inputs";

pub const GIVEN_UP: &str = "the server did not answer for many inputs in a row, so it was not asked for this one";

/// More of what a server says is not repeated.
const LONGEST: usize = 200;

/// What a server's no means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum No {
    Nothing,
    Forbidden,
    Changed,
    /// A name that the library will not have.
    Name,
    /// Some other answer that stays the same when asked again.
    Lasting,
    /// The server is gone, or not well.
    Passing,
}

fn no(fault: &Fault) -> No {
    match fault {
        Fault::NotFound { .. } => No::Nothing,
        Fault::PermissionDenied { .. } | Fault::Unauthenticated { .. } => No::Forbidden,
        Fault::Precondition { .. } | Fault::NotModified { .. } => No::Changed,
        Fault::InvalidPath { .. } => No::Name,
        // Of listings, the library hands on what the server said, but not as what.
        fault => match status(&cause(fault)) {
            Some(404) => No::Nothing,
            Some(401 | 403) => No::Forbidden,
            Some(408 | 429) | None => No::Passing,
            Some(400..500) => No::Lasting,
            Some(_) => No::Passing,
        },
    }
}

fn status(said: &str) -> Option<u16> {
    let (_, status) = said.split_once("status code: ")?;
    status.get(..3)?.parse().ok()
}

/// Whether the server is there and knows what it says.
pub fn is_answer(fault: &Fault) -> bool {
    no(fault) != No::Passing
}

/// Why an object that was listed cannot be read.
pub fn refusal(fault: &Fault) -> Refusal {
    match no(fault) {
        No::Nothing => Refusal::read("unreadable", "it was deleted since it was listed; run again"),
        No::Changed => changed(),
        No::Forbidden => {
            let detail = "it cannot be read: the server denies access to it; ask its owner for leave to read it";
            Refusal::read("unreadable", detail)
        }
        No::Name | No::Lasting | No::Passing => unreadable(&cause(fault)),
    }
}

pub fn unreadable(cause: &str) -> Refusal {
    Refusal::read("unreadable", format!("it cannot be read: {cause}; run again when the server is well"))
}

/// There is no such page, or not for us.
pub fn no_page(cause: &str) -> Refusal {
    Refusal::read("unreadable", format!("it cannot be read: {cause}; check the address"))
}

pub fn changed() -> Refusal {
    Refusal::read("changed", "the object changed since it was listed; run again when nothing writes to it")
}

/// Why what an argument names cannot be listed.
pub fn unlisted(address: &Address, fault: &Fault) -> Error {
    let message = |why: &str| format!("`{address}` cannot be listed: {why}");
    match no(fault) {
        No::Nothing => {
            Error::usage(message("there is no such bucket")).help("check its name, and the server's (AWS_ENDPOINT_URL)")
        }
        No::Forbidden => Error::usage(message("the server denies access")).help(KEYS),
        No::Name => Error::usage(message(&format!("a name in it is none ({})", cause(fault))))
            .help("name a folder below it; names with empty parts (`a//b`), `.` and `..` are not read"),
        No::Changed | No::Lasting | No::Passing => Error::failed(message(&cause(fault))).help(KEYS),
    }
}

/// The innermost cause: what is around it names times and addresses.
pub fn cause(fault: &Fault) -> String {
    let mut innermost: &dyn std::error::Error = fault;
    while let Some(next) = innermost.source() {
        innermost = next;
    }
    brief(&innermost.to_string())
}

/// The cause of what went wrong with a page.
pub fn of_page(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "the server is silent".to_owned();
    }
    let mut innermost = error.source();
    while let Some(next) = innermost.and_then(|cause| cause.source()) {
        innermost = Some(next);
    }
    innermost.map_or_else(|| "the connection failed".to_owned(), |cause| brief(&cause.to_string()))
}

fn brief(said: &str) -> String {
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_understood() {
        let generic = |said: &str| Fault::Generic { store: "S3", source: said.into() };
        let said = |status: &str| no(&generic(&format!("Server returned non-2xx status code: {status}: <Error>")));
        assert_eq!(said("404 Not Found"), No::Nothing);
        assert_eq!(said("403 Forbidden"), No::Forbidden);
        assert_eq!(said("416 Range Not Satisfiable"), No::Lasting);
        assert_eq!(said("503 Slow Down"), No::Passing);
        assert_eq!(no(&generic("Connection refused (os error 111)")), No::Passing);
        assert!(!is_answer(&generic("")));
    }

    #[test]
    fn long_answers_are_cut() {
        assert_eq!(brief(" <html>\n  gone </html>"), "<html> gone </html>");
        assert_eq!(brief(&"ü".repeat(300)).chars().count(), LONGEST + 1);
    }
}
