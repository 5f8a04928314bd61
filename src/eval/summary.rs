//! The measures for people.

use crate::train::quotes::measure::{Count, Kind, Scores};

/// All measures, a line each.
pub fn lines(articles: usize, scores: &Scores) -> String {
    let Count { found, marked, right } = scores.matched;
    let mut lines = format!("{articles} articles, {marked} quotes marked, {found} found, {right} of them in pairs\n\n");
    lines += "                   precision  recall     F1\n";
    let [source, cue, content] = scores.roles;
    for (name, count) in [
        ("content tokens", scores.tokens),
        ("match", scores.matched),
        ("exact", scores.exact),
        ("attribution", scores.attribution),
        ("source spans", source),
        ("cue spans", cue),
        ("content spans", content),
    ] {
        lines += &format!("{name:<19}{:>9.1}{:>8.1}{:>7.1}\n", count.precision(), count.recall(), count.f1());
    }
    lines += "\n                   marked  found  exact  right source\n";
    for (kind, own) in Kind::ALL.iter().zip(&scores.kinds) {
        let [matched, exact, attribution] = own.recall();
        lines += &format!("{:<19}{:>6}{matched:>7.1}{exact:>7.1}{attribution:>14.1}\n", kind.as_str(), own.marked);
    }
    let direct = format!("in a pair, of the {} found to be direct", scores.direct.0);
    lines += &format!("\n{:<44}{:>6.1}\n", "source right, of the quotes in pairs", scores.source());
    lines += &format!("{direct:<44}{:>6.1}\n", scores.direct());
    lines
}
