use super::*;

/// The tree in brackets.
fn shown(html: &str) -> String {
    let tree = parse(html);
    let mut shown = String::new();
    let mut open: Vec<u32> = Vec::new();
    for (at, node) in tree.nodes.iter().enumerate().skip(1) {
        while open.pop_if(|end| *end as usize <= at).is_some() {
            shown.push(')');
        }
        match node.kind {
            Kind::Element(tag, ..) => {
                shown += &format!("({tag:?}");
                open.push(node.end);
            }
            Kind::Text(text) => shown += &format!(" {}", tree.slice(text).trim()),
        }
    }
    shown + &")".repeat(open.len())
}

#[test]
fn ends_that_are_left_out_are_where_browsers_put_them() {
    assert_eq!(shown("<p>one<p>two<div>three</div>"), "(P one)(P two)(Block three)");
    assert_eq!(
        shown("<ul><li>one<li>two<ul><li>three</ul><li>four</ul>"),
        "(List(Li one)(Li two(List(Li three)))(Li four))"
    );
    assert_eq!(shown("<table><tr><td>1<td>2<tr><td>3</table>x"), "(Table(Row(Cell 1)(Cell 2))(Row(Cell 3))) x");
    assert_eq!(shown("<dl><dt>a<dd>b<dt>c</dl>"), "(Block(Dt a)(Dd b)(Dt c))");
    assert_eq!(shown("<title>T<b></title><p>x"), "(Title T<b>)(P x)");
}

#[test]
fn ends_without_a_start_do_no_harm() {
    assert_eq!(shown("<div><b><p>one</b>two</p></div></span></div>three"), "(Block(Inline(P one two))) three");
    assert_eq!(shown("<p>one</body></html><p>two"), "(P one)(P two)");
    assert_eq!(shown("<td>one</div>two"), "(Cell one two)");
}

#[test]
fn what_nobody_reads_is_not_kept() {
    let tree =
        parse("<style>a{}</style><script>var a</script><noscript>none</noscript><svg><text>no</text></svg><p>yes");
    assert_eq!(tree.chars, "yes");
    assert_eq!(parse("<script type='application/ld+json'>{}</script>").chars.matches("{}").count(), 1);
}

#[test]
fn elements_end_in_their_own_tag_in_xml_alone() {
    assert_eq!(
        shown("<?xml version='1.0'?><title/><div/><p>one</p><script src='x'/><p>two</p>"),
        "(Title)(Block)(P one)(Script)(P two)"
    );
    assert_eq!(shown("<div/><p>one</p><script src='x'/><p>two</p>"), "(Block(P one)(Script))");
}

#[test]
fn depth_attributes_and_number_are_bounded() {
    let deep = parse(&"<div>".repeat(5_000));
    assert_eq!(deep.nodes.len(), 5_001);
    assert!((0..deep.nodes.len()).all(|node| deep.above(node).count() < DEEPEST));
    let attributes = "<p ".to_owned() + &"class=a ".repeat(1_000) + ">";
    assert_eq!(parse(&attributes).attrs.len(), usize::from(MOST_ATTRS));
    assert_eq!(parse(&"<p>".repeat(MOST_NODES + 10)).nodes.len(), MOST_NODES);
}
