//! How many bytes of web pages are read in a second: `cargo bench --bench pages`, or with `QUOTIENT_PAGES=FOLDER` the pages
//! of a folder (`*.html`, not packed) instead of the invented ones.

use std::path::Path;
use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use quotient::read::page;

fn main() {
    divan::main();
}

static PAGES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pages");
    let folder = std::env::var_os("QUOTIENT_PAGES").map_or(own, Into::into);
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let pages = files.filter(|file| file.extension().is_some_and(|ending| ending == "html"));
    pages.filter_map(|file| std::fs::read(file).ok()).collect()
});

#[divan::bench]
fn read(bencher: Bencher) {
    let bytes = BytesCount::new(PAGES.iter().map(Vec::len).sum::<usize>());
    bencher
        .counter(bytes)
        .counter(ItemsCount::new(PAGES.len()))
        .bench(|| PAGES.iter().filter(|html| page::read(html, None).is_ok()).count());
}
