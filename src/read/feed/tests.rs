use super::super::Options;
use super::super::testing::{article, outcomes, read};

const RSS: &str = r#"<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Harbor Post</title><link>https://post.example/</link><language>en-us</language>
<item><title>Bridge &amp; ferry</title><link>https://post.example/a</link><guid>https://post.example/?p=1</guid>
<dc:creator>Ana Ruiz</dc:creator><dc:creator>Tom Bell</dc:creator><category>City</category><category>News</category>
<pubDate>Wed, 15 Jan 2025 09:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>“One,” she said.</p>]]></content:encoded></item>
<item><title>Second</title><guid>https://post.example/b</guid><description>&lt;p&gt;Two &amp;amp; three.&lt;/p&gt;</description></item>
<item><title>Third</title><link>https://post.example/c</link></item>
</channel></rss>"#;

#[test]
fn rss_items() {
    let want = [
        "https://post.example/?p=1 <p>“One,” she said.</p>",
        "https://post.example/b <p>Two &amp; three.</p>",
        "2 empty",
    ];
    assert_eq!(read(RSS), want);
    let all = outcomes(RSS.as_bytes(), None, &Options::default());
    let (first, meta) = (article(&all[0]), &article(&all[0]).meta);
    assert_eq!((first.source_uri.as_str(), first.format), ("https://post.example/a", "feed"));
    assert_eq!((meta.title.as_deref(), meta.byline.as_deref()), (Some("Bridge & ferry"), Some("Ana Ruiz, Tom Bell")));
    assert_eq!((meta.publisher.as_deref(), meta.language.as_deref()), (Some("The Harbor Post"), Some("en-us")));
    assert_eq!((meta.section.as_deref(), meta.published_at), (Some("City"), Some(1_736_931_600_000_000)));
}

#[test]
fn atom_entries() {
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Harbor Post</title>
      <entry><id>tag:post.example,2025:1</id><title>Bridge</title><link rel="self" href="https://post.example/self"/>
      <link href="https://post.example/a"/><author><name>Ana Ruiz</name><email>ana@post.example</email></author>
      <updated>2025-01-15T09:00:00Z</updated><summary>Short.</summary>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p></div></content></entry></feed>"#;
    let all = outcomes(atom.as_bytes(), None, &Options::default());
    let (first, meta) = (article(&all[0]), &article(&all[0]).meta);
    assert_eq!((first.key.as_str(), first.source_uri.as_str()), ("tag:post.example,2025:1", "https://post.example/a"));
    assert_eq!((meta.byline.as_deref(), meta.published_at), (Some("Ana Ruiz"), Some(1_736_931_600_000_000)));
    assert_eq!(read(atom), [r#"tag:post.example,2025:1 <div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p></div>"#]);
}

#[test]
fn nitf_and_newsml() {
    let nitf = r#"<nitf><head><title>Bridge</title><docdata><doc-id id-string="n1"/><date.issue norm="20250115T090000Z"/>
      </docdata><pubdata name="The Post"/></head><body><body.head><hedline><hl1>Bridge closes</hl1></hedline>
      <byline>By <person>Ana Ruiz</person></byline></body.head><body.content><p>One.</p></body.content></body></nitf>"#;
    assert_eq!(read(nitf), ["n1 <p>One.</p>"]);
    let all = outcomes(nitf.as_bytes(), None, &Options::default());
    let meta = &article(&all[0]).meta;
    assert_eq!((meta.title.as_deref(), meta.byline.as_deref()), (Some("Bridge"), Some("Ana Ruiz")));
    assert_eq!(meta.published_at, Some(1_736_931_600_000_000));
    let newsml = r#"<newsMessage><itemSet><newsItem guid="urn:1" xml:lang="en-GB"><itemMeta>
      <versionCreated>2025-01-15T09:00:00Z</versionCreated></itemMeta><contentMeta><headline>Bridge</headline>
      <by>Ana Ruiz</by></contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml"><html><head><title/></head>
      <body><p>One.</p></body></html></inlineXML></contentSet></newsItem></itemSet></newsMessage>"#;
    assert_eq!(read(newsml), ["urn:1 <p>One.</p>"]);
    let all = outcomes(newsml.as_bytes(), None, &Options::default());
    assert_eq!(article(&all[0]).meta.title.as_deref(), Some("Bridge"));
    assert_eq!(article(&all[0]).meta.language.as_deref(), Some("en-GB"));
}

#[test]
fn what_is_broken_or_no_news_is_told() {
    assert_eq!(read("<?xml version=\"1.0\"?><catalog><book/></catalog>"), ["- unsupported_format"]);
    let cut = &RSS[..RSS.find("<title>Third").unwrap()];
    assert_eq!(read(cut)[2], "2 truncated");
    let deep = format!("<rss><channel>{}", "<a>".repeat(1 << 20));
    assert_eq!(read(deep), ["0 too_deep"]);
    let latin = b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><rss><channel><item><guid>1</guid><description>Caf\xe9.</description></item></channel></rss>";
    assert_eq!(read(latin), ["1: Café."]);
}
