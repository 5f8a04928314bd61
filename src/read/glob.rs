//! A pattern such as `news/2024-*/**/*.txt`: the folder it starts from, and which paths below fit.

use std::ffi::OsStr;
use std::path::{MAIN_SEPARATOR_STR, Path, PathBuf, is_separator};

use ::glob::{MatchOptions, Pattern};

use crate::error::{Error, Result};

const OPTIONS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

#[derive(Debug)]
pub(super) struct Glob {
    /// The folder before the first part that is a pattern; empty for the working folder.
    pub root: PathBuf,
    whole: Pattern,
    /// The parts up to the first `**`, each for one level of folders.
    levels: Vec<Pattern>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    Match,
    /// Does not match itself, but something below may.
    MayHold,
    Outside,
}

impl Glob {
    /// `None` if the argument holds no pattern at all. A part that exists as it is written ("news [2024]") is a name.
    pub fn parse(argument: &str) -> Option<Result<Glob>> {
        let mut root = PathBuf::from(if argument.starts_with(is_separator) { MAIN_SEPARATOR_STR } else { "" });
        let mut parts = argument.split(is_separator).filter(|part| !part.is_empty()).peekable();
        while let Some(part) = parts.peek() {
            if part.contains(['*', '?', '[']) && root.join(part).symlink_metadata().is_err() {
                break;
            }
            root.push(part);
            parts.next();
        }
        let parts: Vec<&str> = parts.filter(|part| *part != ".").collect();
        (!parts.is_empty()).then(|| Glob::new(root, &parts).map_err(|cause| no_pattern(argument, cause)))
    }

    pub fn new(root: PathBuf, parts: &[&str]) -> Result<Glob, ::glob::PatternError> {
        let levels = parts.iter().take_while(|part| **part != "**").map(|part| Pattern::new(part));
        Ok(Glob { root, whole: Pattern::new(&parts.join("/"))?, levels: levels.collect::<Result<_, _>>()? })
    }

    /// So many levels of folders are told apart by the pattern.
    #[cfg(feature = "remote")]
    pub fn levels(&self) -> usize {
        self.levels.len()
    }

    /// Whether the path `relative` to the root, `depth` levels below it (1 for its own entries), fits.
    pub fn fit(&self, relative: &Path, depth: usize) -> Fit {
        let name = relative.file_name().unwrap_or(OsStr::new("")).to_string_lossy();
        if self.levels.get(depth.saturating_sub(1)).is_some_and(|level| !level.matches_with(&name, OPTIONS)) {
            Fit::Outside
        } else if self.whole.matches_with(&relative.to_string_lossy(), OPTIONS) {
            Fit::Match
        } else {
            Fit::MayHold
        }
    }
}

fn no_pattern(argument: &str, cause: ::glob::PatternError) -> Error {
    Error::usage(format!("`{}` does not exist, and is no valid pattern either", super::names::shown(argument)))
        .because(cause)
        .help("name files, folders or globs such as `news/**/*.txt`; `**` stands alone between two slashes")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(pattern: &str, path: &str) -> Fit {
        let glob = Glob::parse(pattern).unwrap().unwrap();
        glob.fit(Path::new(path), path.split('/').count())
    }

    #[test]
    fn the_root_is_what_comes_before_the_pattern() {
        let root = |pattern: &str| Glob::parse(pattern).unwrap().unwrap().root;
        assert_eq!(root("news/2024/*.txt"), Path::new("news/2024"));
        assert_eq!(root("/news//*/a.txt"), Path::new("/news"));
        assert_eq!(root("*.txt"), Path::new(""));
        assert!(Glob::parse("news/a.txt").is_none());
        assert!(Glob::parse("news/a**").unwrap().is_err());
    }

    #[test]
    fn levels_prune_what_cannot_match() {
        assert_eq!(fit("2024-*/a/*.txt", "2023-01"), Fit::Outside);
        assert_eq!(fit("2024-*/a/*.txt", "2024-01"), Fit::MayHold);
        assert_eq!(fit("2024-*/a/*.txt", "2024-01/a/b.txt"), Fit::Match);
        assert_eq!(fit("2024-*/a/*.txt", "2024-01/a/b.md"), Fit::Outside);
        assert_eq!(fit("*.txt", "a/b.txt"), Fit::MayHold);
        assert_eq!(fit("x/**/*.txt", "x/a/b/c.txt"), Fit::Match);
        assert_eq!(fit("*/**/*.txt", "x/c.txt"), Fit::Match);
    }

    #[test]
    fn hidden_names_must_be_spelt_out() {
        assert_eq!(fit("*", ".hidden"), Fit::Outside);
        assert_ne!(fit("**/*.txt", "a/.hidden.txt"), Fit::Match);
        assert_ne!(fit("**/*.txt", ".a/x.txt"), Fit::Match);
        assert_eq!(fit(".h*", ".hidden"), Fit::Match);
    }
}
