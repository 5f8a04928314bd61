use std::fs;

use tempfile::TempDir;

use super::super::Options;
use super::*;
use crate::article::Article;
use crate::error::Kind;

/// A folder of files, each holding a sentence with its own name.
fn folder(names: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("This is {name}.")).unwrap();
    }
    folder
}

fn find(folder: &TempDir, arguments: &[&str]) -> Inputs {
    let full = |name: &&str| folder.path().join(name).to_str().unwrap().to_owned();
    discover(&arguments.iter().map(full).collect::<Vec<_>>()).unwrap()
}

fn read_all(inputs: &Inputs) -> Vec<Result<Article, Reject>> {
    super::super::articles(inputs, &Options::default())
}

fn keys(inputs: &Inputs) -> Vec<&str> {
    inputs.files.iter().map(|file| file.key.as_str()).collect()
}

fn skipped(inputs: &Inputs) -> Vec<(&str, &'static str)> {
    let name = |uri: &'_ str| uri.rfind('/').map_or(0, |slash| slash + 1);
    inputs.skipped.iter().map(|one| (&one.uri[name(&one.uri)..], one.reason)).collect()
}

fn usage_error(arguments: &[&str]) -> String {
    let error = discover(&arguments.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()).unwrap_err();
    assert_eq!(error.kind, Kind::Usage);
    assert!(error.help.is_some(), "no remedy: {error}");
    error.to_string()
}

#[test]
fn a_folder_with_all_below_it_in_byte_order() {
    let folder = folder(&["b.txt", "a/z.md", "a-b/x.txt", "a/b/c.txt.gz", "é.txt", "NOTE", ".x.txt", ".git/a.txt"]);
    let inputs = find(&folder, &[""]);
    assert_eq!(keys(&inputs), ["NOTE", "a-b/x", "a/b/c", "a/z", "b", "é"]);
    assert_eq!(skipped(&inputs), [(".git", "hidden"), (".x.txt", "hidden")]);
    let z = &inputs.files[3];
    assert_eq!((z.identity.as_str(), z.named, z.bytes), ("a/z.md", Some(Format::Markdown), 15));
    assert_eq!(z.uri, folder.path().join("a/z.md").to_str().unwrap());
}

#[test]
fn several_arguments_keep_equal_names_apart() {
    let folder = folder(&["north/a.txt", "south/a.txt", "c.txt"]);
    let inputs = find(&folder, &["south", "north", "c.txt"]);
    let root = folder.path().to_str().unwrap();
    let key = |name: &str| format!("{}/{name}", &root[1..]);
    assert_eq!(keys(&inputs), [key("south/a"), key("north/a"), key("c")]);
    assert_eq!(inputs.files[1].identity, format!("{root}/north/a.txt"));
    assert_eq!(keys(&find(&folder, &["c.txt"])), ["c"]);
}

#[test]
fn globs_are_relative_to_what_comes_before_them() {
    let folder = folder(&["n/2024/a.txt", "n/2024/.h.txt", "n/2023/b.txt", "n/2024/x/d.md", "n [1]/e.txt", "o/f.txt"]);
    assert_eq!(keys(&find(&folder, &["n/202?/*.txt"])), ["2023/b", "2024/a"]);
    assert_eq!(keys(&find(&folder, &["n/**/*.md"])), ["2024/x/d"]);
    assert_eq!(keys(&find(&folder, &["*"])), ["n [1]/e", "n/2023/b", "n/2024/a", "n/2024/x/d", "o/f"]);
    assert_eq!(keys(&find(&folder, &["n/**/*"])), ["2023/b", "2024/a", "2024/x/d"]);
    assert_eq!(keys(&find(&folder, &["n/**"])), ["2023/b", "2024/a", "2024/x/d"]);
    assert_eq!(keys(&find(&folder, &["n/2024/.*.txt"])), [".h"]);
    // A folder that exists as it is written is no pattern.
    assert_eq!(keys(&find(&folder, &["n [1]"])), ["e"]);
    assert_eq!(keys(&find(&folder, &["n [1]/*.txt"])), ["e"]);
    assert_eq!(skipped(&find(&folder, &["n/202*"])), [(".h.txt", "hidden")]);
}

#[test]
fn content_decides_where_endings_do_not() {
    let folder = folder(&["letter.nws", "list.yaml", "photo.jpg.txt"]);
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01");
    write("paper.pdf", b"%PDF-1.7\n");
    write("table.dat", &[0, 1, 2, 3, 250, 0, 1, 2, 200, 0]);
    write("broken.gz", b"\x1f\x8b\x08\0\0");
    let inputs = find(&folder, &[""]);
    assert_eq!(keys(&inputs), ["broken", "letter.nws", "photo.jpg"]);
    let found = [
        ("list.yaml", "other_format"),
        ("paper.pdf", "not_text"),
        ("photo.jpg", "not_text"),
        ("table.dat", "not_text"),
    ];
    assert_eq!(skipped(&inputs), found);

    // Named, they are mistakes to tell the user about.
    let inputs = find(&folder, &["paper.pdf", "list.yaml"]);
    assert_eq!(inputs.rejects[0].reason, "unsupported_format");
    let rejects: Vec<_> = read_all(&inputs).into_iter().filter_map(Result::err).collect();
    assert_eq!(rejects[1].reason, "not_text");
    assert!(rejects[1].detail.contains("PDF"));
}

#[test]
fn what_does_not_exist_is_a_usage_error() {
    assert!(usage_error(&["no/such/folder"]).contains("`no/such/folder` does not exist"));
    assert!(usage_error(&["no/such/*.txt"]).contains("nothing matches"));
    assert!(usage_error(&["a**b\u{1b}"]).contains("`a**b\\u{1b}`"));
    assert!(usage_error(&["Cargo.toml/"]).contains("does not exist"));
    usage_error(&[""]);
    usage_error(&[]);
    usage_error(&["-", "-"]);
}

#[test]
fn standard_input_has_a_place_of_its_own() {
    let inputs = discover(&["-".to_owned()]).unwrap();
    let input = &inputs.files[0];
    assert_eq!((input.key.as_str(), input.uri.as_str(), &input.place), ("stdin", "-", &Place::Stdin));
}

#[test]
fn many_files_need_few_handles() {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..3000 {
        fs::write(folder.path().join(format!("{n:04}")), "Short.").unwrap();
    }
    let inputs = find(&folder, &[""]);
    assert_eq!(inputs.files.len(), 3000);
    // More at a time would run into the usual limit of 1024.
    let open = || fs::read_dir("/proc/self/fd").map_or(0, Iterator::count);
    let before = open();
    let (mut held, mut most) = (Vec::new(), 0);
    for input in &inputs.files {
        let flow = super::super::read(input, &Options::default(), &mut |outcome| {
            held.push(outcome);
            std::ops::ControlFlow::Continue(())
        });
        assert!(flow.is_continue());
        most = if held.len() % 500 == 0 { most.max(open()) } else { most };
    }
    assert!(most <= before + 100, "{before} handles became {most}");
    assert!(held.len() == 3000 && held.iter().all(|one| matches!(one, super::super::Outcome::Article(_))));
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;

    use rustix::fs::{CWD, Mode, mkfifoat};

    use super::*;

    #[test]
    fn special_files_are_never_opened() {
        let folder = folder(&["a.txt", "sub/b.txt"]);
        let path = |name: &str| folder.path().join(name);
        mkfifoat(CWD, path("pipe.txt"), Mode::RWXU).unwrap();
        let _listener = UnixListener::bind(path("door")).unwrap();
        symlink(path("a.txt"), path("link.txt")).unwrap();
        symlink(folder.path(), path("sub/loop")).unwrap();
        symlink("nowhere", path("dangling")).unwrap();
        let inputs = find(&folder, &[""]);
        assert_eq!(keys(&inputs), ["a", "sub/b"]);
        let all = [
            ("dangling", "symlink"),
            ("door", "socket"),
            ("link.txt", "symlink"),
            ("pipe.txt", "fifo"),
            ("loop", "symlink"),
        ];
        assert_eq!(skipped(&inputs), all);
        assert_eq!(skipped(&find(&folder, &["*.txt"])), [("link.txt", "symlink"), ("pipe.txt", "fifo")]);

        assert_eq!(skipped(&find(&folder, &["pipe.txt"])), [("pipe.txt", "fifo")]);
        assert_eq!(skipped(&discover(&["/dev/null".to_owned()]).unwrap()), [("null", "device")]);
        // Named itself, a link is what it points to.
        assert_eq!(keys(&find(&folder, &["link.txt"])), ["link"]);
        assert_eq!(keys(&find(&folder, &["sub/loop"])), ["a", "sub/b"]);
        let all = [folder.path().to_str().unwrap().to_owned()];
        let followed = discover_with(&all, &Options { follow: true, ..Options::default() }).unwrap();
        assert_eq!(keys(&followed), ["a", "link", "sub/b"]);
        assert!(skipped(&followed).contains(&("loop", "loop")), "{:?}", followed.skipped);
        assert!(usage_error(&[path("dangling").to_str().unwrap()]).contains("points to `nowhere`"));
    }

    #[test]
    fn odd_names_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let long = [&[b'n'; 251][..], b".txt"].concat();
        let names: [&[u8]; 6] = [b"line\nbreak.txt", b"caf\xe9.txt", b"caf\xe8.txt", &long, b"-r.txt", b"-"];
        for name in names {
            if fs::write(folder.path().join(OsStr::from_bytes(name)), "A short report.").is_err() {
                eprintln!("this file system refuses the name {}", name.escape_ascii());
            }
        }
        let inputs = find(&folder, &[""]);
        let written = fs::read_dir(folder.path()).unwrap().count();
        let articles: Vec<_> = read_all(&inputs).into_iter().map(Result::unwrap).collect();
        assert_eq!(articles.len(), written);
        assert!(articles.iter().any(|article| article.key == "line\nbreak"));
        let mut ids: Vec<_> = articles.iter().map(|article| article.id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), written);
        assert_eq!(keys(&find(&folder, &["caf?.txt"])).len(), 2);
    }

    #[test]
    fn what_cannot_be_read_does_not_stop_the_rest() {
        let folder = folder(&["a.txt", "closed/b.txt", "c.txt"]);
        let close =
            |name: &str| fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(0o000)).unwrap();
        close("closed");
        close("c.txt");
        if fs::read_dir(folder.path().join("closed")).is_ok() {
            eprintln!("skipped: this user may read everything");
            return;
        }
        let inputs = find(&folder, &[""]);
        let outcomes = read_all(&inputs);
        let reasons: Vec<_> =
            outcomes.iter().map(|one| one.as_ref().map_or_else(|reject| reject.reason, |_| "ok")).collect();
        assert_eq!(reasons, ["unreadable", "ok", "unreadable"]);
        fs::set_permissions(folder.path().join("closed"), fs::Permissions::from_mode(0o700)).unwrap();
    }

    #[test]
    fn a_folder_deeper_than_paths_can_name() {
        let folder = folder(&["top.txt"]);
        let mut here = rustix::fs::open(folder.path(), rustix::fs::OFlags::DIRECTORY, Mode::empty()).unwrap();
        let name = "d".repeat(250);
        for _ in 0..20 {
            rustix::fs::mkdirat(&here, &name, Mode::RWXU).unwrap();
            here = rustix::fs::openat(&here, &name, rustix::fs::OFlags::DIRECTORY, Mode::empty()).unwrap();
        }
        let inputs = find(&folder, &[""]);
        assert_eq!(keys(&inputs), ["top"]);
        assert_eq!(inputs.rejects.len(), 1);
        assert_eq!(inputs.rejects[0].reason, "unreadable");
    }
}
