//! Imports point one way: a module uses only modules of lower layers, and siblings do not know each other.

use std::fs;
use std::path::Path;

/// Modules by layer, lowest first. The list in `src/lib.rs` is the drawing, this is the law.
const LAYERS: &[&[&str]] = &[
    &["span", "error", "digest", "hashes", "panics"],
    &["analysis"],
    &["article"],
    &["model"],
    &["read", "segment", "tag", "extract", "table"],
    &["analyze", "write", "index"],
    &["train"],
    &["run", "inspect", "eval"],
    &["cli", "memory"],
];

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// `crate::NAME` and `quotient::NAME` in code; comments may speak of anyone.
fn imports(code: &str) -> Vec<String> {
    let code: String = code.lines().map(|line| line.split("//").next().unwrap_or("").to_owned() + "\n").collect();
    let mut names = Vec::new();
    for (at, prefix) in code.match_indices("crate::").chain(code.match_indices("quotient::")) {
        let rest = &code[at + prefix.len()..];
        let inner = rest.strip_prefix('{').map_or(rest, |list| list.split_once('}').map_or(list, |(list, _)| list));
        let several = rest.starts_with('{');
        for item in if several { inner.split(',').collect::<Vec<_>>() } else { vec![inner] } {
            let name = item.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
            names.push(name.to_owned());
        }
    }
    names
}

fn check(path: &Path, module: &str, broken: &mut Vec<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            check(&entry.unwrap().path(), module, broken);
        }
    } else if path.extension().is_some_and(|ext| ext == "rs") {
        let own = layer(module).unwrap_or_else(|| panic!("src/{module} is in no layer: add it to LAYERS"));
        for name in imports(&fs::read_to_string(path).unwrap()) {
            if name != module && layer(&name).is_some_and(|other| other >= own) {
                broken.push(format!("{} uses {name}", path.display()));
            }
        }
    }
}

#[test]
fn imports_point_down() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut broken = Vec::new();
    for entry in fs::read_dir(&src).unwrap() {
        let path = entry.unwrap().path();
        let module = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if module != "lib" && module != "main" {
            check(&path, &module, &mut broken);
        }
    }
    assert!(broken.is_empty(), "imports against the layers of src/lib.rs:\n{}", broken.join("\n"));
}

#[test]
fn the_check_reads_grouped_imports() {
    let code = "use crate::{extract, segment};\nuse crate::span::Span; // crate::run";
    assert_eq!(imports(code), ["extract", "segment", "span"]);
}
