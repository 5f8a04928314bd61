//! All objects below a prefix, listed folder by folder in parallel, and which of them are wanted.

use std::collections::BTreeSet;

use futures_util::stream::{FuturesUnordered, StreamExt as _, TryStreamExt as _};
use object_store::path::Path;
use object_store::{ObjectMeta, Result};

use super::AT_ONCE;
use super::bucket::Bucket;
use crate::read::glob::{Fit, Glob};

/// Folders are told apart so deep, as long as they are few; what is below each is listed in one go.
const LEVELS: usize = 3;
const FEW: usize = 8;

/// More folders beside each other are quicker listed in one go than each by itself.
const MANY: usize = 1000;

/// What is below a prefix.
#[derive(Debug, Default)]
pub struct Below {
    /// In the order of the bytes of their names.
    pub objects: Vec<ObjectMeta>,
    /// Paths of hidden objects and folders, each folder once.
    pub hidden: BTreeSet<String>,
}

/// A question to the server.
enum Ask {
    /// The objects and folders in this folder, so many levels below the first.
    Level(Path, usize),
    /// All objects below this folder.
    All(Path),
}

struct Answer {
    asked: Ask,
    objects: Vec<ObjectMeta>,
    folders: Vec<Path>,
}

/// All below `root`, or what of it fits `glob`.
pub async fn below(bucket: &Bucket, root: &Path, glob: Option<&Glob>) -> Result<Below> {
    let sieve = Sieve { root, glob };
    let mut found = Below::default();
    let mut waiting = vec![Ask::Level(root.clone(), 0)];
    let mut asked = FuturesUnordered::new();
    loop {
        while asked.len() < AT_ONCE
            && let Some(ask) = waiting.pop()
        {
            asked.push(answer(bucket, ask));
        }
        let Some(answer) = asked.next().await else { break };
        let Answer { asked, objects, mut folders } = answer?;
        folders.retain(|folder| sieve.keep(folder, true, &mut found.hidden));
        match asked {
            Ask::Level(folder, _) if folders.len() > MANY => {
                waiting.push(Ask::All(folder));
                continue;
            }
            Ask::Level(_, depth) => {
                // A pattern of several levels leaves out folders on each.
                let sieved = glob.is_some_and(|glob| depth + 1 < glob.levels());
                let by_level = sieved || folders.len() <= FEW && depth + 1 < LEVELS;
                let ask = |folder| if by_level { Ask::Level(folder, depth + 1) } else { Ask::All(folder) };
                waiting.extend(folders.into_iter().map(ask));
            }
            Ask::All(_) => {}
        }
        found.objects.extend(objects.into_iter().filter(|one| {
            // Tools mark an empty folder with an empty object; the slash at its end is lost by now.
            let marks_a_folder = one.size == 0 && one.location.filename().is_none_or(|name| !name.contains('.'));
            !marks_a_folder && sieve.keep(&one.location, false, &mut found.hidden)
        }));
    }
    found.objects.sort_by(|a, b| a.location.cmp(&b.location));
    found.objects.dedup_by(|a, b| a.location == b.location);
    Ok(found)
}

async fn answer(bucket: &Bucket, asked: Ask) -> Result<Answer> {
    let Some(store) = bucket.store() else {
        return Err(object_store::Error::Generic { store: "remote", source: super::fault::GIVEN_UP.into() });
    };
    let some = |folder: &Path| (!folder.is_root()).then(|| folder.clone());
    let answer = match &asked {
        Ask::Level(folder, _) => {
            store.list_with_delimiter(some(folder).as_ref()).await.map(|list| (list.objects, list.common_prefixes))
        }
        Ask::All(folder) => store.list(some(folder).as_ref()).try_collect().await.map(|objects| (objects, Vec::new())),
    };
    let (objects, folders) = bucket.heard(answer)?;
    Ok(Answer { asked, objects, folders })
}

/// Decides by the same rules as for folders on this machine.
struct Sieve<'s> {
    root: &'s Path,
    glob: Option<&'s Glob>,
}

impl Sieve<'_> {
    /// Whether an object is wanted, or a folder may hold such; what is hidden is noted.
    fn keep(&self, path: &Path, is_folder: bool, hidden: &mut BTreeSet<String>) -> bool {
        let Some(relative) = relative(self.root, path) else { return false };
        let mut inside = self.glob.is_none();
        let ends = relative.match_indices('/').map(|(at, _)| at).chain([relative.len()]);
        let mut start = 0;
        for (depth, end) in (1..).zip(ends) {
            let whole = end == relative.len();
            if let Some(glob) = self.glob.filter(|_| !inside) {
                match glob.fit(relative[..end].as_ref(), depth) {
                    Fit::Match => inside = true,
                    Fit::MayHold if !whole || is_folder => {}
                    Fit::MayHold | Fit::Outside => return false,
                }
            } else if relative[start..].starts_with('.') {
                let path = path.as_ref();
                hidden.insert(path[..path.len() - relative.len() + end].to_owned());
                return false;
            }
            start = end + 1;
        }
        true
    }
}

/// The path below `root`; `None` if it is not below.
pub fn relative<'p>(root: &Path, path: &'p Path) -> Option<&'p str> {
    let below = match root.as_ref() {
        "" => path.as_ref(),
        root => path.as_ref().strip_prefix(root)?.strip_prefix('/')?,
    };
    (!below.is_empty()).then_some(below)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept<'p>(root: &str, pattern: &[&str], paths: &[&'p str]) -> (Vec<&'p str>, Vec<String>) {
        let glob = (!pattern.is_empty()).then(|| Glob::new("".into(), pattern).unwrap());
        let root = Path::parse(root).unwrap();
        let (sieve, mut hidden) = (Sieve { root: &root, glob: glob.as_ref() }, BTreeSet::new());
        let kept = paths.iter().filter(|path| sieve.keep(&Path::parse(path).unwrap(), false, &mut hidden));
        (kept.copied().collect(), hidden.into_iter().collect())
    }

    #[test]
    fn the_rules_are_those_of_folders() {
        let paths =
            ["n/2023/b.txt", "n/2024/.h.txt", "n/2024/a.txt", "n/2024/x/d.md", "n/.git/a.txt", "n/.git/b.txt", "o/f"];
        assert_eq!(kept("n", &[], &paths).0, ["n/2023/b.txt", "n/2024/a.txt", "n/2024/x/d.md"]);
        assert_eq!(kept("n", &[], &paths).1, ["n/.git", "n/2024/.h.txt"]);
        assert_eq!(kept("n", &["202?", "*.txt"], &paths).0, ["n/2023/b.txt", "n/2024/a.txt"]);
        assert_eq!(kept("n", &["**", "*.md"], &paths).0, ["n/2024/x/d.md"]);
        assert_eq!(kept("n", &["2024"], &paths).0, ["n/2024/a.txt", "n/2024/x/d.md"]);
        assert_eq!(kept("n", &["2024"], &paths).1, ["n/2024/.h.txt"]);
        assert_eq!(kept("", &["*"], &["o/f", ".x"]).0, ["o/f"]);
        // A name that begins as the folder's does is not in it.
        assert_eq!(kept("n", &[], &["n2/a.txt", "n"]).0, [""; 0]);
    }
}
