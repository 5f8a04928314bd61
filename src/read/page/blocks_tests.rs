use super::super::build;
use super::*;

fn shown(html: &str) -> Vec<(Shape, String)> {
    let blocks = find(&build::parse(html));
    blocks.all.iter().map(|block| (block.shape, blocks.words(block).to_owned())).collect()
}

fn words(html: &str) -> Vec<String> {
    shown(html).into_iter().map(|(_, words)| words).collect()
}

#[test]
fn a_line_of_its_own_is_a_block() {
    assert_eq!(
        words("one<p>two <b>bold</b>\n three</p>four<div>five<span>six</span></div>"),
        ["one", "two bold three", "four", "fivesix"]
    );
    assert_eq!(words("<p> \u{a0} </p><p>x\u{a0}y\u{ad}z </p>"), ["x\u{a0}yz"]);
    assert_eq!(words("<p>He said <q>no</q>, twice."), ["He said “no”, twice."]);
}

#[test]
fn breaks_end_a_paragraph_where_a_sentence_ends() {
    let line = "The ferry between the islands sails on.";
    assert_eq!(words(&format!("{line} Really.<br>{line}")).len(), 2);
    assert_eq!(words("Roses are red<br>violets are blue"), ["Roses are red\nviolets are blue"]);
    assert_eq!(words("one<br><br>two"), ["one", "two"]);
    assert_eq!(words("<pre>a\nb\n\nc</pre>"), ["a\nb", "c"]);
}

#[test]
fn shapes() {
    use Shape::{Caption, Cell, Credit, Heading, Item, Plain, Title};
    let html = "<h1>a</h1><h3><span>b</span></h3><ul><li><p>c</p></li></ul><figure><figcaption><p>d <span class=photo-credit>D</span></figcaption></figure>\
                <table><tr><th>e</table><blockquote><p>f</blockquote>";
    let shapes: Vec<Shape> = shown(html).into_iter().map(|(shape, _)| shape).collect();
    assert_eq!(shapes, [Title, Heading, Item, Caption, Credit, Cell, Plain]);
}

#[test]
fn tables_that_are_layout() {
    assert_eq!(
        shown("<table><tr><td>one<br><br>two<td>three</table>").iter().map(|(shape, _)| *shape).collect::<Vec<_>>(),
        [Shape::Plain, Shape::Plain, Shape::Cell]
    );
}

#[test]
fn links_are_counted() {
    let blocks =
        find(&build::parse("<p><a href=x>all of it</a></p><p>a <a href=x>b</a> and more</p><p><a name=x>c</a></p>"));
    assert_eq!(blocks.all.iter().map(Block::is_linked).collect::<Vec<_>>(), [true, false, false]);
}
